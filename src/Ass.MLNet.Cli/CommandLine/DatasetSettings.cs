namespace Ass.MLNet.Cli.CommandLine;

/// <summary>The settings that may follow a data set's location, as <c>:NAME=VALUE</c>.</summary>
/// <param name="ImageSuffix">The suffix of image names; null to detect it.</param>
/// <param name="LabelSuffix">The suffix of label names; null to detect it.</param>
/// <param name="MissingLabels">The handling of images without a label.</param>
/// <param name="LeavesOutUnlikeSizes">Whether to skip images that differ in size from their labels.</param>
internal sealed record DatasetSettings(
    string? ImageSuffix = null,
    string? LabelSuffix = null,
    MissingLabels MissingLabels = MissingLabels.Error,
    bool LeavesOutUnlikeSizes = false
)
{
    public const string HelpText =
        "image-suffix=_image and label-suffix=_label (folder: what names end in, where they differ; found out if it can be), "
        + "missing-labels=leave-out|unlabeled (images without a label; an error otherwise), unlike-sizes=leave-out (images that "
        + "differ in size from their labels); of labelling tools' files: images=DIR, split=NAME, background=NAME (the class of pixels that "
        + "no shape covers; ignored otherwise), ignored=NAME,NAME (labels that are no class)";

    public const string ImagesName = "images",
        SplitName = "split",
        BackgroundName = "background",
        IgnoredName = "ignored";

    private const string ImageSuffixName = "image-suffix",
        LabelSuffixName = "label-suffix",
        MissingLabelsName = "missing-labels",
        UnlikeSizesName = "unlike-sizes";

    /// <summary>The settings of all kinds whose labels have names.</summary>
    public static IReadOnlyList<string> OfNamedLabels { get; } = [ImagesName, BackgroundName, IgnoredName];

    /// <summary>The names from <c>--classes</c>, or null.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The folder of images; null for the usual place.</summary>
    public string? Images { get; init; }

    /// <summary>The list of images; null for all.</summary>
    public string? Split { get; init; }

    /// <summary>The class of pixels without a shape; null: they are ignored.</summary>
    public string? Background { get; init; }

    /// <summary>The labels that are no class, with commas between them; null: none.</summary>
    public string? Ignored { get; init; }

    public IReadOnlyList<string>? IgnoredNames =>
        Ignored?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The map for labels that are ids of <see cref="ClassNames"/>; null without class names.</summary>
    public LabelMap? IdentityMap => ClassNames is null ? null : LabelMap.Identity(ClassNames);

    /// <summary>The settings with one added; null and an error if the kind has no such setting.</summary>
    public DatasetSettings? With(DatasetKind kind, string setting, out string error)
    {
        int equals = setting.IndexOf('=');
        string name = setting[..equals],
            value = setting[(equals + 1)..];
        string[] names =
        [
            .. kind.OwnSettings,
            .. kind.HasSuffixes ? [ImageSuffixName, LabelSuffixName] : Array.Empty<string>(),
            .. kind.HasMissingLabels ? [MissingLabelsName] : Array.Empty<string>(),
            UnlikeSizesName,
        ];
        error = names.Contains(name)
            ? $"{name} of a data set must be " + $"{Values(kind, name)}, but is '{value}'."
            : $"'{setting}' is nothing that can be said about {kind.Name}: expected {string.Join(", ", names.Select(n => n + "=…"))}.";
        return !names.Contains(name)
            ? null
            : (name, value) switch
            {
                (ImagesName, { Length: > 0 }) => this with { Images = value },
                (SplitName, { Length: > 0 }) => this with { Split = value },
                (BackgroundName, { Length: > 0 }) => this with { Background = value },
                (IgnoredName, { Length: > 0 }) => this with { Ignored = value },
                (ImageSuffixName, _) => this with { ImageSuffix = value },
                (LabelSuffixName, _) => this with { LabelSuffix = value },
                (MissingLabelsName, "leave-out") => this with { MissingLabels = MissingLabels.LeaveOut },
                (MissingLabelsName, "unlabeled") => this with { MissingLabels = MissingLabels.Unlabeled },
                (MissingLabelsName, "error") => this with { MissingLabels = MissingLabels.Error },
                (UnlikeSizesName, "leave-out") => this with { LeavesOutUnlikeSizes = true },
                (UnlikeSizesName, "error") => this with { LeavesOutUnlikeSizes = false },
                _ => null,
            };
    }

    /// <summary>Resolves relative paths against a folder.</summary>
    public DatasetSettings From(string baseFolder) => Images is null ? this : this with { Images = Path.GetFullPath(Images, baseFolder) };

    private static string Values(DatasetKind kind, string name) =>
        kind.OwnSettings.Contains(name) ? "a name"
        : name == MissingLabelsName ? "leave-out, unlabeled or error"
        : "leave-out or error";

    public override string ToString() =>
        string.Concat(
            Images is null ? "" : $":{ImagesName}={Images}",
            Split is null ? "" : $":{SplitName}={Split}",
            Background is null ? "" : $":{BackgroundName}={Background}",
            Ignored is null ? "" : $":{IgnoredName}={Ignored}",
            ImageSuffix is null ? "" : $":{ImageSuffixName}={ImageSuffix}",
            LabelSuffix is null ? "" : $":{LabelSuffixName}={LabelSuffix}",
            MissingLabels switch
            {
                MissingLabels.LeaveOut => $":{MissingLabelsName}=leave-out",
                MissingLabels.Unlabeled => $":{MissingLabelsName}=unlabeled",
                _ => "",
            },
            LeavesOutUnlikeSizes ? $":{UnlikeSizesName}=leave-out" : ""
        );
}

using Ass.MLNet;

namespace AssCli;

/// <summary>A kind of data set: how it is named on the command line and how it is opened.</summary>
/// <param name="Name">The word before the first colon.</param>
/// <param name="Splits">The words after the last colon, one of which must be there; empty for a kind without splits.</param>
/// <param name="Open">Opens folder and split; the names are those of <c>--classes</c>, null without.</param>
/// <param name="Help">What lies in the folder.</param>
internal sealed record DatasetKind(
    string Name, string[] Splits, Func<string, string, IReadOnlyList<string>?, SegmentationDataset> Open, string Help)
{
    public static DatasetKind[] All { get; } =
    [
        new("camvid", ["train", "val", "test"], (root, split, _) => SegmentationDataset.CamVid(root, split), "SPLIT/ and SPLITannot/"),
        new("folder", [], (root, _, names) => OpenFolder(root, names), "images/, labels/ or masks/ (neither: unlabelled), and optionally classes.txt with a class name per line"),
    ];

    /// <summary>A line on each kind, for help.</summary>
    public static string HelpText => string.Join("; ", All.Select(k =>
        $"{k.Name}:DIR{(k.Splits.Length > 0 ? ":" + string.Join('|', k.Splits) : "")} with {k.Help}"));

    private static SegmentationDataset OpenFolder(string root, IReadOnlyList<string>? classNames)
    {
        string? labels = new[] { "labels", "masks" }.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        string listed = Path.Combine(root, "classes.txt");
        classNames ??= File.Exists(listed) ? ValueArguments.ReadNames(listed) : null;
        return SegmentationDataset.Folder(Path.Combine(root, "images"), labels, classNames is null ? null : LabelMap.Identity(classNames));
    }
}

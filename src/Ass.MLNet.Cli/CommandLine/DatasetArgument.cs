using System.CommandLine.Parsing;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary> A data set on the command line: <c>KIND:DIR</c>, or <c>KIND:DIR:SPLIT</c> if the kind has splits, optionally followed by a
/// list file and settings.
/// </summary>
internal sealed record DatasetArgument(DatasetKind Kind, string Folder, string Split, string ListFile, DatasetSettings Settings)
{
    public const string Form = "KIND:DIR[:SPLIT][:LIST.txt][:NAME=VALUE]";

    /// <summary>Parses a training set; the default split is <c>train</c>.</summary>
    public static DatasetArgument? Parse(ArgumentResult result) => ParseOne(result, "train");

    /// <summary>Parses an evaluation set; the default split is <c>val</c>.</summary>
    public static DatasetArgument? ParseForEvaluation(ArgumentResult result) => ParseOne(result, "val");

    public static DatasetArgument[]? ParseMany(ArgumentResult result)
    {
        var arguments = new List<DatasetArgument>();
        foreach (var token in result.Tokens)
        {
            if (Parse(token.Value, "train", out string error) is { } argument)
            {
                arguments.Add(argument);
            }
            else
            {
                result.AddError(error);
            }
        }

        return [.. arguments];
    }

    /// <param name="classNames">The names from <c>--classes</c>, or null.</param>
    /// <param name="maps">The maps from <c>--map</c>.</param>
    /// <exception cref="UsageException">A map contradicts the folder's list of classes, there is more than one folder of labels, or images
    /// without labels are none.</exception>
    public SegmentationDataset Open(IReadOnlyList<string>? classNames, IEnumerable<LabelMapArgument> maps)
    {
        // A map names the classes itself, and takes what the files have.
        var map = maps.FirstOrDefault(m => m.Kind == Kind);
        var set = Kind.Open(
            Folder,
            Split,
            Settings with
            {
                ClassNames = map is null ? classNames : map.LabelsBeside(Settings.IgnoredNames),
            }
        );
        set = map?.Apply(set, Folder) ?? set;
        if (ListFile.Length > 0)
        {
            set = set.Take(ListFile);
        }
        if (Kind.HasSuffixes && set.LabeledImagePaths.Count == 0)
        {
            ImageFolder.CheckHoldsNoOutputs(Folder, set.ImagePaths);
            ImageFolder.CheckNamesNoMasks(Folder, set.ImagePaths);
        }
        return Settings.LeavesOutUnlikeSizes ? set.LeaveOutUnlikeSizes() : set;
    }

    /// <summary>Opens a set to measure a model on. Labels that have names become the model's classes of those names.</summary>
    /// <param name="modelClasses">The model's classes.</param>
    /// <param name="maps">The maps from <c>--map</c>.</param>
    public SegmentationDataset OpenFor(IReadOnlyList<string> modelClasses, IReadOnlyList<LabelMapArgument> maps)
    {
        // With the set's own names first: they tell what is ignored, and what the background is.
        var set = Open(classNames: null, maps);
        bool isMapped = maps.Any(map => map.Kind == Kind);
        if (!Kind.HasNamedLabels || isMapped || set.ClassNames is not { } names || names.SequenceEqual(modelClasses))
        {
            return set;
        }
        if (set.LabelMap is { IsOfColors: true })
        {
            return names.Except(modelClasses).Any() ? set : Open(modelClasses, maps);
        }
        return names.Order(StringComparer.Ordinal).SequenceEqual(modelClasses.Order(StringComparer.Ordinal))
            ? set.WithLabelMap(new LabelMap(names.Select((name, id) => (name, id)).ToDictionary(n => n.id, n => Id(n.name)), modelClasses))
            : set;

        int Id(string name) => modelClasses.Index().First(model => model.Item == name).Index;
    }

    /// <summary>Resolves relative paths against a folder.</summary>
    public DatasetArgument From(string baseFolder) =>
        this with
        {
            Folder = Path.GetFullPath(Folder, baseFolder),
            ListFile = ListFile.Length > 0 ? Path.GetFullPath(ListFile, baseFolder) : "",
            Settings = Settings.From(baseFolder),
        };

    public override string ToString() =>
        string.Join(':', new[] { Kind.Name, Folder, Split, ListFile }.Where(part => part.Length > 0)) + Settings;

    private static DatasetArgument? ParseOne(ArgumentResult result, string defaultSplit)
    {
        if (Parse(result.Tokens[^1].Value, defaultSplit, out string error) is { } argument)
        {
            return argument;
        }
        result.AddError(error);
        return null;
    }

    private static DatasetArgument? Parse(string text, string defaultSplit, out string error)
    {
        int colon = text.IndexOf(':');
        string name = colon < 0 ? text : text[..colon];
        string folder = colon < 0 ? "" : text[(colon + 1)..];
        if (DatasetKind.All.FirstOrDefault(k => k.Name == name) is not { } kind)
        {
            error =
                $"'{text}' is not a data set: expected {Form} with one of the kinds "
                + $"{string.Join(", ", DatasetKind.All.Select(k => k.Name))}.";
            return null;
        }

        var settings = new DatasetSettings();
        while (CutSetting(ref folder) is { Length: > 0 } setting)
        {
            if (settings.With(kind, setting, out error) is not { } more)
            {
                return null;
            }
            settings = more;
        }

        string listFile = CutTail(ref folder, tail => tail.EndsWith(".txt", StringComparison.OrdinalIgnoreCase));
        string split = kind.Splits.Length > 0 ? CutTail(ref folder, _ => true) : "";
        if (split.Length == 0 && kind.Splits.Length > 0)
        {
            split = defaultSplit;
        }

        // Any word may be a split; the data set reports an unknown one together with its lists and folders.
        error = folder.Length == 0 ? $"'{text}' names no folder: expected {Form}." : "";
        return error.Length == 0 ? new(kind, folder, split, listFile, settings) : null;
    }

    /// <summary>Cuts off the last setting; the folder of images may hold slashes, and the colon of a Windows drive.</summary>
    private static string CutSetting(ref string folder)
    {
        string setting = CutTail(ref folder, tail => tail.IndexOf('=') > 0 && tail.IndexOfAny(['/', '\\']) < 0);
        int images = folder.LastIndexOf($":{DatasetSettings.ImagesName}=", StringComparison.Ordinal);
        if (setting.Length > 0 || images <= 0)
        {
            return setting;
        }

        string path = folder[(images + DatasetSettings.ImagesName.Length + 2)..];
        if (path.LastIndexOf(':') > 1)
        {
            return "";
        }

        setting = folder[(images + 1)..];
        folder = folder[..images];
        return setting;
    }

    /// <summary>Cuts off the text after the last colon if it is wanted; a Windows drive's colon (<c>C:\data</c>) does not count.</summary>
    private static string CutTail(ref string path, Predicate<string> isWanted)
    {
        int last = path.LastIndexOf(':');
        bool drive = last == 1 && char.IsAsciiLetter(path[0]) && path.Length > 2 && (path[2] is '\\' or '/');
        if (last < 0 || drive || !isWanted(path[(last + 1)..]))
        {
            return "";
        }
        string tail = path[(last + 1)..];
        path = path[..last];
        return tail;
    }
}

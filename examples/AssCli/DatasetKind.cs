using Ass.MLNet;

namespace AssCli;

/// <summary>A kind of data set: how it is named on the command line and how it is opened.</summary>
/// <param name="Name">The word before the first colon.</param>
/// <param name="Splits">The words that may follow the folder; empty for a kind without splits.</param>
/// <param name="Open">Opens folder and split; the names are those of <c>--classes</c>, null without.</param>
/// <param name="Help">What lies in the folder.</param>
internal sealed record DatasetKind(
    string Name, string[] Splits, Func<string, string, IReadOnlyList<string>?, SegmentationDataset> Open, string Help)
{
    public static DatasetKind[] All { get; } =
    [
        new("gta5", [], (root, _, _) => SegmentationDataset.Gta5(root), "images/ and labels/"),
        new("synthia", [], (root, _, _) => SegmentationDataset.Synthia(root), "RGB/ and GT/LABELS/"),
        new("cityscapes", ["train", "val", "test", "train_extra"], (root, split, _) => SegmentationDataset.Cityscapes(root, split), "leftImg8bit/SPLIT/ and gtFine/SPLIT/"),
        new("carla", [], (root, _, _) => SegmentationDataset.Carla(root), "CameraRGB/ and CameraSeg/"),
        new("camvid", ["train", "val", "test"], (root, split, _) => SegmentationDataset.CamVid(root, split), "SPLIT/ and SPLITannot/"),
        new("voc", ["train", "val", "trainval", "test"], (root, split, _) => SegmentationDataset.Voc(root, split), "JPEGImages/, SegmentationClass/ and ImageSets/Segmentation/SPLIT.txt"),
        new("folder", [], (root, _, names) => OpenFolder(root, names), "images/, labels/ or masks/ (neither: unlabelled), and optionally classes.txt with a class name per line"),
        new("pairs", [], (list, _, names) => SegmentationDataset.Pairs(list, map: IdentityOf(names)), "a line 'IMAGE LABEL' or 'IMAGE' each, relative to the file's folder") { Place = "FILE" },
    ];

    /// <summary>What follows the first colon, for help.</summary>
    public string Place { get; private init; } = "DIR";

    /// <summary>A line on each kind, for help.</summary>
    public static string HelpText => string.Join("; ", All.Select(k =>
        $"{k.Name}:{k.Place}{(k.Splits.Length > 0 ? $"[:{string.Join('|', k.Splits)}]" : "")} with {k.Help}"))
        + "; LIST.txt takes the images that it names, one a line";

    private static SegmentationDataset OpenFolder(string root, IReadOnlyList<string>? classNames)
    {
        string? labels = new[] { "labels", "masks" }.Select(name => Path.Combine(root, name)).FirstOrDefault(Directory.Exists);
        string listed = Path.Combine(root, "classes.txt");
        classNames ??= File.Exists(listed) ? ValueArguments.ReadNames(listed) : null;
        return SegmentationDataset.Folder(Path.Combine(root, "images"), labels, IdentityOf(classNames));
    }

    private static LabelMap? IdentityOf(IReadOnlyList<string>? classNames) => classNames is null ? null : LabelMap.Identity(classNames);
}

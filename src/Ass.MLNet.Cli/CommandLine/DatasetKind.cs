using System.CommandLine;
using Ass.MLNet.Columns;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A kind of data set: its name on the command line and how to open it.</summary>
/// <param name="Name">The word before the first colon.</param>
/// <param name="Splits">The usual words that follow the folder; empty for a kind without splits.</param>
/// <param name="Open">Opens folder and split.</param>
/// <param name="Help">The folder's contents.</param>
internal sealed record DatasetKind(
    string Name,
    string[] Splits,
    Func<string, string, DatasetSettings, SegmentationDataset> Open,
    string Help
)
{
    public static DatasetKind[] All { get; } =
    [
        new("gta5", [], (root, _, settings) => SegmentationDataset.Gta5(root, settings.MissingLabels), "images/ and labels/"),
        new("synthia", [], (root, _, settings) => SegmentationDataset.Synthia(root, settings.MissingLabels), "RGB/ and GT/LABELS/"),
        new(
            "cityscapes",
            ["train", "val", "test", "train_extra"],
            (root, split, settings) => SegmentationDataset.Cityscapes(root, split, missingLabels: settings.MissingLabels),
            "leftImg8bit/SPLIT/ and gtFine/SPLIT/"
        ),
        new("carla", [], (root, _, settings) => SegmentationDataset.Carla(root, settings.MissingLabels), "CameraRGB/ and CameraSeg/"),
        new(
            "camvid",
            ["train", "val", "test"],
            (root, split, settings) => SegmentationDataset.CamVid(root, split, settings.MissingLabels),
            "SPLIT/ and SPLITannot/"
        ),
        new(
            "voc",
            ["train", "val", "trainval", "test"],
            (root, split, _) => SegmentationDataset.Voc(root, split),
            "JPEGImages/, SegmentationClass/ or SegmentationClassAug/, and ImageSets/Segmentation/SPLIT.txt"
        )
        {
            HasMissingLabels = false,
        },
        new(
            "folder",
            [],
            OpenFolder,
            "images/, labels/ or masks/ (neither: unlabelled), and optionally classes.txt with a class name per line; or images alone"
        )
        {
            HasSuffixes = true,
            HasClassList = true,
        },
        new(
            "pairs",
            [],
            (list, _, settings) => SegmentationDataset.Pairs(list, map: settings.IdentityMap),
            "a line 'IMAGE LABEL' or 'IMAGE' each, relative to the file's folder"
        )
        {
            Place = "FILE",
            HasMissingLabels = false,
        },
        new(
            "cvat",
            [],
            (path, _, settings) =>
                SegmentationDataset.Cvat(
                    path,
                    settings.Images,
                    settings.Split,
                    settings.ClassNames,
                    settings.IgnoredNames,
                    settings.Background,
                    settings.MissingLabels
                ),
            "CVAT's 'Segmentation mask 1.1': labelmap.txt, SegmentationClass/, ImageSets/Segmentation/, and JPEGImages/ or images=DIR"
        )
        {
            Place = "DIR|ZIP",
            OwnSettings = [DatasetSettings.SplitName, .. DatasetSettings.OfNamedLabels],
            HasColors = true,
        },
        new(
            "coco",
            [],
            (file, _, settings) =>
                SegmentationDataset.Coco(
                    file,
                    settings.Images,
                    settings.ClassNames,
                    settings.IgnoredNames,
                    settings.Background,
                    settings.MissingLabels
                ),
            "COCO's JSON file with polygons or run lengths; images beside it, in images/, one folder up, or in images=DIR"
        )
        {
            Place = "FILE",
            OwnSettings = DatasetSettings.OfNamedLabels,
        },
        new(
            "labelme",
            [],
            (folder, _, settings) =>
                SegmentationDataset.LabelMe(
                    folder,
                    settings.Images,
                    settings.ClassNames,
                    settings.IgnoredNames,
                    settings.Background,
                    settings.MissingLabels
                ),
            "labelme's JSON files beside their images, or beside images=DIR; optionally labels.txt with a label per line"
        )
        {
            OwnSettings = DatasetSettings.OfNamedLabels,
        },
    ];

    /// <summary>The part after the first colon, for help.</summary>
    public string Place { get; private init; } = "DIR";

    /// <summary>Whether images without a label may be accepted.</summary>
    public bool HasMissingLabels { get; private init; } = true;

    /// <summary>Whether names may end in suffixes.</summary>
    public bool HasSuffixes { get; private init; }

    /// <summary>The names of settings that only some kinds have.</summary>
    public IReadOnlyList<string> OwnSettings { get; private init; } = [];

    /// <summary>Whether labels are stored under their names, and not as numbers.</summary>
    public bool HasNamedLabels => OwnSettings.Count > 0;

    /// <summary>Whether labels that have names are pictures in colours.</summary>
    public bool HasColors { get; private init; }

    /// <summary>Whether a list of classes beside the labels may say what their numbers mean.</summary>
    public bool HasClassList { get; private init; }

    /// <summary>The syntax, for help.</summary>
    public string Form => $"{Name}:{Place}{(Splits.Length > 0 ? $"[:{string.Join('|', Splits)}]" : "")}";

    /// <summary>Whether an option's value is a data set.</summary>
    public static bool IsNamedBy(Option option) =>
        option.ValueType.IsAssignableTo(typeof(DatasetArgument)) || option.ValueType == typeof(DatasetArgument[]);

    /// <summary>All kinds and their arguments, one row per kind, for help.</summary>
    public static IReadOnlyList<(string Name, string Description)> HelpRows =>
        [.. All.Select(k => (k.Form, k.Help)), ("…:LIST.txt", ListHelp), ("…:NAME=VALUE", DatasetSettings.HelpText)];

    /// <summary>The list of classes in a folder of images and labels.</summary>
    public const string ClassListName = "classes.txt";

    private const string ListHelp = "takes the images that it names, one a line";

    private static SegmentationDataset OpenFolder(string root, string split, DatasetSettings settings)
    {
        string? labels = ImageFolder.LabelsOf(root);
        string listed = Path.Combine(root, ClassListName);
        if (File.Exists(listed))
        {
            string[] own = ValueArguments.ReadNames(listed);
            ClassAgreement.Check(($"'{listed}'", own), ("--classes", settings.ClassNames));
            settings = settings with { ClassNames = own };
        }
        string images = Path.Combine(root, "images");
        if (labels is null && settings is { ImageSuffix: null, LabelSuffix: null })
        {
            images = ImageFolder.HoldsNothingElse(root) ? root : images;
        }
        return SegmentationDataset.Folder(
            images,
            labels,
            settings.IdentityMap,
            imageSuffix: settings.ImageSuffix,
            labelSuffix: settings.LabelSuffix,
            missingLabels: settings.MissingLabels
        );
    }
}

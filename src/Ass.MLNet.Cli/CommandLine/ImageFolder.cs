using Ass.MLNet.Datasets;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A folder of images without labels.</summary>
internal static class ImageFolder
{
    private const string Images = "images";

    private static readonly string[] LabelWords = ["mask", "label", "gt", "seg", "annot"];

    /// <summary>What a folder of labels beside <c>images</c> may be called.</summary>
    public static IReadOnlyList<string> LabelFolders { get; } = ["labels", "masks"];

    /// <summary>The folders of images and of labels in the layouts of data sets.</summary>
    private static readonly (string Images, string Labels)[] Layouts =
    [
        .. LabelFolders.Select(labels => (Images, labels)),
        ("leftImg8bit", "gtFine"),
        ("RGB", "GT"),
        ("CameraRGB", "CameraSeg"),
        .. new[] { "annotations", "label", "gt" }.Select(labels => (Images, labels)),
        ("JPEGImages", "SegmentationClass"),
        ("JPEGImages", "SegmentationClassAug"),
        .. new[] { "train", "val", "test" }.Select(split => (split, split + "annot")),
    ];

    /// <summary>All images of a folder and its subfolders.</summary>
    /// <exception cref="UsageException">It is a data set, whose labels would be taken for images.</exception>
    public static SegmentationDataset Open(string folder)
    {
        foreach (var (images, labels) in Layouts)
        {
            if (Directory.Exists(Path.Combine(folder, images)) && HoldsPictures(Path.Combine(folder, labels)))
            {
                throw new UsageException(
                    $"'{folder}' holds {images} and {labels}, and the pictures in {labels} would be taken for images. Give "
                        + $"'{Path.Combine(folder, images)}'."
                );
            }
        }
        return SegmentationDataset.Folder(folder);
    }

    /// <summary>The folder of labels in a folder of images and labels; null if there is none.</summary>
    /// <exception cref="UsageException">There are several that hold labels.</exception>
    public static string? LabelsOf(string root)
    {
        string[] found = [.. LabelFolders.Select(name => Path.Combine(root, name)).Where(Directory.Exists).DistinctBy(RealPath.Of)];
        if (found.Length < 2)
        {
            return found.FirstOrDefault();
        }
        string[] holding = [.. found.Where(folder => SegmentationFiles.HasLabels($"Folder '{root}'", folder, suffix: ""))];
        return holding.Length < 2
            ? holding.FirstOrDefault() ?? found[0]
            : throw new UsageException(
                $"'{root}' holds labels in {string.Join(" and in ", holding.Select(folder => $"'{folder}'"))}, and nothing says which are "
                    + "meant: move the others out of it, or list images and labels in a file, for pairs:FILE."
            );
    }

    private static bool HoldsPictures(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any(PictureFormats.IsImage);

    /// <summary>The full paths of all images of a folder and its subfolders, without those that this tool wrote there.</summary>
    /// <exception cref="UsageException">See <see cref="Open"/>.</exception>
    public static string[] List(string folder)
    {
        var set = Open(folder);
        Terminal.Notes(set);
        var outputs = new ToolOutputs(folder);
        string[] images = [.. set.ImagePaths.Select(Path.GetFullPath).Where(path => !outputs.Have(path))];
        if (images.Length < set.Count)
        {
            Terminal.Line($"{set.Count - images.Length} pictures of earlier predictions, suggestions or runs in '{folder}' are left out.");
        }
        return images;
    }

    /// <exception cref="UsageException">Some of a folder's images were written by this tool.</exception>
    public static void CheckHoldsNoOutputs(string folder, IReadOnlyList<string> images)
    {
        if (images.FirstOrDefault(new ToolOutputs(folder).Have) is { } output)
        {
            throw new UsageException(
                $"'{folder}' holds predictions or other pictures that this tool wrote, such as '{output}', which would be taken for "
                    + "images: give a folder of images alone."
            );
        }
    }

    /// <summary>Looks for labels among images, which are told from them by a suffix alone: <c>a.jpg</c>, <c>a_mask.png</c>.</summary>
    /// <exception cref="UsageException">Half of the images, and more than one, have the name of another one and a suffix, and look like
    /// labels by it or by their format.</exception>
    public static void CheckNamesNoMasks(string folder, IReadOnlyList<string> images)
    {
        var stems = images
            .GroupBy(path => Path.ChangeExtension(path, null), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Path.GetExtension(group.First()), StringComparer.Ordinal);
        var suffixes = new Dictionary<string, (int Count, string Example)>();
        foreach (string path in images)
        {
            string stem = Path.ChangeExtension(path, null);
            int first = stem.Length - Path.GetFileName(stem).Length;
            for (int at = stem.Length - 1; at > first; at--)
            {
                if (
                    stem[at] is '_' or '-' or '.' or ' '
                    && stems.TryGetValue(stem[..at], out string? other)
                    && LooksLikeLabel(path, stem[at..], other)
                )
                {
                    var (count, example) = suffixes.GetValueOrDefault(stem[at..], (0, path));
                    suffixes[stem[at..]] = (count + 1, example);
                }
            }
        }
        foreach (var (suffix, (count, example)) in suffixes)
        {
            if (count > 1 && 2 * count >= stems.Count)
            {
                throw new UsageException(
                    $"'{folder}': half of the images have the name of another one and '{suffix}', such as '{example}'. If they are labels, "
                        + "put them into labels/ beside the images in images/; if not, move them into another folder."
                );
            }
        }
    }

    private static bool LooksLikeLabel(string path, string suffix, string imageExtension) =>
        LabelWords.Any(word => suffix.Contains(word, StringComparison.OrdinalIgnoreCase))
        || (
            PictureFormats.LabelExtensions.Contains(Path.GetExtension(path).ToLowerInvariant())
            && !Path.GetExtension(path).Equals(imageExtension, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Whether a folder is of images alone: no folders, which may be of labels under a name that is not known here, no files of a
    /// labelling tool, and not the images of a set of images and labels.</summary>
    public static bool HoldsNothingElse(string folder)
    {
        var entries = new DirectoryInfo(folder) is { Exists: true } found
            ? found.GetFileSystemInfos().Where(entry => !entry.Name.StartsWith('.')).ToArray()
            : [];
        bool isOfASet =
            Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) == Images
            && LabelFolders.Any(name => Directory.Exists(Path.Combine(folder, "..", name)));
        return !isOfASet
            && entries.Any(entry => PictureFormats.IsImage(entry.Name))
            && entries.All(entry => entry is FileInfo && entry.Extension is not ".json");
    }
}

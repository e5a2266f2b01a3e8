namespace Ass.MLNet.Cli.CommandLine;

/// <summary>A folder of images without labels.</summary>
internal static class ImageFolder
{
    private const string Images = "images";

    /// <summary>What a folder of labels beside <c>images</c> may be called.</summary>
    public static IReadOnlyList<string> LabelFolders { get; } = ["labels", "masks"];

    /// <summary>The folders of images and of labels in the layouts of data sets.</summary>
    private static readonly (string Images, string Labels)[] Layouts =
    [
        .. LabelFolders.Select(labels => (Images, labels)),
        ("leftImg8bit", "gtFine"),
        ("RGB", "GT"),
        ("CameraRGB", "CameraSeg"),
        ("JPEGImages", "SegmentationClass"),
        .. new[] { "train", "val", "test" }.Select(split => (split, split + "annot")),
    ];

    /// <summary>All images of a folder and its subfolders.</summary>
    /// <exception cref="UsageException">It is a data set, whose labels would be taken for images.</exception>
    public static SegmentationDataset Open(string folder)
    {
        foreach (var (images, labels) in Layouts)
        {
            if (Directory.Exists(Path.Combine(folder, images)) && Directory.Exists(Path.Combine(folder, labels)))
            {
                throw new UsageException(
                    $"'{folder}' holds {images} and {labels}, and the pictures in {labels} would be taken for images. Give "
                        + $"'{Path.Combine(folder, images)}'."
                );
            }
        }
        return SegmentationDataset.Folder(folder);
    }

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

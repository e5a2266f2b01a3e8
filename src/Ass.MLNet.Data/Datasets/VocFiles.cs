namespace Ass.MLNet.Datasets;

/// <summary>Finds the images and labels of a list in the Pascal VOC layout.</summary>
/// <param name="set">The name of the data set in errors.</param>
/// <param name="root">The folder that contains <c>JPEGImages</c>.</param>
internal sealed class VocFiles(string set, string root)
{
    private const string Images = "JPEGImages",
        Labels = "SegmentationClass",
        MoreLabels = "SegmentationClassAug";

    private readonly ListedPaths _paths = new(root);
    private readonly Dictionary<string, NamedFiles> _folders = [];

    /// <summary>Finds the listed samples; a missing file gets the path where it was expected.</summary>
    public FoundSamples Find(string list)
    {
        string[][] lines = [.. ListFile.ReadNames(list, $"{set}: the list", listed => File.Exists(ImageOf(listed)))];
        string[] stems = [.. lines.Where(line => line.Length == 1).Select(line => StemOf(line[0]))];
        string labels = HasAll(Labels, stems) || !HasAll(MoreLabels, stems) ? Labels : MoreLabels;
        return new FoundSamples(
            [.. lines.Select(line => Sample(line, labels))],
            labels == Labels
                ? []
                :
                [
                    new DatasetNote(
                        $"Labels were taken from '{Path.Combine(root, MoreLabels)}', since '{Labels}' does not have them all.",
                        IsWarning: false
                    ),
                ]
        );
    }

    private SegmentationSample Sample(string[] line, string labels) =>
        line.Length is 1 or 2
            ? new SegmentationSample(
                StemOf(line[0]),
                ImageOf(line[0]),
                line.Length == 2 ? _paths.Find(line[1]) : PathOf(labels, StemOf(line[0]), ".png")
            )
            : throw new InvalidDataException(
                $"{set}: the line '{string.Join(' ', line)}' has {line.Length} parts; expected the name of an image, or the "
                    + "paths of an image and its label."
            );

    private string ImageOf(string listed) =>
        listed.Contains('/') || listed.Contains('\\') ? _paths.Find(listed) : PathOf(Images, StemOf(listed), ".jpg");

    private bool HasAll(string folder, string[] stems) =>
        Directory.Exists(Path.Combine(root, folder)) && stems.All(FilesOf(folder).ByName.ContainsKey);

    private string PathOf(string folder, string stem, string extension) =>
        Directory.Exists(Path.Combine(root, folder)) && FilesOf(folder).ByName.TryGetValue(stem, out string? path)
            ? path
            : Path.Combine(root, folder, stem + extension);

    private NamedFiles FilesOf(string folder)
    {
        if (!_folders.TryGetValue(folder, out var files))
        {
            bool images = folder == Images;
            files = NamedFiles.Select(
                set,
                images ? "image" : "label",
                PictureFolder.List(set, images ? "image" : "label", Path.Combine(root, folder)),
                "",
                images ? PictureFormats.ImageExtensions : PictureFormats.LabelExtensions
            );
            _folders.Add(folder, files);
        }

        return files;
    }

    /// <summary>The name below <c>JPEGImages</c>.</summary>
    private static string StemOf(string listed)
    {
        string stem = SegmentationFiles.StemOf(ListedPaths.Below(listed));
        return stem.StartsWith(Images + "/", StringComparison.Ordinal) ? stem[(Images.Length + 1)..] : stem;
    }
}

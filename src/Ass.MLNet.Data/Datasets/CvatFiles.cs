using Ass.MLNet.Annotations;

namespace Ass.MLNet.Datasets;

/// <summary>Finds the images and labels of CVAT's export "Segmentation mask 1.1", unpacked or in its zip archive.</summary>
internal sealed class CvatFiles
{
    private const string Lists = "ImageSets/Segmentation",
        Labels = "SegmentationClass",
        Images = "JPEGImages";

    private readonly string _set;
    private readonly string _path;
    private readonly LabelArchive? _archive;

    /// <param name="set">The name of the data set in errors.</param>
    /// <param name="path">The folder or the archive.</param>
    /// <exception cref="DirectoryNotFoundException">There is neither.</exception>
    /// <exception cref="InvalidDataException">The file is no zip archive.</exception>
    public CvatFiles(string set, string path)
    {
        (_set, _path) = (set, path);
        if (File.Exists(path))
        {
            _archive = LabelArchive.Open(Path.GetFullPath(path));
        }
        else if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException(
                $"{set}: there is no folder or zip archive '{Path.GetFullPath(path)}'. {FolderSummary.Near(path)}"
            );
        }
    }

    /// <summary>The file of labels and colours, for errors.</summary>
    public string LabelMapName => Full(CvatLabelMap.FileName);

    /// <summary>Reads the labels and their colours.</summary>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not a label map.</exception>
    public IReadOnlyList<(string Name, int Color)> ReadLabelMap() =>
        CvatLabelMap.Parse(Lines(CvatLabelMap.FileName), $"{_set}: '{LabelMapName}'");

    /// <summary>Finds the listed images and their labels.</summary>
    /// <param name="images">The image folder; <see langword="null"/>: <c>JPEGImages</c> of the export.</param>
    /// <param name="split">The list; <see langword="null"/>: all lists together, or all labels if there is no list.</param>
    /// <param name="missing">How to treat images without a label.</param>
    /// <exception cref="FileNotFoundException">A list or an image is missing, or images have no label.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no folder of images.</exception>
    public FoundSamples Find(string? images, string? split, MissingLabels missing)
    {
        var pictures = NamedFiles.Select(
            _set,
            "image",
            PictureFolder.List(_set, "image", images ?? ImagesOfExport()),
            "",
            PictureFormats.ImageExtensions
        );
        var labels = FindLabels();

        // Names have no suffix in CVAT's lists, and may end like one.
        string[] names =
        [
            .. (
                ListedNames(split)
                    ?.Select(name => pictures.ByName.ContainsKey(name) || labels.ContainsKey(name) ? name : SegmentationFiles.StemOf(name))
                ?? labels.Keys
            ).Distinct(StringComparer.Ordinal),
        ];
        string[] absent = [.. names.Where(name => !pictures.ByName.ContainsKey(name))];
        if (names.Length == 0 || absent.Length > 0)
        {
            string folder = Path.GetFullPath(pictures.Folder.Path);
            throw new FileNotFoundException(
                names.Length == 0
                    ? $"{_set} lists no image and holds no label in '{Full(Labels)}'."
                    : $"{_set}: {absent.Length} of {names.Length} images are not in '{folder}': {SegmentationFiles.FirstFew(absent)}; that "
                        + $"folder {FolderSummary.Of(folder)}."
            );
        }

        var samples = names.Select(name =>
            labels.TryGetValue(name, out var label)
                ? new SegmentationSample(name, pictures.ByName[name], label.Path) { Source = label.Source }
                : new SegmentationSample(name, pictures.ByName[name], null)
        );
        return MissingLabelRule.Apply(_set, samples, missing, $"NAME.png in '{Full(Labels)}'", Notes(pictures, labels.Keys, names, split));
    }

    private IEnumerable<DatasetNote> Notes(NamedFiles pictures, IEnumerable<string> labels, string[] names, string? split)
    {
        string lists = Full(split is null ? Lists : $"{Lists}/{split}.txt");
        var listed = names.ToHashSet(StringComparer.Ordinal);
        foreach (var note in pictures.Folder.Notes)
        {
            yield return note;
        }

        int images = pictures.ByName.Keys.Count(name => !listed.Contains(name));
        if (images > 0)
        {
            yield return new DatasetNote(
                $"{images} images in '{Path.GetFullPath(pictures.Folder.Path)}' are not listed in '{lists}' and were left out.",
                IsWarning: false
            );
        }

        // A split leaves out the labels of the others; all lists together should name every label.
        string[] alone = [.. labels.Where(name => !listed.Contains(name))];
        if (alone.Length > 0)
        {
            yield return new DatasetNote(
                $"{alone.Length} labels in '{Full(Labels)}' are not listed in '{lists}' and were left out: "
                    + $"{SegmentationFiles.FirstFew(alone)}.",
                IsWarning: split is null
            );
        }
    }

    private string ImagesOfExport()
    {
        string folder = Path.Combine(_path, Images);
        return _archive is null && Directory.Exists(folder)
            ? folder
            : throw new DirectoryNotFoundException(
                _archive?.Names.Any(name => name.StartsWith(Images + "/", StringComparison.Ordinal)) == true
                    ? $"{_set}: the images of the archive are read from files only: unpack it, or name a folder that holds them (images)."
                    : $"{_set} has no folder '{Images}', as exports without images have none: name the folder of the images (images, "
                        + "images=DIR on the command line)."
            );
    }

    private Dictionary<string, (string Path, ArchivedLabel? Source)> FindLabels()
    {
        if (_archive is { } archive)
        {
            return archive
                .Names.Where(name => name.StartsWith(Labels + "/", StringComparison.Ordinal) && IsPng(name))
                .ToDictionary(
                    name => PictureFolder.Composed(Path.ChangeExtension(name[(Labels.Length + 1)..], null)),
                    name => (Full(name), (ArchivedLabel?)new ArchivedLabel(archive, name)),
                    StringComparer.Ordinal
                );
        }

        var folder = PictureFolder.List(_set, "label", Path.Combine(_path, Labels));
        return NamedFiles
            .Select(_set, "label", folder, "", PictureFormats.LabelExtensions)
            .ByName.ToDictionary(label => label.Key, label => (label.Value, (ArchivedLabel?)null), StringComparer.Ordinal);
    }

    private static bool IsPng(string name) => name.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    /// <summary>The names in one list or in all; <see langword="null"/> if there is no list.</summary>
    private IEnumerable<string>? ListedNames(string? split)
    {
        string[] lists = [.. Names(Lists).Where(name => name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)).Order()];
        if (split is not null)
        {
            string list = lists.FirstOrDefault(name => Path.GetFileNameWithoutExtension(name) == split)
                ?? throw new FileNotFoundException(
                    $"{_set} has no list '{split}.txt' in '{Full(Lists)}'; its lists are {SegmentationFiles.FirstFew(lists)}."
                );
            lists = [list];
        }

        return lists.Length == 0 ? null : lists.SelectMany(list => Lines($"{Lists}/{list}")).Select(NameOf);
    }

    /// <summary>The name of a listed image: names with blanks may be in quotes.</summary>
    private static string NameOf(string line) => PictureFolder.Composed((line is ['"', .., '"'] ? line[1..^1] : line).Replace('\\', '/'));

    private IEnumerable<string> Names(string folder) =>
        _archive is not null
            ? _archive.Names.Where(name => Path.GetDirectoryName(name)?.Replace('\\', '/') == folder).Select(name => Path.GetFileName(name))
        : Directory.Exists(Path.Combine(_path, folder))
            ? Directory.EnumerateFiles(Path.Combine(_path, folder)).Select(path => Path.GetFileName(path))
        : [];

    private IEnumerable<string> Lines(string name) =>
        _archive is null ? ListFile.ReadLines(Path.Combine(_path, name), $"{_set}: the file")
        : _archive.Names.Contains(name) ? ListFile.Clean(_archive.ReadLines(name), $"{_set}: the file '{Full(name)}'")
        : throw new FileNotFoundException(
            $"{_set}: the archive holds no '{name}'; it holds {SegmentationFiles.FirstFew([.. _archive.Names])}."
        );

    private string Full(string name) => Path.GetFullPath(Path.Combine(_path, name)).Replace('\\', '/');
}

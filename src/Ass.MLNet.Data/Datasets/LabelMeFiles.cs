using Ass.MLNet.Annotations;
using Ass.MLNet.Files;

namespace Ass.MLNet.Datasets;

/// <summary>Finds the images and JSON files of labelme.</summary>
internal sealed class LabelMeFiles
{
    private static readonly string[] Extensions = [".json"];

    private readonly string _set;
    private readonly NamedFiles _files;
    private readonly NamedFiles _images;
    private readonly bool _areBeside;
    private readonly Dictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly List<string> _alone = [];
    private readonly Dictionary<string, ListedPaths> _places = new(StringComparer.Ordinal);

    /// <summary>Pairs images with the file of the same name, and files of another name with the image that they name.</summary>
    /// <param name="set">The name of the data set in errors.</param>
    /// <param name="labels">The folder of JSON files.</param>
    /// <param name="images">The folder of images; <see langword="null"/>: the same.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="InvalidOperationException">Two files have the same name, or are labels of one image; or a file has the name of one
    /// image and names another, which in a folder of images apart from the files has another name, too.</exception>
    public LabelMeFiles(string set, string labels, string? images)
    {
        _set = set;
        _files = NamedFiles.Select(set, "label", PictureFolder.List(set, "label", labels), "", Extensions);
        _images = NamedFiles.Select(
            set,
            "image",
            images is null ? _files.Folder : PictureFolder.List(set, "image", images),
            "",
            PictureFormats.ImageExtensions
        );
        _areBeside = images is null || RealPath.AreSame(images, labels);
        var names = _images.ByName.ToDictionary(image => Path.GetFullPath(image.Value), image => image.Key, StringComparer.Ordinal);
        foreach (var (name, path) in _files.ByName)
        {
            if (_images.ByName.TryGetValue(name, out string? image))
            {
                CheckNamesNoOther(path, image);
                _labels.Add(name, path);
            }
        }

        foreach (var (name, path) in _files.ByName.Where(file => !_images.ByName.ContainsKey(file.Key)))
        {
            if (NamedImage(path) is not { } image)
            {
                _alone.Add(path);
                continue;
            }

            // An image that lies elsewhere gets the name of its file; a second file of it is not one of another image.
            string full = Path.GetFullPath(image);
            names.TryAdd(full, name);
            string of = names[full];
            _images.ByName.TryAdd(of, image);
            if (!_labels.TryAdd(of, path))
            {
                throw new InvalidOperationException($"{set}: '{path}' and '{_labels[of]}' are both labels of the image '{image}'.");
            }
        }
    }

    /// <summary>The labels of all shapes, in alphabetical order.</summary>
    /// <exception cref="FileNotFoundException">There are files, but none of an image.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public IEnumerable<string> LabelNames()
    {
        if (_labels.Count == 0 && _alone.Count > 0)
        {
            string folder = Path.GetFullPath(_images.Folder.Path);
            throw new FileNotFoundException(
                $"{_set}: none of the {_alone.Count} JSON files has an image in '{folder}', nor names one that exists (images embedded "
                    + $"in them are not read): {SegmentationFiles.FirstFew(_alone)}."
            );
        }
        return _labels.Values.SelectMany(LabelMeFile.Labels).Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>The images with their labels.</summary>
    /// <exception cref="FileNotFoundException">There is no image, or images have no label.</exception>
    public FoundSamples Find(AnnotationClasses classes, MissingLabels missing, IEnumerable<DatasetNote> notes)
    {
        string folder = Path.GetFullPath(_images.Folder.Path);
        if (_images.ByName.Count == 0)
        {
            throw new FileNotFoundException($"{_set}: there is no image in '{folder}', which {FolderSummary.Of(folder)}.");
        }

        var samples = _images.ByName.Select(image =>
            _labels.TryGetValue(image.Key, out string? label)
                ? new SegmentationSample(image.Key, image.Value, label) { Source = new LabelMeLabel(label, image.Value, classes) }
                : new SegmentationSample(image.Key, image.Value, null)
        );
        if (_alone.Count > 0)
        {
            notes = notes.Append(
                new DatasetNote(
                    $"{_alone.Count} JSON files have no image in '{folder}', and name none that exists, and were left out: "
                        + $"{SegmentationFiles.FirstFew(_alone)}.",
                    IsWarning: true
                )
            );
        }

        return MissingLabelRule.Apply(_set, samples, missing, "NAME.json", [.. PassedOver(), .. notes]);
    }

    /// <summary>Makes sure that a file with the name of an image does not name another one in its <c>imagePath</c>: which of both its
    /// shapes were drawn on is not known. A copy of the image is not another one; nor is, for images in a folder apart from their files,
    /// one of the same name: they may have been converted.</summary>
    private void CheckNamesNoOther(string label, string image)
    {
        if (NamedImage(label) is { } named && PictureFormats.IsImage(named) && !IsConverted(named) && !AreSame(named, image))
        {
            throw new InvalidOperationException(
                $"{_set}: '{label}' has the name of the image '{Path.GetFullPath(image)}', but its imagePath is another one, "
                    + $"'{Path.GetFullPath(named)}': rename the file or correct its imagePath, so that both say what it is a label of."
            );
        }

        // Of two pictures in one folder neither is the other one, converted.
        bool IsConverted(string other) =>
            !_areBeside
            && !_images.ByName.Values.Any(listed => Path.GetFullPath(listed) == Path.GetFullPath(other))
            && SegmentationFiles.StemOf(Path.GetFileName(other)) == PictureFolder.Composed(Path.GetFileNameWithoutExtension(label));
    }

    /// <summary>The image that a file names; <see langword="null"/> if it names none, or one that does not exist.</summary>
    private string? NamedImage(string label)
    {
        if (LabelMeFile.ImagePath(label) is not { } given)
        {
            return null;
        }

        string folder = Path.GetDirectoryName(label)!;
        if (!_places.TryGetValue(folder, out var place))
        {
            _places.Add(folder, place = new ListedPaths(folder));
        }

        string image = place.Find(given);
        return File.Exists(image) ? image : null;
    }

    private static bool AreSame(string first, string second) =>
        Path.GetFullPath(first) == Path.GetFullPath(second)
        || RealPath.AreSame(first, second)
        || (LengthOf(first) == LengthOf(second) && FileHash.Of(first) == FileHash.Of(second));

    /// <summary>The length of a file, or of the file that a link leads to: a link has one of its own.</summary>
    private static long LengthOf(string path) => new FileInfo(RealPath.Of(path)).Length;

    /// <summary>What lies in the folders beside images, labels and the list of labels.</summary>
    private IEnumerable<DatasetNote> PassedOver()
    {
        HashSet<string> used =
        [
            .. _images
                .ByName.Values.Concat(_files.ByName.Values)
                .Append(Path.Combine(_files.Folder.Path, SegmentationDataset.LabelMeList))
                .Select(path => Path.GetFullPath(path)),
        ];
        NamedFiles[] folders = RealPath.AreSame(_images.Folder.Path, _files.Folder.Path) ? [_images] : [_images, _files];
        return folders
            .Select(found => found with { Others = [.. found.Others.Where(file => !used.Contains(Path.GetFullPath(file.Path)))] })
            .SelectMany(found => SegmentationFiles.NotesOf(found.Folder, found));
    }
}

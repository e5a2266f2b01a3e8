namespace Ass.MLNet;

/// <summary>Images on disk with their labels, and the role they play in an adaptation. Immutable: every method returns another set.</summary>
/// <remarks>
/// Only names are read here; pictures are decoded when
/// <see cref="Microsoft.ML.LoadSegmentationCatalog.LoadSegmentation(Microsoft.ML.DataOperationsCatalog, SegmentationDataset[])"/>'s rows are read.
/// Images are in the ordinal order of their paths, so that a set is the same on every machine.
/// </remarks>
public sealed class SegmentationDataset
{
    private SegmentationDataset(string name, IReadOnlyList<SegmentationSample> samples, LabelMap? labelMap, SegmentationDomain? domain)
        => (Name, Samples, LabelMap, Domain) = (name, samples, labelMap, domain);

    /// <summary>The class names in the order of the train ids, or <see langword="null"/> where they are not known.</summary>
    public IReadOnlyList<string>? ClassNames => LabelMap?.ClassNames;

    /// <summary>The classes' colours; 255 colours of the Pascal VOC colour map where the classes are not known.</summary>
    public SegmentationPalette Palette => ClassNames is { } names ? SegmentationPalette.ForClasses(names) : SegmentationPalette.Voc(first: 1, count: 255);

    /// <summary>The number of images.</summary>
    public int Count => Samples.Count;

    /// <summary>Names the set in errors.</summary>
    internal string Name { get; }

    internal IReadOnlyList<SegmentationSample> Samples { get; }

    internal LabelMap? LabelMap { get; }

    /// <summary>The role, or <see langword="null"/> until one is given.</summary>
    internal SegmentationDomain? Domain { get; }

    /// <summary>Any two folders: images, and label files of the same name (relative path without extension).</summary>
    /// <param name="images">The folder of the images (jpg, jpeg, png, bmp), with its subfolders.</param>
    /// <param name="labels">The folder of the labels (png or bmp, grey, 8 bits), or <see langword="null"/>: all images are unlabelled.</param>
    /// <param name="map">Turns the stored values into train ids; <see langword="null"/>: they are train ids, 255 is ignored, and the classes have no names.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or label has no partner: the error names the first ones.</exception>
    public static SegmentationDataset Folder(string images, string? labels = null, LabelMap? map = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(images);
        string name = $"Folder '{images}'";
        return new SegmentationDataset(name, SegmentationFiles.Pair(name, images, labels), map, domain: null);
    }

    /// <summary>CamVid in the SegNet arrangement: <c>root/split</c> with the images and <c>root/splitannot</c> with the labels; 11 classes.</summary>
    /// <param name="root">The folder that holds the splits.</param>
    /// <param name="split"><c>train</c>, <c>val</c> or <c>test</c>.</param>
    /// <exception cref="DirectoryNotFoundException">A folder is missing.</exception>
    /// <exception cref="FileNotFoundException">There is no image, or an image or label has no partner: the error names the first ones.</exception>
    public static SegmentationDataset CamVid(string root, string split)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentException.ThrowIfNullOrWhiteSpace(split);
        string name = $"CamVid '{split}' in '{root}'";
        var samples = SegmentationFiles.Pair(name, Path.Combine(root, split), Path.Combine(root, split + "annot"));
        return new SegmentationDataset(name, samples, LabelMap.CamVid, domain: null);
    }

    /// <summary>The set as the source domain: every label is used in training.</summary>
    public SegmentationDataset AsSource() => new(Name, Samples, LabelMap, SegmentationDomain.Source);

    /// <summary>The set as the target domain, where all images or a random choice of them keep their label; the others keep only the image.</summary>
    /// <param name="labeled">The number of labelled images, 0 – all that have a label; <see langword="null"/>: all of them.</param>
    /// <param name="seed">
    /// Which ones: the choice depends on the seed and the images' names alone, on every machine, and a smaller choice is part of every larger one with the same seed.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The set has fewer labelled images; the error names both numbers.</exception>
    public SegmentationDataset AsTarget(int? labeled = null, int seed = 0)
        => AsTarget(labeled is { } count ? LabeledSubset.Choose(Samples, count, seed) : null);

    /// <summary>The set as the target domain, where the listed images keep their label; the others keep only the image.</summary>
    /// <param name="labeledList">A text file with an image per line: its file name or its name without extension, below the image folder.</param>
    /// <exception cref="FileNotFoundException">The list is missing.</exception>
    /// <exception cref="InvalidOperationException">The list names images that are unknown or have no label; the error names the first ones.</exception>
    public SegmentationDataset AsTarget(string labeledList)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labeledList);
        return AsTarget(LabeledSubset.Read(Samples, labeledList));
    }

    /// <summary>The first images of the set, in the ordinal order of their names.</summary>
    /// <param name="count">How many images, at least 1; the whole set where it has no more.</param>
    public SegmentationDataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new SegmentationDataset(Name, [.. Samples.Take(count)], LabelMap, Domain);
    }

    /// <summary>The set with another meaning of the values in its label files.</summary>
    public SegmentationDataset WithLabelMap(LabelMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new SegmentationDataset(Name, Samples, map, Domain);
    }

    private SegmentationDataset AsTarget(IReadOnlySet<string>? labeled)
    {
        IReadOnlyList<SegmentationSample> samples = labeled is null
            ? Samples
            : [.. Samples.Select(sample => labeled.Contains(sample.Stem) ? sample : sample with { LabelPath = null })];
        return new SegmentationDataset(Name, samples, LabelMap, SegmentationDomain.Target);
    }
}

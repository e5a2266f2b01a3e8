using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>Images on disk with their labels, and the role they play in an adaptation. Immutable: every method returns another
/// set.</summary>
/// <remarks>
/// Only names are read here; pictures are decoded when
/// <see cref="Microsoft.ML.LoadSegmentationCatalog.LoadSegmentation(Microsoft.ML.DataOperationsCatalog, SegmentationDataset[])"/>'s rows
/// are read. Images are in the ordinal order of their paths, so that a set is the same on every machine.
/// </remarks>
public sealed partial class SegmentationDataset
{
    private SegmentationDataset(string name, FoundSamples found, LabelMap? labelMap, LabelChannel labelChannel = LabelChannel.Grey) =>
        (Name, Samples, AllNotes, LabelMap, LabelChannel) = (name, found.Samples, found.Notes, labelMap, labelChannel);

    /// <summary>The class names in the order of the train ids, or <see langword="null"/> where they are not known.</summary>
    public IReadOnlyList<string>? ClassNames => LabelMap?.ClassNames;

    /// <summary>The classes' colours; 255 colours of the Pascal VOC colour map where the classes are not known.</summary>
    public SegmentationPalette Palette => LabelMap?.Palette ?? SegmentationPalette.Voc(first: 1, count: 255);

    /// <summary>The number of images.</summary>
    public int Count => Samples.Count;

    /// <summary>The paths of the images, in the order of the set.</summary>
    public IReadOnlyList<string> ImagePaths => [.. Samples.Select(sample => sample.ImagePath)];

    /// <summary>
    /// What is worth knowing about how the set was put together, a sentence or two each: what was left out and why, and which suffixes pair
    /// the names. Empty where every file found its place. Loading the set logs them: as warnings where images or labels were left out that
    /// may be missed.
    /// </summary>
    public IReadOnlyList<string> Notes => [.. AllNotes.Select(note => note.Text)];

    /// <summary>Names the set in errors.</summary>
    internal string Name { get; }

    internal IReadOnlyList<SegmentationSample> Samples { get; }

    internal IReadOnlyList<DatasetNote> AllNotes { get; }

    internal LabelMap? LabelMap { get; }

    internal LabelChannel LabelChannel { get; }

    /// <summary>The role, or <see langword="null"/> until one is given.</summary>
    internal SegmentationDomain? Domain { get; private init; }

    /// <summary>The set as the source domain: every label is used in training.</summary>
    public SegmentationDataset AsSource() => With(Samples, LabelMap, SegmentationDomain.Source);

    /// <summary>The set as the target domain, where all images or a random choice of them keep their label; the others keep only the
    /// image.</summary>
    /// <param name="labeled">The number of labelled images, 0 – all that have a label; <see langword="null"/>: all of them.</param>
    /// <param name="seed">
    /// Which ones: the choice depends on the seed and the images' names alone, on every machine, and a smaller choice is part of every
    /// larger one with the same seed.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The set has fewer labelled images; the error names both numbers.</exception>
    public SegmentationDataset AsTarget(int? labeled = null, int seed = 0) =>
        AsTarget(labeled is { } count ? LabeledSubset.Choose(Samples, count, seed) : null);

    /// <summary>The set as the target domain, where the listed images keep their label; the others keep only the image.</summary>
    /// <param name="labeledList">A text file with an image per line, as for <see cref="Take(string)"/>.</param>
    /// <exception cref="FileNotFoundException">The list is missing.</exception>
    /// <exception cref="InvalidOperationException">The list names images that are unknown or have no label; the error names the first
    /// ones.</exception>
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
        return With([.. Samples.Take(count)], LabelMap, Domain);
    }

    /// <summary>Labelled images of the set, chosen at random; they keep their order.</summary>
    /// <param name="count">How many images, at least 1; all that have a label where there are no more.</param>
    /// <param name="seed">Which ones: chosen as in <see cref="AsTarget(int?, int)"/>.</param>
    public SegmentationDataset TakeLabeled(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int labeled = Samples.Count(sample => sample.LabelPath is not null);
        var chosen = LabeledSubset.Choose(Samples, Math.Min(count, labeled), seed);
        return With([.. Samples.Where(sample => chosen.Contains(sample.Stem))], LabelMap, Domain);
    }

    /// <summary>The images that a text file lists: a split of one's own.</summary>
    /// <param name="listFile">
    /// A text file with an image per line: its file name or its name without extension, with or without its folders. The set keeps its
    /// order, whatever the list's.
    /// </param>
    /// <exception cref="FileNotFoundException">The list is missing.</exception>
    /// <exception cref="InvalidOperationException">The list is empty or names images that are unknown; the error names the first
    /// ones.</exception>
    public SegmentationDataset Take(string listFile)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(listFile);
        var samples = SampleList.Read(Samples, listFile, "The list of images", mustHaveLabel: false);
        return samples.Count > 0
            ? With(samples, LabelMap, Domain)
            : throw new InvalidOperationException($"The list of images '{Path.GetFullPath(listFile)}' is empty.");
    }

    /// <summary>The set with another meaning of the values in its label files.</summary>
    /// <param name="map">Turns the values that are stored in the files (not what another map made of them) into train ids.</param>
    /// <exception cref="ArgumentException">The map is for Cityscapes' label ids, but the set's files hold train ids.</exception>
    public SegmentationDataset WithLabelMap(LabelMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        if (
            LabelMap == LabelMap.CityscapesTrainIds
            && (map == LabelMap.Cityscapes || map == LabelMap.Gta5 || map == LabelMap.CityscapesToCamVid)
        )
        {
            throw new ArgumentException($"{Name} is read from files that hold train ids, but the map is for label ids.", nameof(map));
        }

        return With(Samples, map, Domain);
    }

    /// <summary>
    /// The set without the images that differ in size from their labels, which training would stop at; <see cref="Notes"/> counts and names
    /// them. Reads the headers of PNG files and the whole of others, in parallel.
    /// </summary>
    /// <remarks>A file that cannot be read stays in the set: An inspection and training say what is wrong with it.</remarks>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="OperationCanceledException">Reading was stopped.</exception>
    /// <exception cref="InvalidDataException">No image has the size of its label.</exception>
    public SegmentationDataset LeaveOutUnlikeSizes(CancellationToken cancellationToken = default)
    {
        var unlike = UnlikeSizes.Find(this, cancellationToken);
        return unlike.Count == 0 ? this
            : unlike.Count == Samples.Count
                ? throw new InvalidDataException(
                    $"{Name}: all {Count} images differ in size from their labels, the first {unlike.Values.First()}."
                )
            : With([.. Samples.Where(sample => !unlike.ContainsKey(sample))], LabelMap, Domain, UnlikeSizes.Note(unlike, Count));
    }

    private SegmentationDataset AsTarget(IReadOnlySet<string>? labeled)
    {
        IReadOnlyList<SegmentationSample> samples = labeled is null
            ? Samples
            : [.. Samples.Select(sample => labeled.Contains(sample.Stem) ? sample : sample with { LabelPath = null })];
        return With(samples, LabelMap, SegmentationDomain.Target);
    }

    private SegmentationDataset With(
        IReadOnlyList<SegmentationSample> samples,
        LabelMap? map,
        SegmentationDomain? domain,
        params DatasetNote[] notes
    ) => new(Name, new FoundSamples(samples, [.. AllNotes, .. notes]), map, LabelChannel) { Domain = domain };
}

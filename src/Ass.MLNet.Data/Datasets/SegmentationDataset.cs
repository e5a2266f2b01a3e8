using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>Images on disk with their labels and their role in domain adaptation. Immutable: every method returns a new set.</summary>
/// <remarks>
/// Creating a set reads only file names; images are decoded when the rows of
/// <see cref="Microsoft.ML.LoadSegmentationCatalog.LoadSegmentation(Microsoft.ML.DataOperationsCatalog, SegmentationDataset[])"/> are read.
/// Images are sorted by path (ordinal), so a set is the same on every machine.
/// </remarks>
public sealed partial class SegmentationDataset
{
    private SegmentationDataset(string name, FoundSamples found, LabelMap? labelMap, LabelChannel labelChannel = LabelChannel.Grey) =>
        (Name, Samples, AllNotes, LabelMap, LabelChannel) = (name, found.Samples, found.Notes, labelMap, labelChannel);

    /// <summary>The class names in the order of the train ids, or <see langword="null"/> if unknown.</summary>
    public IReadOnlyList<string>? ClassNames => LabelMap?.ClassNames;

    /// <summary>The classes' colours; if the classes are unknown, 255 colours of the Pascal VOC colour map.</summary>
    public SegmentationPalette Palette => LabelMap?.Palette ?? SegmentationPalette.Voc(first: 1, count: 255);

    /// <summary>The number of images.</summary>
    public int Count => Samples.Count;

    /// <summary>The paths of the images, in the order of the set.</summary>
    public IReadOnlyList<string> ImagePaths => [.. Samples.Select(sample => sample.ImagePath)];

    /// <summary>The paths of the images that have a label, in the order of the set.</summary>
    public IReadOnlyList<string> LabeledImagePaths =>
        [.. Samples.Where(sample => sample.LabelPath is not null).Select(sample => sample.ImagePath)];

    /// <summary>
    /// Notes on how the set was assembled, one or two sentences each: which files were dropped and why, and which suffixes pair the names.
    /// Empty if every file was used. Loading the set logs the notes, as warnings if images or labels were dropped that you may expect to be
    /// there.
    /// </summary>
    public IReadOnlyList<string> Notes => [.. AllNotes.Select(note => note.Text)];

    /// <summary>The name of the set in error messages.</summary>
    internal string Name { get; }

    internal IReadOnlyList<SegmentationSample> Samples { get; }

    internal IReadOnlyList<DatasetNote> AllNotes { get; }

    internal LabelMap? LabelMap { get; }

    internal LabelChannel LabelChannel { get; }

    /// <summary>The role, or <see langword="null"/> if none has been assigned.</summary>
    internal SegmentationDomain? Domain { get; private init; }

    /// <summary>Returns the set as the source domain: training uses every label.</summary>
    public SegmentationDataset AsSource() => With(Samples, LabelMap, SegmentationDomain.Source);

    /// <summary>Returns the set as the target domain. All images, or a random selection of them, keep their labels; the others are
    /// unlabelled.</summary>
    /// <param name="labeled">The number of labelled images, from 0 to the number of images with a label; <see langword="null"/>: all of
    /// them.</param>
    /// <param name="seed">
    /// The seed of the selection. The selection depends only on the seed and the image names, on every machine; for a given seed, a smaller
    /// selection is a subset of every larger one.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The set has fewer labelled images; the message gives both numbers.</exception>
    public SegmentationDataset AsTarget(int? labeled = null, int seed = 0) =>
        AsTarget(labeled is { } count ? LabeledSubset.Choose(Samples, count, seed) : null);

    /// <summary>Returns the set as the target domain. The listed images keep their labels; the others are unlabelled.</summary>
    /// <param name="labeledList">A text file with one image per line, as for <see cref="Take(string)"/>.</param>
    /// <exception cref="FileNotFoundException">The list is missing.</exception>
    /// <exception cref="InvalidOperationException">The list names images that are unknown or have no label; the message names the first
    /// ones.</exception>
    public SegmentationDataset AsTarget(string labeledList)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(labeledList);
        return AsTarget(LabeledSubset.Read(Samples, labeledList));
    }

    /// <summary>Returns the first images of the set, in the ordinal order of their names.</summary>
    /// <param name="count">The number of images, at least 1; the whole set if it has no more.</param>
    public SegmentationDataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return With([.. Samples.Take(count)], LabelMap, Domain);
    }

    /// <summary>Returns a random selection of the labelled images, in the order of the set.</summary>
    /// <param name="count">The number of images, at least 1; all labelled images if there are no more.</param>
    /// <param name="seed">The seed of the selection, which works as in <see cref="AsTarget(int?, int)"/>.</param>
    public SegmentationDataset TakeLabeled(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int labeled = Samples.Count(sample => sample.LabelPath is not null);
        return Take(LabeledSubset.Choose(Samples, Math.Min(count, labeled), seed));
    }

    /// <summary>Returns the images of these stems, in the order of the set.</summary>
    internal SegmentationDataset Take(IReadOnlySet<string> stems) =>
        With([.. Samples.Where(sample => stems.Contains(sample.Stem))], LabelMap, Domain);

    /// <summary>Returns the images listed in a text file, for a custom split.</summary>
    /// <param name="listFile">
    /// A text file with one image per line: its file name, with or without the extension and the folders. The set keeps its own order,
    /// regardless of the list's.
    /// </param>
    /// <exception cref="FileNotFoundException">The list is missing.</exception>
    /// <exception cref="InvalidOperationException">The list is empty or names unknown images; the message names the first ones.</exception>
    public SegmentationDataset Take(string listFile)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(listFile);
        var samples = SampleList.Read(Samples, listFile, "The list of images", mustHaveLabel: false);
        return samples.Count > 0
            ? With(samples, LabelMap, Domain)
            : throw new InvalidOperationException($"The list of images '{Path.GetFullPath(listFile)}' is empty.");
    }

    /// <summary>Returns the set with another map for the values in its label files.</summary>
    /// <param name="map">Maps the values stored in the files (not the output of an earlier map) to train ids. Shapes have the numbers of
    /// this set's <see cref="ClassNames"/>: another set may number the same labels otherwise.</param>
    /// <exception cref="ArgumentException">The map is for Cityscapes label ids, but the set's files hold train ids; or it is one of
    /// colours, but the labels are shapes.</exception>
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

        return map.IsOfColors && Samples.Any(sample => sample.Source is { HasColors: false })
            ? throw new ArgumentException($"{Name} is drawn from shapes, which have class numbers, but the map has colours.", nameof(map))
            : With(Samples, map, Domain);
    }

    /// <summary>
    /// Returns the set without the images that differ in size from their labels, which would stop training; <see cref="Notes"/> counts and
    /// names them. Reads only the headers of PNG files, but other files completely; works in parallel.
    /// </summary>
    /// <remarks>Unreadable files stay in the set: inspection and training report what is wrong with them.</remarks>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    /// <exception cref="InvalidDataException">No image has the same size as its label.</exception>
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

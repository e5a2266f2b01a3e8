using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Ass.MLNet.Inspection;

namespace Ass.MLNet;

/// <summary>What is in the files of data sets: sizes, pixels per class, values without a meaning, broken files.</summary>
public sealed class DatasetInspection
{
    private readonly InspectionTally _tally;

    // Labels without a map of their own are train ids, and training ends at others.
    private readonly bool _hasLabelsWithoutMap;

    internal DatasetInspection(IReadOnlyList<SegmentationDataset> datasets, InspectionTally tally, bool hasLabelsWithoutMap)
    {
        ClassNames = SharedClasses.Of(datasets);
        ImageCount = datasets.Sum(set => set.Count);
        LabeledCount = datasets.Sum(set => set.Samples.Count(sample => sample.LabelPath is not null));
        ImageSizes =
        [
            .. tally.ImageSizes.OrderByDescending(size => size.Value).ThenBy(size => size.Key.Width).ThenBy(size => size.Key.Height),
        ];
        TurnedImages = tally.TurnedImages;
        int classes = ClassNames?.Count ?? Array.FindLastIndex(tally.ClassPixels, pixels => pixels > 0) + 1;
        ClassPixels = [.. tally.ClassPixels.Take(classes)];
        ClassFiles = [.. tally.ClassFiles.Take(classes)];
        IgnoredPixels = tally.IgnoredPixels;
        UnlistedValues = tally.UnlistedValues;
        Problems = tally.Problems;
        (_tally, _hasLabelsWithoutMap) = (tally, hasLabelsWithoutMap);
    }

    /// <summary>The class names in the order of the train ids, or <see langword="null"/> where no set knows them.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The number of images, broken ones included.</summary>
    public int ImageCount { get; }

    /// <summary>The number of images that have a label file, broken ones included.</summary>
    public int LabeledCount { get; }

    /// <summary>The sizes of the readable images and how many have each, the most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<ImageSize, int>> ImageSizes { get; }

    /// <summary>
    /// The number of readable images that carry an EXIF orientation: they are turned the way they are shown, and their labels must lie that
    /// way. Where a picture is upside down or mirrored, the sizes agree either way, so that only a look at both tells.
    /// </summary>
    public int TurnedImages { get; }

    /// <summary>Pixels by train id, over all readable labels; without class names up to the largest id that occurs.</summary>
    public IReadOnlyList<long> ClassPixels { get; }

    /// <summary>By train id, the number of readable labels that the class occurs in.</summary>
    public IReadOnlyList<int> ClassFiles { get; }

    /// <summary>Pixels that are ignored because the label map says so (or, without a map, because they are 255).</summary>
    public long IgnoredPixels { get; }

    /// <summary>The values that a label map does not list, in ascending order; their pixels are ignored, too, and usually not on
    /// purpose.</summary>
    public IReadOnlyList<UnlistedLabelValue> UnlistedValues { get; }

    /// <summary>Images and labels that cannot be read, and labels of another size than their image, in the order of the sets.</summary>
    public IReadOnlyList<DatasetProblem> Problems { get; }

    /// <summary>What training on inspected sets would stop at, or warn of, before its first step (<c>AssSegmentationOptions.DataCheck</c>):
    /// broken files, values without a class, classes without a pixel, with the usual causes. Errors come first. Training itself looks at a
    /// sample of large sets, and at the domains that its recipe learns from; this is about all files of both.</summary>
    /// <param name="source">The source; <see langword="null"/>: there is none.</param>
    /// <param name="target">The target; <see langword="null"/>: there is none.</param>
    /// <exception cref="InvalidOperationException">Their classes differ; the error shows both lists.</exception>
    public static IReadOnlyList<DataFinding> FindingsForTraining(DatasetInspection? source, DatasetInspection? target)
    {
        ClassAgreement.Check(("the source", source?.ClassNames), ("the target", target?.ClassNames));
        DomainEvidence?[] domains = [source?.Evidence("source"), target?.Evidence("target")];
        return DataJudgement.Of([.. domains.OfType<DomainEvidence>()], source?.ClassNames ?? target?.ClassNames);
    }

    /// <summary>Reads every image and label of one or more sets once, in parallel over the files, and counts what is in them.</summary>
    /// <remarks>Broken files are counted, not thrown. The result does not depend on the number of threads.</remarks>
    /// <param name="datasets">The sets, in any role; those that know their classes must have the same, and the others have them,
    /// too.</param>
    /// <param name="workers">The number of threads, at least 1; <see langword="null"/>: the number of processor cores.</param>
    /// <param name="progress">Told the number of images done, from any of the threads.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    /// <exception cref="InvalidOperationException">Two sets have different classes; the error names both.</exception>
    /// <exception cref="OperationCanceledException">The walk was stopped.</exception>
    public static DatasetInspection Run(
        IReadOnlyList<SegmentationDataset> datasets,
        int? workers = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(datasets);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers ?? 1, 1, nameof(workers));
        bool hasLabelsWithoutMap = datasets.Any(set => set.LabelMap is null && set.Samples.Any(sample => sample.LabelPath is not null));
        if (SharedClasses.Of(datasets) is { } names)
        {
            datasets = [.. datasets.Select(set => set.ClassNames is null ? set.WithLabelMap(LabelMap.Identity(names)) : set)];
        }

        return new DatasetInspection(
            datasets,
            DatasetWalk.Run(datasets, workers ?? Environment.ProcessorCount, progress, cancellationToken),
            hasLabelsWithoutMap
        );
    }

    private DomainEvidence Evidence(string name) =>
        new(name, teaches: true, _tally) { UnlabeledRows = ImageCount - LabeledCount, EndsAtUnlistedIds = _hasLabelsWithoutMap };
}

using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Ass.MLNet.Inspection;

namespace Ass.MLNet;

/// <summary>A summary of data set files: sizes, pixels per class, unmapped values, broken files.</summary>
public sealed class DatasetInspection
{
    private readonly InspectionTally _tally;

    // Labels without a map are train ids; other ids stop training.
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

    /// <summary>The class names in the order of the train ids, or <see langword="null"/> if no set knows them.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>The number of images, including broken ones.</summary>
    public int ImageCount { get; }

    /// <summary>The number of images with a label file, including broken ones.</summary>
    public int LabeledCount { get; }

    /// <summary>The sizes of the readable images with the number of images of each size, most frequent first.</summary>
    public IReadOnlyList<KeyValuePair<ImageSize, int>> ImageSizes { get; }

    /// <summary>
    /// The number of readable images with an EXIF orientation. They are turned for display, and their labels must match the turned image.
    /// For images that are upside down or mirrored the sizes match either way, so check those by eye.
    /// </summary>
    public int TurnedImages { get; }

    /// <summary>Pixels by train id, over all readable labels; without class names, up to the largest id that occurs.</summary>
    public IReadOnlyList<long> ClassPixels { get; }

    /// <summary>The number of readable labels that contain each class, by train id.</summary>
    public IReadOnlyList<int> ClassFiles { get; }

    /// <summary>The number of pixels that the label map ignores (without a map: pixels of value 255).</summary>
    public long IgnoredPixels { get; }

    /// <summary>The values that a label map does not list, in ascending order. Their pixels are ignored too, usually by mistake.</summary>
    public IReadOnlyList<UnlistedLabelValue> UnlistedValues { get; }

    /// <summary>Unreadable images and labels, and labels that differ in size from their image, in the order of the sets.</summary>
    public IReadOnlyList<DatasetProblem> Problems { get; }

    /// <summary>Returns the errors and warnings that training on the inspected sets would raise before its first step
    /// (<c>AssSegmentationOptions.DataCheck</c>): broken files, values without a class, classes without pixels, with the usual causes.
    /// Errors come first. Training itself checks a sample of large sets, and only the domains that its recipe learns from; this method
    /// covers all files of both.</summary>
    /// <param name="source">The source; <see langword="null"/>: none.</param>
    /// <param name="target">The target; <see langword="null"/>: none.</param>
    /// <exception cref="InvalidOperationException">The classes of source and target differ; the message shows both lists.</exception>
    public static IReadOnlyList<DataFinding> FindingsForTraining(DatasetInspection? source, DatasetInspection? target)
    {
        ClassAgreement.Check(("the source", source?.ClassNames), ("the target", target?.ClassNames));
        var names = source?.ClassNames ?? target?.ClassNames;
        DomainEvidence?[] domains = [source?.Evidence("source", names), target?.Evidence("target", names)];
        return DataJudgement.Of([.. domains.OfType<DomainEvidence>()], names);
    }

    /// <summary>Reads every image and label of one or more sets once, in parallel over the files, and collects statistics.</summary>
    /// <remarks>Broken files are counted and do not throw. The result does not depend on the number of threads.</remarks>
    /// <param name="datasets">The sets, in any role. Sets that know their classes must have the same ones, which then apply to the others
    /// too.</param>
    /// <param name="workers">The number of threads, at least 1; <see langword="null"/>: the number of processor cores.</param>
    /// <param name="progress">Receives the number of images done, from any of the threads.</param>
    /// <param name="cancellationToken">Cancels the inspection.</param>
    /// <exception cref="InvalidOperationException">Two sets have different classes; the message names both.</exception>
    /// <exception cref="OperationCanceledException">The inspection was cancelled.</exception>
    public static DatasetInspection Run(
        IReadOnlyList<SegmentationDataset> datasets,
        int? workers = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(datasets);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers ?? 1, 1, nameof(workers));
        return Run(datasets, SharedClasses.Of(datasets), workers, progress, cancellationToken);
    }

    /// <param name="datasets">The sets.</param>
    /// <param name="classNames">The classes of those that do not know theirs; null: unknown.</param>
    /// <param name="workers">As above.</param>
    /// <param name="progress">As above.</param>
    /// <param name="cancellationToken">As above.</param>
    internal static DatasetInspection Run(
        IReadOnlyList<SegmentationDataset> datasets,
        IReadOnlyList<string>? classNames,
        int? workers,
        IProgress<int>? progress,
        CancellationToken cancellationToken
    )
    {
        bool hasLabelsWithoutMap = datasets.Any(set => set.LabelMap is null && set.Samples.Any(sample => sample.LabelPath is not null));
        if (classNames is not null)
        {
            datasets = [.. datasets.Select(set => set.ClassNames is null ? set.WithLabelMap(LabelMap.Identity(classNames)) : set)];
        }

        return new DatasetInspection(
            datasets,
            DatasetWalk.Run(datasets, workers ?? Environment.ProcessorCount, progress, cancellationToken),
            hasLabelsWithoutMap
        );
    }

    private DomainEvidence Evidence(string name, IReadOnlyList<string>? classNames) =>
        new(name, teaches: true, ClassNames is null && classNames is not null ? _tally.Within(classNames.Count) : _tally)
        {
            UnlabeledRows = ImageCount - LabeledCount,
            EndsAtUnlistedIds = _hasLabelsWithoutMap,
        };
}

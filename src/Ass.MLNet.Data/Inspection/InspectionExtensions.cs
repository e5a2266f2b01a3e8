namespace Ass.MLNet;

/// <summary>Inspects the files of a data set.</summary>
public static class InspectionExtensions
{
    /// <summary>
    /// Reads every image and label once, in parallel over the files, and collects statistics: a check before hours of training.
    /// </summary>
    /// <remarks>Broken files are counted and do not throw. The result does not depend on the number of threads.</remarks>
    /// <param name="dataset">The set, in any role.</param>
    /// <param name="workers">The number of threads, at least 1; <see langword="null"/>: the number of processor cores.</param>
    /// <param name="progress">Receives the number of images done, from any of the threads.</param>
    /// <param name="cancellationToken">Cancels the inspection.</param>
    /// <exception cref="OperationCanceledException">The inspection was cancelled.</exception>
    public static DatasetInspection Inspect(
        this SegmentationDataset dataset,
        int? workers = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return DatasetInspection.Run([dataset], workers, progress, cancellationToken);
    }
}

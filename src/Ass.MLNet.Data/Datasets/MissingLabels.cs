namespace Ass.MLNet;

/// <summary>How a data set treats images without a label file.</summary>
public enum MissingLabels
{
    /// <summary>Throws an error that counts them and names the first ones. The default.</summary>
    Error,

    /// <summary>Drops them and counts them in <see cref="SegmentationDataset.Notes"/>. Use it for a source, whose images must all have
    /// labels.</summary>
    LeaveOut,

    /// <summary>Keeps them as unlabelled images and counts them in <see cref="SegmentationDataset.Notes"/>. Use it for a target.</summary>
    Unlabeled,
}

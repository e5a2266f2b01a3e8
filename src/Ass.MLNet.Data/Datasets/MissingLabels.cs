namespace Ass.MLNet;

/// <summary>What becomes of images without a label in a folder of labels.</summary>
public enum MissingLabels
{
    /// <summary>They are an error that counts them and names the first ones. The default.</summary>
    Error,

    /// <summary>They are left out, and counted in <see cref="SegmentationDataset.Notes"/>: for a source, whose images must all have
    /// labels.</summary>
    LeaveOut,

    /// <summary>They are unlabelled images, and counted in <see cref="SegmentationDataset.Notes"/>: for a target.</summary>
    Unlabeled,
}

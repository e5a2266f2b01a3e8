namespace Ass.MLNet.Columns;

/// <summary>The domain of an image.</summary>
internal enum SegmentationDomain
{
    /// <summary>The fully labelled domain, usually synthetic.</summary>
    Source,

    /// <summary>The domain that the network is adapted to; few of its images are labelled, or none.</summary>
    Target,
}

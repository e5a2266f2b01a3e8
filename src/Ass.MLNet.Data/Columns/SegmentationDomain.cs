namespace Ass.MLNet.Columns;

/// <summary>Where an image comes from.</summary>
internal enum SegmentationDomain
{
    /// <summary>The domain that is labelled throughout, usually synthetic.</summary>
    Source,

    /// <summary>The domain that the network is adapted to: few images have a label, or none.</summary>
    Target,
}

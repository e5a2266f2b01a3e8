namespace Ass.MLNet;

/// <summary>What batch normalisation does while the network is trained.</summary>
/// <remarks>
/// Source and target images never share a batch: where batches are normalised with their own statistics, each domain has its own. Where the
/// statistics come from that prediction uses is <see cref="BatchNormStatistics"/>.
/// </remarks>
public enum BatchNormMode
{
    /// <summary>Frozen when the backbone starts from pretrained weights, learned when it starts from nothing. The default.</summary>
    Auto,

    /// <summary>Scale and shift are trained; each batch is normalised with its own statistics.</summary>
    Learned,

    /// <summary>Stored statistics, scale and shift all stay as they were loaded.</summary>
    Frozen,

    /// <summary>Scale and shift stay as they were loaded; each batch is normalised with its own statistics, be it of a single image.
    /// AdaptSegNet trains so.</summary>
    FrozenAffine,
}

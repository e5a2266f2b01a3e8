namespace Ass.MLNet;

/// <summary>Batch normalisation mode during training.</summary>
/// <remarks>
/// Source and target images never share a batch, so wherever batches are normalised with their own statistics, each domain has its own.
/// <see cref="BatchNormStatistics"/> selects the statistics used for prediction.
/// </remarks>
public enum BatchNormMode
{
    /// <summary><see cref="Frozen"/> if the backbone starts from pretrained weights, <see cref="Learned"/> if it starts from random ones.
    /// The default.</summary>
    Auto,

    /// <summary>Scale and shift are trained; each batch is normalised with its own statistics.</summary>
    Learned,

    /// <summary>Stored statistics, scale and shift all keep their loaded values.</summary>
    Frozen,

    /// <summary>Scale and shift keep their loaded values; each batch is normalised with its own statistics, even if it is a single image.
    /// This is AdaptSegNet's mode.</summary>
    FrozenAffine,
}

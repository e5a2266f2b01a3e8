namespace Ass.MLNet;

/// <summary>What batch normalisation does while the network is trained.</summary>
/// <remarks>
/// Source and target images never share a batch: each domain is normalised with its own statistics while training, and the stored
/// statistics, which prediction uses, follow the target's images only (the source's for <see cref="AdaptationRecipe.SourceOnly"/>, which
/// sees no others), because predictions are made on target images. They are measured on 50 batches before each validation and when training is done.
/// </remarks>
public enum BatchNormMode
{
    /// <summary>Frozen when the backbone starts from pretrained weights, learned when it starts from nothing. The default.</summary>
    Auto,

    /// <summary>Scale and shift are trained; each batch is normalised with its own statistics.</summary>
    Learned,

    /// <summary>Stored statistics, scale and shift all stay as they were loaded.</summary>
    Frozen,
}

namespace Ass.MLNet;

/// <summary>Source of the means and variances that batch normalisation uses for prediction. No effect if batch normalisation is
/// frozen.</summary>
public enum BatchNormStatistics
{
    /// <summary>Measured with the current weights on 50 target batches (source batches for <see cref="AdaptationRecipe.SourceOnly"/>, which
    /// sees no others), before each validation and at the end, of images that are scaled and cropped as in training. Predictions are made
    /// on target images, so only their statistics count. The default.</summary>
    Measured,

    /// <summary>Running averages over training, starting from the loaded statistics: each batch of any stream enters with a weight of 0.1.
    /// PyTorch and AdaptSegNet do this. It mixes both domains in processing order (source, labelled target, target, and in self-training
    /// the mixed images as the student sees them), measured under weights that have since changed.</summary>
    Running,
}

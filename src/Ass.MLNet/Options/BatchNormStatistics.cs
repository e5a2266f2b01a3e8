namespace Ass.MLNet;

/// <summary>Where the means and variances come from with which batch normalisation predicts. Without effect where they are
/// frozen.</summary>
public enum BatchNormStatistics
{
    /// <summary>Measured under the weights as they are, on 50 batches of the target (of the source for
    /// <see cref="AdaptationRecipe.SourceOnly"/>, which sees no others), before each validation and at the end: predictions are made on
    /// target images, so only theirs count. The default.</summary>
    Measured,

    /// <summary>Gathered while training, starting from those that were loaded: after each batch of any stream nine tenths of the old ones
    /// and one tenth of the batch's. That is PyTorch's way and AdaptSegNet's: a mixture of both domains in the order in which they come
    /// (source, labelled target, target), under weights that have moved since.</summary>
    Running,
}

namespace Ass.MLNet.Checkpoints;

/// <summary>What a number of a step is.</summary>
internal enum MeasureKind
{
    /// <summary>A loss, unweighted.</summary>
    Loss,

    /// <summary>A discriminator's share of right decisions.</summary>
    Accuracy,

    /// <summary>The L2 norm of a weighted loss's gradient on the backbone's features.</summary>
    GradientNorm,
}

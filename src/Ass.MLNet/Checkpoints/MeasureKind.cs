namespace Ass.MLNet.Checkpoints;

/// <summary>The kind of a step's measure.</summary>
internal enum MeasureKind
{
    /// <summary>A loss, unweighted.</summary>
    Loss,

    /// <summary>A discriminator's share of correct decisions, 0 to 1.</summary>
    Accuracy,

    /// <summary>The L2 norm of a weighted loss's gradient on the backbone's features.</summary>
    GradientNorm,

    /// <summary>A share of pixels, 0 to 1.</summary>
    Share,
}

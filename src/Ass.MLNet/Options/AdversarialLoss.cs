using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Loss between a discriminator's outputs and the true domain (or, for the network, the domain it should appear to come
/// from).</summary>
public enum AdversarialLoss
{
    /// <summary>Cross entropy on logits: binary with source = 0 and target = 1 (AdaptSegNet's "Vanilla"), or over the 2K classes of the
    /// class-conditional head. The default.</summary>
    [Word("ce")]
    CrossEntropy,

    /// <summary>Squared distance to the same targets (AdaptSegNet's "LS").</summary>
    [Word("ls")]
    LeastSquares,
}

using Ass.MLNet.Columns;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Losses;

/// <summary>adv(D_g(P), domain): loss between the global discriminator's logits and <c>domain</c> (source = 0, target = 1), as in
/// AdaptSegNet. The network minimises it with <c>domain</c> = source on target predictions; the discriminator with the true
/// domain.</summary>
internal static class GlobalAdversarialLoss
{
    /// <param name="logits">Any shape; the loss is the mean over all elements.</param>
    /// <param name="domain">The domain that the logits should indicate.</param>
    /// <param name="form">Cross entropy or least squares.</param>
    /// <param name="smoothing">e: the logits should indicate the domain as e or 1 − e instead of 0 or 1.</param>
    public static Tensor Compute(Tensor logits, SegmentationDomain domain, AdversarialLoss form, double smoothing = 0)
    {
        using var one = ones_like(logits);
        using var target = one.Times(domain == SegmentationDomain.Target ? 1 - smoothing : smoothing);
        return form == AdversarialLoss.LeastSquares
            ? nn.functional.mse_loss(logits, target)
            : nn.functional.binary_cross_entropy_with_logits(logits, target);
    }

    /// <summary>Share of logits that indicate the right domain, 0 to 1, as a tensor that callers read only when needed.</summary>
    public static Tensor Accuracy(Tensor logits, SegmentationDomain domain, AdversarialLoss form)
    {
        using var detached = logits.detach();
        double border = form == AdversarialLoss.LeastSquares ? 0.5 : 0;
        using var saysTarget = detached.IsAbove(border);
        using var right = domain == SegmentationDomain.Target ? saysTarget.alias() : saysTarget.logical_not();
        using var asNumbers = right.to(ScalarType.Float32);
        return asNumbers.mean();
    }
}

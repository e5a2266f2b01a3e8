using Ass.MLNet.Labels;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Losses;

/// <summary>CE(↑G(x), y): the supervised loss.</summary>
internal static class SegmentationLoss
{
    /// <summary>Cross entropy averaged over the pixels that are not ignored; 0 (not NaN) if all are ignored.</summary>
    /// <param name="upsampledLogits">(B, K, H, W).</param>
    /// <param name="labels">B labels of H × W.</param>
    /// <param name="labeledPixels">What the sum is divided by; null or 0 for the number of pixels that are not ignored, at least 1.</param>
    public static Tensor CrossEntropy(Tensor upsampledLogits, LabelBatch labels, double? labeledPixels = null)
    {
        using var target = labels.ToTensor(upsampledLogits.device);
        using var sum = nn.functional.cross_entropy(upsampledLogits, target, ignore_index: LabelMask.Ignored, reduction: nn.Reduction.Sum);
        return sum.Times(1 / (labeledPixels is > 0 ? labeledPixels.Value : Math.Max(1, labels.LabeledPixels)));
    }

    /// <summary>Σ q · CE(↑G(x), y) / N: cross entropy in which each pixel counts by the trust in its label.</summary>
    /// <param name="upsampledLogits">(B, K, H, W).</param>
    /// <param name="target">(B, H, W) of 64-bit ids, 255 = ignored; or (B, K, H, W) of probabilities, p in −Σ p · log
    /// softmax(logits).</param>
    /// <param name="trust">(B, H, W): q, 0 or more.</param>
    /// <param name="pixels">N, what the sum is divided by; at least 1 counts.</param>
    public static Tensor Weighted(Tensor upsampledLogits, Tensor target, Tensor trust, double pixels)
    {
        using var perPixel = target.is_floating_point()
            ? nn.functional.cross_entropy(upsampledLogits, target, reduction: nn.Reduction.None)
            : nn.functional.cross_entropy(upsampledLogits, target, ignore_index: LabelMask.Ignored, reduction: nn.Reduction.None);
        using var weighted = perPixel.mul(trust);
        using var sum = weighted.sum();
        return sum.Times(1 / Math.Max(1, pixels));
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>ResNet's stem pooling, a 3×3 max pooling with stride 2 and padding 1: (B, C, H, W) → (B, C, H/2, W/2) rounded up.</summary>
/// <remarks>
/// Why not always <c>max_pool2d</c>: on a CPU, libtorch's version also finds the position of each maximum, one value at a time, though only
/// a gradient needs it. That takes an eighth of a ResNet-18 prediction. Here rows are compared with rows and then columns with columns,
/// which gives the same values.
/// </remarks>
internal static class StemPooling
{
    /// <param name="x">(B, C, H, W).</param>
    /// <param name="ceilMode">Whether even sizes give one extra value, H/2 + 1, whose window extends beyond the edge.</param>
    public static Tensor Compute(Tensor x, bool ceilMode)
    {
        if (x.device_type != DeviceType.CPU || is_grad_enabled())
        {
            return nn.functional.max_pool2d(x, 3, 2, 1, ceil_mode: ceilMode);
        }

        using var rows = Halve(x, 2, ceilMode);
        return Halve(rows, 3, ceilMode);
    }

    /// <summary>The maximum of each even-indexed value and its two odd-indexed neighbours.</summary>
    private static Tensor Halve(Tensor x, int dimension, bool ceilMode)
    {
        using var scope = NewDisposeScope();
        long size = x.shape[dimension];
        long odds = size / 2;
        var even = x.slice(dimension, 0, size, 2);
        var odd = x.slice(dimension, 1, size, 2);
        var largest = ceilMode && size % 2 == 0 ? cat([even, odd.narrow(dimension, odds - 1, 1)], dimension) : even.clone();
        largest.narrow(dimension, 0, odds).clamp_(min: odd);
        long behind = largest.shape[dimension] - 1;
        largest.narrow(dimension, 1, behind).clamp_(min: odd.narrow(dimension, 0, behind));
        return largest.MoveToOuterDisposeScope();
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>The sum of 3×3 convolutions of one input, each as dilated as it is padded, as one matrix multiplication.</summary>
/// <remarks>
/// All taps of all branches are the rows of one matrix: (branches · K · 9, C) · (C, h·w) gives what every tap makes of every pixel, and a fold
/// moves each tap's plane by its offset and adds them up. As many multiplications as the convolutions, and the same sum in another order.
/// Why not convolutions: on a CPU libtorch has no fast gradient for a 3×3 convolution dilated so far that it reaches beyond the image, as those
/// of 18 and 24 do on features of 32 × 64; one such branch then costs as much as the whole backbone.
/// </remarks>
internal static class DilatedConvolutionSum
{
    private const int Taps = 9;

    /// <param name="features">(B, C, h, w).</param>
    /// <param name="branches">3×3, C → K, with bias.</param>
    /// <returns>(B, K, h, w), 32-bit floats.</returns>
    public static Tensor Compute(Tensor features, IReadOnlyList<AlignedConv2d> branches)
    {
        using var scope = NewDisposeScope();
        long rows = branches[0].Weight.shape[0] * Taps;
        using var matrix = cat([.. branches.Select(Rows)]);
        using var aligned = nn.functional.pad(matrix, [0, 0, 0, 0, 0, 0, 0, AlignedConv2d.Missing(matrix.shape[0])]);
        using var filters = aligned.to(features.dtype);
        using var multiplied = nn.functional.conv2d(features, filters);
        using var planes = multiplied.to(ScalarType.Float32);

        var (height, width) = (features.shape[2], features.shape[3]);
        var sum = branches.Select(b => b.Bias).Aggregate((x, y) => x.Plus(y)).view(1, -1, 1, 1);
        for (int i = 0; i < branches.Count; i++)
        {
            long dilation = branches[i].Dilation;
            using var moved = planes.narrow(1, i * rows, rows).flatten(2);
            using var branch = nn.functional.fold(moved, (height, width), (3, 3), (dilation, dilation), (dilation, dilation), (1, 1));
            using var before = sum;
            sum = before.Plus(branch);
        }

        return sum.MoveToOuterDisposeScope();

        // A fold adds the tap at offset o to the pixel at p + o; a convolution reads it there, so the taps change places.
        Tensor Rows(AlignedConv2d branch) => branch.Weight.flip(2, 3).permute(0, 2, 3, 1).reshape(rows, -1, 1, 1);
    }
}

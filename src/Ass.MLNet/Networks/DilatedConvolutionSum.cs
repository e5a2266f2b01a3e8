using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Computes the sum of several 3×3 convolutions of one input as one matrix multiplication. Each convolution's padding equals its
/// dilation.</summary>
/// <remarks>
/// All taps of all branches are the rows of one matrix: (branches · K · 9, C) · (C, h·w) gives every tap's product with every pixel; a fold
/// shifts each tap's plane by its offset and adds them up. This takes as many multiplications as the convolutions and gives the same sum in
/// a different order. Why not convolutions: on a CPU, libtorch has no fast gradient for a 3×3 convolution whose dilation reaches beyond the
/// image, such as 18 and 24 on 32 × 64 features. One such branch then costs as much as the whole backbone.
/// </remarks>
internal static class DilatedConvolutionSum
{
    private const int Taps = 9;

    /// <summary>The matrix, with its rows padded to a multiple of 16 (see <see cref="AlignedConv2d"/>), and the sum of the branches'
    /// biases.</summary>
    /// <param name="branches">3×3, C → K, with bias.</param>
    public static FoldedFilters Filters(IReadOnlyList<AlignedConv2d> branches)
    {
        using var scope = NewDisposeScope();

        // A fold adds the tap at offset o to the pixel at p + o; a convolution reads it there, so the taps change places.
        var taps = cat([.. branches.Select(branch => branch.Weight)]).flip(2, 3).permute(0, 2, 3, 1);
        var matrix = taps.reshape(taps.shape[0] * Taps, -1, 1, 1);
        var aligned = nn.functional.pad(matrix, [0, 0, 0, 0, 0, 0, 0, AlignedConv2d.Missing(matrix.shape[0])]);
        var bias = branches.Skip(1).Aggregate(branches[0].Bias.alias(), (sum, branch) => sum.Plus(branch.Bias));
        return new FoldedFilters(aligned.MoveToOuterDisposeScope(), bias.MoveToOuterDisposeScope());
    }

    /// <param name="features">(B, C, h, w).</param>
    /// <param name="filters">The filters of the branches.</param>
    /// <param name="dilations">One dilation per branch.</param>
    /// <returns>(B, K, h, w), 32-bit floats.</returns>
    public static Tensor Compute(Tensor features, FoldedFilters filters, IReadOnlyList<long> dilations)
    {
        using var scope = NewDisposeScope();
        using var matrix = filters.Filters.to(features.dtype);
        using var multiplied = nn.functional.conv2d(features, matrix);
        using var planes = multiplied.to(ScalarType.Float32);

        var (height, width) = (features.shape[2], features.shape[3]);
        long rows = filters.Bias.shape[0] * Taps;
        var sum = filters.Bias.view(1, -1, 1, 1);
        for (int i = 0; i < dilations.Count; i++)
        {
            long dilation = dilations[i];
            using var moved = planes.narrow(1, i * rows, rows).flatten(2);
            using var branch = nn.functional.fold(moved, (height, width), (3, 3), (dilation, dilation), (dilation, dilation), (1, 1));
            using var before = sum;
            sum = before.Plus(branch);
        }

        return sum.MoveToOuterDisposeScope();
    }
}

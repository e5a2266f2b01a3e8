using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Filters and bias that are made of a network's weights. <see cref="Of"/> makes those with which a convolution gives what it and
/// the affine map behind it give: scale · (W ∗ x) + shift = (scale · W) ∗ x + shift; <see cref="DilatedConvolutionSum"/> makes a
/// matrix.</summary>
/// <remarks>As many numbers as weights are multiplied instead of as many as activations, twice, and the convolution's own result need not
/// be kept for the gradient, which reaches W through the product.</remarks>
/// <param name="Filters">(rows, inputs, k, k).</param>
/// <param name="Bias">(outputs).</param>
internal sealed record FoldedFilters(Tensor Filters, Tensor Bias) : IDisposable
{
    public static FoldedFilters Of(Convolution convolution, Tensor scale, Tensor shift) =>
        new(convolution.Weight.mul(scale.view(-1, 1, 1, 1)), shift);

    public FoldedFilters DetachFromDisposeScope()
    {
        Filters.DetachFromDisposeScope();
        Bias.DetachFromDisposeScope();
        return this;
    }

    public void Dispose()
    {
        Filters.Dispose();
        Bias.Dispose();
    }
}

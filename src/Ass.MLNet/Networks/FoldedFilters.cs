using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Filters and bias derived from a network's weights. <see cref="Of"/> folds a convolution and the affine map after it into one
/// convolution: scale · (W ∗ x) + shift = (scale · W) ∗ x + shift; <see cref="DilatedConvolutionSum"/> builds a matrix.</summary>
/// <remarks>Folding scales the weights once instead of the activations twice. The convolution's own result need not be kept for the
/// gradient, which reaches W through the product.</remarks>
/// <param name="Filters">(rows, inputs, k, k).</param>
/// <param name="Bias">(outputs).</param>
internal sealed record FoldedFilters(Tensor Filters, Tensor Bias) : IDisposable
{
    public static FoldedFilters Of(Convolution convolution, Tensor scale, Tensor shift)
    {
        using var perFilter = scale.view(-1, 1, 1, 1);
        return new(convolution.Weight.mul(perFilter), shift);
    }

    /// <summary>The same filters for input channel after channel; disposes these.</summary>
    public FoldedFilters ToChannelsFirst()
    {
        using var before = Filters;
        return this with { Filters = before.ToChannelsFirst() };
    }

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

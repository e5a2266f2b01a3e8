using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;
using BatchNorm = Ass.MLNet.Networks.BatchNorm;
using Parameter = TorchSharp.Modules.Parameter;

namespace Ass.MLNet.Training;

/// <summary>The filters of a network with frozen batch norms, each times the scale of its norm: one product for the filters of all
/// convolutions, and one for their gradients.</summary>
/// <remarks>
/// Scale and shift of a frozen norm are constants, so that the network can train folded filters, f = scale · w, with a bias; see
/// <see cref="FoldedFilters"/>. Then ∂L/∂w = scale · ∂L/∂f. Folded one by one, the hundred convolutions of a ResNet-101 would take some two
/// thousand small operations in every pass.
/// </remarks>
internal sealed class FrozenFilters : IDisposable
{
    private readonly ParameterBuffer _weights;
    private readonly (Parameter Weight, BatchNorm Norm)[] _convolutions;
    private readonly Tensor _scales;
    private readonly Tensor _filters;
    private readonly Tensor? _gradients;

    /// <param name="network">All of its batch norms are frozen.</param>
    /// <param name="weights">Every weight of its backbone.</param>
    /// <param name="type">In which the network computes. For others than 32-bit floats, filters have gradients of that type.</param>
    /// <param name="learns">Whether the filters need gradients.</param>
    public FrozenFilters(SegmentationModule network, ParameterBuffer weights, ScalarType type, bool learns = true)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _convolutions = [.. network.NormalizedConvolutions.Select(c => ((Parameter)c.Convolution.Weight, c.Norm))];
        _weights = weights;
        _scales = zeros_like(weights.Values).DetachFromDisposeScope();
        _filters = zeros_like(weights.Values, type).DetachFromDisposeScope();
        _gradients = type == ScalarType.Float32 || !learns ? null : zeros_like(_filters).DetachFromDisposeScope();
        foreach (var (weight, norm) in _convolutions)
        {
            var filters = weights.View(_filters, weight);
            if (learns)
            {
                filters.requires_grad_();
                filters.grad = weights.View(_gradients ?? weights.Gradients, weight);
            }
            norm.TrainedFilters = new FoldedFilters(filters, zeros(weight.shape[0], type, weight.device)).DetachFromDisposeScope();
        }
        TakeNorms();
    }

    /// <summary>Takes scale and shift of all norms anew: a checkpoint's may be others than those that the network began with.</summary>
    public void TakeNorms()
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (weight, norm) in _convolutions)
        {
            var (scale, shift) = norm.Affine();
            _weights.View(_scales, weight).copy_(scale.view(-1, 1, 1, 1));
            norm.TrainedFilters!.Bias.copy_(shift);
        }
    }

    /// <summary>Computes the filters from the weights; call it before the passes of a step.</summary>
    public void Fold()
    {
        using var _ = no_grad();
        using var folded = _weights.Values.mul(_scales);
        _filters.copy_(folded);
    }

    /// <summary>Adds the filters' gradients to those of the weights; call it after each backward pass, so that passes add up in 32
    /// bits.</summary>
    public void Collect()
    {
        // 32-bit gradients are there already.
        if (_gradients is not null)
        {
            using var _ = no_grad();
            using var precise = _gradients.to(ScalarType.Float32);
            _weights.Gradients.AddInPlace(precise);
            _gradients.zero_();
        }
    }

    /// <summary>Turns what was collected into the weights' gradients; call it once, after the last pass.</summary>
    public void Unfold()
    {
        using var _ = no_grad();
        _weights.Gradients.mul_(_scales);
    }

    /// <summary>Frees the filters; the norms fold their own again.</summary>
    public void Dispose()
    {
        foreach (var (_, norm) in _convolutions)
        {
            norm.TrainedFilters?.Dispose();
            norm.TrainedFilters = null;
        }
        _scales.Dispose();
        _filters.Dispose();
        _gradients?.Dispose();
    }
}

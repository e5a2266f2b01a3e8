using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>A sequence of layers under PyTorch's names ("0", "1", …). A convolution and the batch norm after it are computed
/// together.</summary>
internal sealed class NormalizedSequence : nn.Module<Tensor, Tensor>, INormalizedConvolutions
{
    private readonly List<Func<Tensor, Tensor>> _steps = [];
    private readonly List<(Convolution, BatchNorm)> _normalized = [];

    public NormalizedSequence(params IReadOnlyList<nn.Module<Tensor, Tensor>> layers)
        : base(nameof(NormalizedSequence))
    {
        Layers = layers;
        for (int i = 0; i < layers.Count; i++)
        {
            register_module($"{i}", layers[i]);
            if (layers[i] is BatchNorm norm && i > 0 && layers[i - 1] is Convolution convolution)
            {
                _steps[^1] = x => norm.Normalize(convolution, x);
                _normalized.Add((convolution, norm));
            }
            else
            {
                _steps.Add(layers[i].forward);
            }
        }
    }

    /// <summary>All layers, in the order in which they compute.</summary>
    public IReadOnlyList<nn.Module<Tensor, Tensor>> Layers { get; }

    public IEnumerable<(Convolution Convolution, BatchNorm Norm)> Normalized => _normalized;

    public override Tensor forward(Tensor x)
    {
        var result = _steps[0](x);
        foreach (var step in _steps.Skip(1))
        {
            using var before = result;
            result = step(before);
        }

        return result;
    }
}

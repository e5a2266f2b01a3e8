using Ass.MLNet.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The weights that our step starts from, for a peer to start from the same.</summary>
internal sealed class StartWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> _network;
    private readonly Dictionary<string, Tensor> _global;
    private readonly Dictionary<string, Tensor> _semantic;

    /// <summary>Takes the weights of a new step, which starts as every other one of its setting does.</summary>
    public StartWeights(StepSetting setting)
    {
        using var step = new OurStep(setting);
        FeatureChannels = step.Network.FeatureChannels;
        (_network, _global, _semantic) = (Copy(step.Network), Copy(step.GlobalDiscriminator), Copy(step.SemanticDiscriminator));
    }

    public long FeatureChannels { get; }

    public void CopyTo(nn.Module network) => Fill(network, _network);

    public void CopyTo(nn.Module network, nn.Module global, nn.Module semantic)
    {
        CopyTo(network);
        Fill(global, _global);
        Fill(semantic, _semantic);
    }

    public void Dispose()
    {
        foreach (var weights in _network.Values.Concat(_global.Values).Concat(_semantic.Values))
        {
            weights.Dispose();
        }
    }

    /// <summary>Fills a module by name; both have the same tensors, but for PyTorch's counts of batches.</summary>
    private static void Fill(nn.Module module, IReadOnlyDictionary<string, Tensor> weights)
    {
        using var noGradient = no_grad();
        var own = module.state_dict().Where(item => !item.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToDictionary();
        if (!own.Keys.ToHashSet().SetEquals(weights.Keys))
        {
            throw new InvalidOperationException(
                $"The textbook module differs in {string.Join(", ", own.Keys.Except(weights.Keys).Concat(weights.Keys.Except(own.Keys)))}."
            );
        }

        foreach (var (name, target) in own)
        {
            target.copy_(weights[name]);
        }
    }

    private static Dictionary<string, Tensor> Copy(nn.Module module) =>
        module.state_dict().ToDictionary(item => item.Key, item => item.Value.detach().clone());
}

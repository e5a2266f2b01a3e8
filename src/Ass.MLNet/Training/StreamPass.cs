using Ass.MLNet.Networks;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>One stream in a pass through the network.</summary>
/// <param name="Pass">The pass.</param>
/// <param name="Input">The stream's images and labels.</param>
/// <param name="Output">The network's output for them, detached from it. Gradients of losses add up in its <c>grad</c>.</param>
internal sealed record StreamPass(NetworkPass Pass, StreamInput Input, NetworkOutput Output)
{
    /// <summary>The gradient of a loss on the features, also through the logits. Keeps all graphs for the backward pass.</summary>
    /// <param name="end">The loss, or what it was computed from.</param>
    /// <param name="slope">The gradient on <paramref name="end"/>; null for a loss.</param>
    public Tensor GradientOnFeatures(Tensor end, Tensor? slope)
    {
        using var fromLogits = SingleGradient.On(Output.Logits, end, slope);
        using var fromFeatures = SingleGradient.On(Output.Features, end, slope);
        return Pass.GradientOnFeatures(this, fromLogits, fromFeatures);
    }
}

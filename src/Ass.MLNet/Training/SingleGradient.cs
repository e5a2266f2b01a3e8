using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>The gradient of a loss on a single tensor.</summary>
/// <remarks>Why not <c>autograd.grad</c>: TorchSharp 0.107 lets libtorch's errors out of it as C++ exceptions, which end the process
/// without a message or a checkpoint; running out of memory is one of them. <c>backward</c> makes .NET exceptions of them.</remarks>
internal static class SingleGradient
{
    /// <summary>The gradient of a loss on a tensor that it was computed from. Keeps the graph, and every tensor's <c>grad</c> as it
    /// was.</summary>
    /// <param name="input">The tensor. If it is no leaf, later passes leave a <c>grad</c> in it, which it otherwise would not have.</param>
    /// <param name="end">The loss, or what it was computed from.</param>
    /// <param name="slope">The gradient on <paramref name="end"/>; null for a loss.</param>
    /// <returns>A tensor of its own; null if <paramref name="end"/> does not depend on <paramref name="input"/>.</returns>
    public static Tensor? On(Tensor input, Tensor end, Tensor? slope = null)
    {
        // backward does so, too; before it, libtorch writes a warning where the grad of a tensor is read that is no leaf.
        input.retain_grad();
        using var before = input.grad;
        input.grad = null;
        try
        {
            end.backward(slope is null ? null : [slope], retain_graph: true, inputs: [input]);
            return input.grad;
        }
        finally
        {
            input.grad = before;
        }
    }
}

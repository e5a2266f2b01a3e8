using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Features and logits of a batch, all at feature resolution h × w. Disposing it frees them.</summary>
/// <param name="Features">F, (B, C, h, w); class vectors are averages of these.</param>
/// <param name="Logits">G = C∘F, (B, K, h, w), before upsampling; predictions come from these.</param>
/// <param name="AuxiliaryLogits">(B, K, h, w) of the second classifier; null in prediction and without a second classifier.</param>
internal sealed record NetworkOutput(Tensor Features, Tensor Logits, Tensor? AuxiliaryLogits) : IDisposable
{
    /// <summary>The output for some of the images, detached from the network; gradients can be collected there.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many.</param>
    public NetworkOutput Part(long start, long count)
    {
        using var scope = NewDisposeScope();
        return new NetworkOutput(Of(Features), Of(Logits), AuxiliaryLogits is null ? null : Of(AuxiliaryLogits)).MoveToOuterDisposeScope();

        Tensor Of(Tensor whole) => whole.detach().narrow(0, start, count).requires_grad_();
    }

    public NetworkOutput MoveToOuterDisposeScope()
    {
        Features.MoveToOuterDisposeScope();
        Logits.MoveToOuterDisposeScope();
        AuxiliaryLogits?.MoveToOuterDisposeScope();
        return this;
    }

    public void Dispose()
    {
        Features.Dispose();
        Logits.Dispose();
        AuxiliaryLogits?.Dispose();
    }
}

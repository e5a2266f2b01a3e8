using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Features and logits of a batch, all at feature resolution h × w. Disposing it frees them.</summary>
/// <param name="Features">F, (B, C, h, w); class vectors are averages of these.</param>
/// <param name="Logits">G = C∘F, (B, K, h, w), before upsampling; predictions come from these.</param>
/// <param name="AuxiliaryLogits">(B, K, h, w) of the second classifier; null in prediction and without a second classifier.</param>
internal sealed record NetworkOutput(Tensor Features, Tensor Logits, Tensor? AuxiliaryLogits) : IDisposable
{
    public void Dispose()
    {
        Features.Dispose();
        Logits.Dispose();
        AuxiliaryLogits?.Dispose();
    }
}

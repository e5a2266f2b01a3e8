using static TorchSharp.torch;

namespace Ass.MLNet.Networks;

/// <summary>Features and logits of a batch, all at feature resolution h × w. Disposing it frees them.</summary>
/// <param name="Features">F, (B, C, h, w): what class vectors are averaged from.</param>
/// <param name="Logits">G = C∘F, (B, K, h, w), before upsampling: what predictions are made of.</param>
/// <param name="AuxiliaryLogits">(B, K, h, w) of the second classifier; null in prediction, and where there is none.</param>
internal sealed record NetworkOutput(Tensor Features, Tensor Logits, Tensor? AuxiliaryLogits) : IDisposable
{
    public void Dispose()
    {
        Features.Dispose();
        Logits.Dispose();
        AuxiliaryLogits?.Dispose();
    }
}

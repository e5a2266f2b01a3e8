using Ass.MLNet.Networks;

namespace Ass.MLNet.Prediction;

/// <summary>The right to use a segmenter's network until it is disposed, whatever becomes of the segmenter in the meantime.</summary>
/// <remarks>Taken for one piece of work (a prediction, a file that is written), not kept: the network's memory is not freed
/// before.</remarks>
internal sealed class SegmenterLease(Segmenter segmenter, DeepLabV2 network, UseCount uses) : IDisposable
{
    private int _ended;

    /// <summary>Whose network it is; its settings, which are always there.</summary>
    public Segmenter Segmenter { get; } = segmenter;

    public DeepLabV2 Network { get; } = network;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            uses.Exit();
        }
    }
}

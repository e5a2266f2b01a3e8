using Ass.MLNet.Networks;

namespace Ass.MLNet.Prediction;

/// <summary>Keeps a segmenter's network usable until the lease is disposed, even if the segmenter is disposed in the meantime.</summary>
/// <remarks>Take a lease for one operation (a prediction, a saved file) and do not keep it: the network's memory is not freed before it
/// ends.</remarks>
internal sealed class SegmenterLease(Segmenter segmenter, SegmentationModule network, UseCount uses) : IDisposable
{
    private int _ended;

    /// <summary>The network's segmenter; its settings remain available after it is disposed.</summary>
    public Segmenter Segmenter { get; } = segmenter;

    public SegmentationModule Network { get; } = network;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            uses.Exit();
        }
    }
}

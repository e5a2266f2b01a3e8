using Ass.MLNet;

namespace SegmentationService.Models;

/// <summary>A loaded model, disposed when it is out of service and the last request that uses it has ended.</summary>
/// <remarks>A transformer finishes predictions that have begun when it is disposed. But a request that holds it and has not begun would
/// fail, so holders are counted here.</remarks>
internal sealed class ServedModel(ISegmentationTransformer transformer, string file, DateTimeOffset loadedAt)
{
    // One of them is the slot's. At 0 the model is disposed, and stays so.
    private int _holders = 1;

    public ISegmentationTransformer Transformer { get; } = transformer;

    /// <summary>The colours of its classes.</summary>
    public SegmentationPalette Palette { get; } = SegmentationPalette.ForClasses(transformer.ClassNames);

    /// <summary>The name of its file, without the folder.</summary>
    public string File { get; } = file;

    public DateTimeOffset LoadedAt { get; } = loadedAt;

    /// <summary>Keeps the model from being disposed until <see cref="Release"/>; false if it is disposed already.</summary>
    public bool TryHold()
    {
        for (int holders = Volatile.Read(ref _holders); holders > 0; )
        {
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            Transformer.Dispose();
        }
    }
}

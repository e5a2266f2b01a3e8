namespace Ass.MLNet.Networks;

/// <summary>Cache of the folded filters of a predicting network, valid until its weights may change. Safe for concurrent
/// predictions.</summary>
internal sealed class KeptFilters : IDisposable
{
    private readonly object _keeping = new();
    private FoldedFilters? _kept;

    /// <summary>Returns the cached filters, or creates them.</summary>
    /// <param name="make">Creates the filters from the current weights.</param>
    public FoldedFilters Get(Func<FoldedFilters> make)
    {
        lock (_keeping)
        {
            return _kept ??= make().DetachFromDisposeScope();
        }
    }

    /// <summary>Frees the filters because the weights change or are no longer used. No prediction may be running.</summary>
    public void Dispose()
    {
        _kept?.Dispose();
        _kept = null;
    }
}

namespace Ass.MLNet.Networks;

/// <summary>Filters that a network which predicts makes once, as it has the same ones every time, until its weights may change. Safe for
/// several predictions at once.</summary>
internal sealed class KeptFilters : IDisposable
{
    private readonly object _keeping = new();
    private FoldedFilters? _kept;

    /// <summary>The ones that are kept, made now if there are none.</summary>
    /// <param name="make">From the weights as they are.</param>
    public FoldedFilters Get(Func<FoldedFilters> make)
    {
        lock (_keeping)
        {
            return _kept ??= make().DetachFromDisposeScope();
        }
    }

    /// <summary>Frees them, for the weights change or are no longer used. No prediction may be under way.</summary>
    public void Dispose()
    {
        _kept?.Dispose();
        _kept = null;
    }
}

namespace Ass.MLNet.Prediction;

/// <summary>Frees a resource once its owner has released it and its last user has finished. Nobody blocks.</summary>
/// <param name="free">Frees the resource; called once, by whoever finishes last.</param>
internal sealed class UseCount(Action free)
{
    /// <summary>The sign bit is set once the owner has released the resource. The lower bits count the users.</summary>
    private const int Closed = int.MinValue;

    private int _state;

    public bool IsClosed => Volatile.Read(ref _state) < 0;

    /// <summary>Begins a use, which <see cref="Exit"/> ends.</summary>
    /// <returns>False if the owner has released the resource: no use has begun.</returns>
    public bool TryEnter()
    {
        int seen = Volatile.Read(ref _state);
        while (seen >= 0)
        {
            int before = Interlocked.CompareExchange(ref _state, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }
            seen = before;
        }

        return false;
    }

    /// <summary>Ends a use.</summary>
    public void Exit()
    {
        if (Interlocked.Decrement(ref _state) == Closed)
        {
            free();
        }
    }

    /// <summary>Releases the resource for its owner: current uses continue, new ones cannot begin. Safe to call more than once.</summary>
    public void Close()
    {
        if (Interlocked.Or(ref _state, Closed) == 0)
        {
            free();
        }
    }
}

namespace Ass.MLNet.Prediction;

/// <summary>Frees something when its owner has let go of it and the last of those who use it has finished; nobody waits for
/// anybody.</summary>
/// <param name="free">Called once, by whoever is last.</param>
internal sealed class UseCount(Action free)
{
    /// <summary>The sign bit: the owner has let go. The bits below it count the users.</summary>
    private const int Closed = int.MinValue;

    private int _state;

    public bool IsClosed => Volatile.Read(ref _state) < 0;

    /// <summary>Begins a use, which <see cref="Exit"/> ends.</summary>
    /// <returns>False, and nothing has begun, where the owner has let go.</returns>
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

    /// <summary>Lets go; uses that have begun go on, and no other begins. Once is enough, more does no harm.</summary>
    public void Close()
    {
        if (Interlocked.Or(ref _state, Closed) == 0)
        {
            free();
        }
    }
}

namespace Ass.MLNet.Sampling;

/// <summary>An endless, shuffled, augmented stream of samples, decoded ahead on threads of its own. Memory use is bounded, whatever the
/// size of the data.</summary>
/// <remarks>
/// A data view that supports shuffling is read in random order. For any other, samples are drawn at random from a pool of fixed size. The
/// output depends only on the seed, not on the number or the timing of threads: every sample has its own random numbers. Why managed arrays
/// and not tensors: TorchSharp's dispose scopes belong to a thread, and tensors made here would outlive the step's.
/// </remarks>
internal sealed class SampleStream : IDisposable
{
    /// <summary>Number of neighbours among which rows of a view are mixed that cannot be shuffled.</summary>
    public const int PoolSize = 32;

    private readonly SampleSource _source;
    private readonly SampleOrder _order;
    private readonly Thread[] _threads;
    private readonly List<Sample>? _pool;
    private readonly SampleShare _share;

    // With a pool: where the pass began, how many samples were drawn in it, how many of them an earlier run has had, and, once all rows of
    // the pass are read, where the next one begins.
    private StreamPosition _passStart;
    private Random _draws;
    private long _drawn;
    private long _skippedDraws;
    private StreamPosition? _nextPass;

    /// <param name="source">Where samples come from.</param>
    /// <param name="decodedAhead">Maximum number of decoded samples waiting to be taken.</param>
    /// <param name="threads">Number of threads that decode; the view must allow it, see <see cref="DecodingThreads"/>.</param>
    /// <param name="start">A <see cref="Position"/> of an earlier stream over the same data with the same seed, to continue from.</param>
    /// <param name="share">The samples that this process makes, of several that train together; null for all.</param>
    public SampleStream(SampleSource source, int decodedAhead, int threads, StreamPosition start = default, SampleShare? share = null)
    {
        (_source, Start, Position, _share) = (source, start, start, share ?? SampleShare.All);
        _draws = RandomNumbers.Create(source.Seed, RandomUse.Pool, start.Pass);
        if (!source.Data.CanShuffle)
        {
            // A position does not record the pool's contents, so the pass is read again from its start and earlier draws are dropped.
            _pool = new List<Sample>(PoolSize);
            (_passStart, _skippedDraws) = (start with { Offset = 0 }, start.Offset);
        }

        // Which samples are drawn from a pool is known only when they are made.
        var made = _pool is null ? _share : SampleShare.All;
        _order = new SampleOrder(_pool is null ? start : _passStart, decodedAhead + threads, made, source.Nothing);
        _threads = [.. Enumerable.Range(1, threads).Select(number => new Thread(Run) { IsBackground = true, Name = Name(number) })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public StreamKind Kind => _source.Kind;

    /// <summary>The position that the stream started from.</summary>
    public StreamPosition Start { get; }

    /// <summary>The stream's position after the samples taken so far.</summary>
    public StreamPosition Position { get; private set; }

    /// <summary>Takes this process's next samples, waiting until they are decoded; <see cref="Position"/> is then behind those of all
    /// processes.</summary>
    /// <param name="count">Number of samples; with other processes, <see cref="SampleShare.BatchSize"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="InvalidOperationException">A row cannot be read, or no row belongs to this stream.</exception>
    public Sample[] Take(int count, CancellationToken cancellation)
    {
        var samples = new List<Sample>(count);
        for (int i = 0; i < count * _share.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_order.IsStopped, this);
            (var sample, Position) = _pool is null ? TakeNext(cancellation) : DrawNext(_pool, cancellation);
            if (_share.Has(i))
            {
                samples.Add(sample!);
            }
            else
            {
                sample?.GiveBack();
            }
        }

        return [.. samples];
    }

    public void Dispose()
    {
        _order.Stop();
        Array.ForEach(_threads, thread => thread.Join());
    }

    private string Name(int number) => $"{Kind} samples {number}";

    private void Run()
    {
        using var maker = new SampleMaker(_source, _order);
        maker.Run();
    }

    private (Sample? Sample, StreamPosition After) TakeNext(CancellationToken cancellation)
    {
        SampleSlot slot;
        do
        {
            slot = _order.Take(cancellation);
        } while (slot.Outcome == RowOutcome.End);

        return (slot.Sample, slot.After);
    }

    /// <summary>Draws the next sample at random from the pool, which later samples refill until the pass ends.</summary>
    private (Sample? Sample, StreamPosition After) DrawNext(List<Sample> pool, CancellationToken cancellation)
    {
        while (true)
        {
            if (pool.Count == PoolSize || (_nextPass is not null && pool.Count > 0))
            {
                var sample = Draw(pool);
                if (++_drawn > _skippedDraws)
                {
                    return (sample, _passStart with { Offset = _drawn });
                }
            }
            else if (_nextPass is { } next)
            {
                _draws = RandomNumbers.Create(_source.Seed, RandomUse.Pool, next.Pass);
                (_passStart, _drawn, _skippedDraws, _nextPass) = (next, 0, 0, null);
            }
            else
            {
                Refill(pool, _order.Take(cancellation));
            }
        }
    }

    private void Refill(List<Sample> pool, SampleSlot slot)
    {
        if (slot.Sample is { } sample)
        {
            pool.Add(sample);
        }
        else
        {
            _nextPass = slot.After;
        }
    }

    private Sample Draw(List<Sample> pool)
    {
        int at = _draws.Next(pool.Count);
        var sample = pool[at];
        pool[at] = pool[^1];
        pool.RemoveAt(pool.Count - 1);
        return sample;
    }
}

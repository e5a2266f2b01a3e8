using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Ass.MLNet.Images;
using Microsoft.ML;

namespace Ass.MLNet.Sampling;

/// <summary>An endless, shuffled, augmented stream of samples, decoded ahead on its own thread. Memory use is bounded, whatever the size of
/// the data.</summary>
/// <remarks>
/// A data view that supports shuffling is read in random order. For any other, samples are drawn at random from a pool of fixed size. The
/// output depends only on the seed, not on thread timing: every sample has its own random numbers. Why managed arrays and not tensors:
/// TorchSharp's dispose scopes belong to a thread, and tensors made here would outlive the step's.
/// </remarks>
internal sealed class SampleStream : IDisposable
{
    private const int PoolSize = 32;

    private readonly IDataView _data;
    private readonly SamplingColumns _columns;
    private readonly Augmentation _augmentation;
    private readonly int _seed;
    private readonly StreamPosition _start;
    private readonly BlockingCollection<(Sample Sample, StreamPosition After)> _ready;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Thread _producer;
    private ExceptionDispatchInfo? _failure;
    private long _samplesRead;
    private int _allIgnoredRows;

    /// <param name="data">Rows of all streams.</param>
    /// <param name="columns">The image, label and domain columns.</param>
    /// <param name="kind">The kind of stream, which selects its rows.</param>
    /// <param name="augmentation">Makes the samples.</param>
    /// <param name="seed">Seed for the order and augmentation of the samples.</param>
    /// <param name="decodedAhead">Maximum number of decoded samples waiting to be taken.</param>
    /// <param name="start">A <see cref="Position"/> of an earlier stream over the same data with the same seed, to continue from.</param>
    public SampleStream(
        IDataView data,
        SamplingColumns columns,
        StreamKind kind,
        Augmentation augmentation,
        int seed,
        int decodedAhead,
        StreamPosition start = default
    )
    {
        (_data, _columns, _augmentation, _seed) = (data, columns, augmentation, seed);
        (Kind, _start, Position) = (kind, start, start);
        (_samplesRead, _allIgnoredRows) = (start.Samples, start.AllIgnoredRows);
        _ready = new BlockingCollection<(Sample, StreamPosition)>(decodedAhead);
        _producer = new Thread(Produce) { IsBackground = true, Name = $"{kind} samples" };
        _producer.Start();
    }

    public StreamKind Kind { get; }

    /// <summary>The stream's position after the samples taken so far.</summary>
    public StreamPosition Position { get; private set; }

    /// <summary>Takes the next samples, waiting until they are decoded.</summary>
    /// <exception cref="InvalidOperationException">A row cannot be read, or no row belongs to this stream.</exception>
    public Sample[] Take(int count, CancellationToken cancellation)
    {
        var samples = new Sample[count];
        for (int i = 0; i < count; i++)
        {
            if (!_ready.TryTake(out var next, Timeout.Infinite, cancellation))
            {
                _failure?.Throw();
                throw new ObjectDisposedException(nameof(SampleStream));
            }

            (samples[i], Position) = next;
        }

        return samples;
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _producer.Join();
        _ready.Dispose();
        _stopping.Dispose();
    }

    private void Produce()
    {
        try
        {
            for (int pass = _start.Pass; ; pass++)
            {
                long offset = pass == _start.Pass ? _start.Offset : 0;
                foreach (var sample in _data.CanShuffle ? ReadPass(pass, offset) : DrawPass(pass, offset))
                {
                    _ready.Add(sample, _stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested) { }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }

    /// <summary>One pass over the data, without its first <paramref name="skippedRows"/> rows, which are not decoded.</summary>
    private IEnumerable<(Sample Sample, StreamPosition After)> ReadPass(int pass, long skippedRows)
    {
        var active = RowSampler.ActiveColumns(Kind, _columns, _data.Schema);
        long before = _samplesRead;
        long rows = 0;
        using var cursor = _data.GetRowCursor(active, _data.CanShuffle ? RandomNumbers.Create(_seed, RandomUse.Pass, pass) : null);
        var reader = new RowSampler(Kind, _columns, cursor);
        while (RowSampler.MoveNext(cursor))
        {
            _stopping.Token.ThrowIfCancellationRequested();
            if (++rows <= skippedRows)
            {
                continue;
            }
            var outcome = reader.Read(out var image, out var ids);
            if (outcome == RowSampler.Outcome.AllIgnored && pass == 0)
            {
                _allIgnoredRows++;
            }
            if (outcome != RowSampler.Outcome.Read)
            {
                continue;
            }
            var sample = _augmentation.Apply(image!, ids, RandomNumbers.Create(_seed, RandomUse.Sample, _samplesRead++));
            if (sample.Image != image)
            {
                PixelBuffers.Give(image!.Pixels);
            }
            if (ids is not null && sample.Ids != ids)
            {
                PixelBuffers.Give(ids);
            }
            yield return (sample, new StreamPosition(pass, rows, _samplesRead, _allIgnoredRows));
        }

        if (_samplesRead == before && skippedRows == 0)
        {
            throw new InvalidOperationException(Nothing(rows));
        }
    }

    /// <summary>The samples of a pass, each drawn at random from a pool that later samples refill.</summary>
    /// <remarks>A position does not record the pool's contents, so the pass is read again from its start and earlier draws are
    /// dropped.</remarks>
    private IEnumerable<(Sample Sample, StreamPosition After)> DrawPass(int pass, long skippedDraws)
    {
        var random = RandomNumbers.Create(_seed, RandomUse.Pool, pass);
        var pool = new List<Sample>(PoolSize);
        var atStart = new StreamPosition(pass, 0, _samplesRead, _allIgnoredRows);
        long drawn = 0;
        foreach (var (sample, _) in ReadPass(pass, skippedRows: 0))
        {
            pool.Add(sample);
            if (pool.Count == PoolSize && Draw() is { } next)
            {
                yield return next;
            }
        }

        while (pool.Count > 0)
        {
            if (Draw() is { } next)
            {
                yield return next;
            }
        }

        (Sample, StreamPosition)? Draw()
        {
            int at = random.Next(pool.Count);
            var sample = pool[at];
            pool[at] = pool[^1];
            pool.RemoveAt(pool.Count - 1);
            return ++drawn > skippedDraws ? (sample, atStart with { Offset = drawn }) : null;
        }
    }

    private string Nothing(long rows)
    {
        string domain = Kind == StreamKind.Source ? "source" : "target";
        string inColumn = _columns.Domain is { } column ? $" (column '{column.Name}' = {domain})" : "";
        string label = Kind == StreamKind.UnlabeledTarget ? "" : $" with a label in column '{_columns.Label.Name}'";
        string wanted = $"{domain} rows{inColumn}{label}";
        string ignored = _allIgnoredRows > 0 ? $"; {_allIgnoredRows} labels are ignored (255) everywhere" : "";
        string gone = rows == 0 ? " Rows that a source gives once only must be put into a list first: training reads them many times." : "";
        return $"The recipe needs {wanted}, but the data has none among its {rows} rows{ignored}.{gone}";
    }
}

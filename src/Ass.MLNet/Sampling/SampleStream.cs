using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Microsoft.ML;

namespace Ass.MLNet;

/// <summary>An endless, shuffled, augmented stream of samples, decoded ahead by a thread of its own; memory is bounded whatever the data's size.</summary>
/// <remarks>
/// A data view that can be read in random order is; from any other, samples pass through a pool of a fixed size from which they are drawn at
/// random. What comes out depends on the seed alone, not on the threads' timing: every sample has random numbers of its own.
/// Why managed arrays and not tensors: TorchSharp's dispose scopes belong to a thread, and tensors made here would outlive the step's.
/// </remarks>
internal sealed class SampleStream : IDisposable
{
    private const int PoolSize = 32;

    private readonly IDataView data;
    private readonly SamplingColumns columns;
    private readonly Augmentation augmentation;
    private readonly int seed;
    private readonly BlockingCollection<Sample> ready;
    private readonly CancellationTokenSource stopping = new();
    private readonly Thread producer;
    private ExceptionDispatchInfo? failure;
    private long samplesRead;

    public SampleStream(IDataView data, SamplingColumns columns, StreamKind kind, Augmentation augmentation, int seed, int decodedAhead)
    {
        this.data = data;
        this.columns = columns;
        this.augmentation = augmentation;
        this.seed = seed;
        Kind = kind;
        ready = new BlockingCollection<Sample>(decodedAhead);
        producer = new Thread(Produce) { IsBackground = true, Name = $"{kind} samples" };
        producer.Start();
    }

    public StreamKind Kind { get; }

    /// <summary>Rows of the first pass whose label is ignored everywhere; they are skipped in every pass.</summary>
    public int AllIgnoredRows { get; private set; }

    /// <summary>The next samples; waits for them to be decoded.</summary>
    /// <exception cref="InvalidOperationException">A row is broken, or there is no row for this stream.</exception>
    public Sample[] Take(int count, CancellationToken cancellation)
    {
        var samples = new Sample[count];
        for (int i = 0; i < count; i++)
        {
            if (!ready.TryTake(out samples[i]!, Timeout.Infinite, cancellation))
            {
                failure?.Throw();
                throw new ObjectDisposedException(nameof(SampleStream));
            }
        }

        return samples;
    }

    public void Dispose()
    {
        stopping.Cancel();
        producer.Join();
        ready.Dispose();
        stopping.Dispose();
    }

    private void Produce()
    {
        try
        {
            for (int pass = 0; ; pass++)
            {
                var samples = data.CanShuffle ? ReadPass(pass) : Shuffled(ReadPass(pass), RandomNumbers.Create(seed, RandomUse.Pool, pass));
                foreach (var sample in samples)
                    ready.Add(sample, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            ready.CompleteAdding();
        }
    }

    /// <summary>One pass over the data.</summary>
    private IEnumerable<Sample> ReadPass(int pass)
    {
        var active = RowSampler.ActiveColumns(Kind, columns, data.Schema);
        long before = samplesRead;
        long rows = 0;
        using var cursor = data.GetRowCursor(active, data.CanShuffle ? RandomNumbers.Create(seed, RandomUse.Pass, pass) : null);
        var reader = new RowSampler(Kind, columns, cursor);
        while (cursor.MoveNext())
        {
            stopping.Token.ThrowIfCancellationRequested();
            rows++;
            var outcome = reader.Read(out var image, out var ids);
            if (outcome == RowSampler.Outcome.AllIgnored && pass == 0)
                AllIgnoredRows++;
            if (outcome == RowSampler.Outcome.Read)
                yield return augmentation.Apply(image!, ids, RandomNumbers.Create(seed, RandomUse.Sample, samplesRead++));
        }

        if (samplesRead == before)
            throw new InvalidOperationException(Nothing(rows));
    }

    /// <summary>The samples of a pass, each drawn at random from a pool that the following ones fill up.</summary>
    private static IEnumerable<Sample> Shuffled(IEnumerable<Sample> samples, Random random)
    {
        var pool = new List<Sample>(PoolSize);
        foreach (var sample in samples)
        {
            pool.Add(sample);
            if (pool.Count == PoolSize)
                yield return Draw();
        }

        while (pool.Count > 0)
            yield return Draw();

        Sample Draw()
        {
            int at = random.Next(pool.Count);
            var drawn = pool[at];
            pool[at] = pool[^1];
            pool.RemoveAt(pool.Count - 1);
            return drawn;
        }
    }

    private string Nothing(long rows)
    {
        string wanted = Kind switch
        {
            StreamKind.Source => $"source rows (column '{columns.Domain.Name}' = source) with a label",
            StreamKind.LabeledTarget => $"target rows (column '{columns.Domain.Name}' = target) with a label in column '{columns.Label.Name}'",
            _ => $"target rows (column '{columns.Domain.Name}' = target)",
        };
        string ignored = AllIgnoredRows > 0 ? $"; {AllIgnoredRows} labels are ignored (255) everywhere" : "";
        return $"The recipe needs {wanted}, but the data has none among its {rows} rows{ignored}.";
    }
}

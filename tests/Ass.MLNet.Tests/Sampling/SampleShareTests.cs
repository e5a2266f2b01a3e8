using Ass.MLNet.Sampling;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Processes that train together share a stream: what they have, put together, is what one has.</summary>
public class SampleShareTests
{
    private const int Steps = 14;

    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(StreamKind.Source, true, 2, 1, 1)]
    [InlineData(StreamKind.Source, true, 3, 2, 3)]
    [InlineData(StreamKind.UnlabeledTarget, true, 2, 2, 2)]
    [InlineData(StreamKind.LabeledTarget, false, 2, 1, 1)]
    [InlineData(StreamKind.Source, false, 2, 3, 1)]
    internal void Batch_by_batch_in_turns(StreamKind kind, bool canShuffle, int processes, int batchSize, int threads)
    {
        var rows = TwoDomains.Data(_ml, source: 11, labeled: 7, unlabeled: 5);
        IDataView data = canShuffle ? new ShuffledView(rows) : rows;
        var rare = kind == StreamKind.Source ? RareClassSampling.Of([100, 300, 600], 0.5, seed: 5) : null;
        using var alone = Streams.Open(data, kind, threads: 1, rareClasses: rare);
        var all = Streams.Take(alone, Steps, processes * batchSize).Select(s => (s.Image, s.Label)).ToArray();
        using var again = Streams.Open(data, kind, threads: 1, rareClasses: rare);
        var positions = Enumerable
            .Range(0, Steps)
            .Select(_ =>
            {
                again.Take(processes * batchSize, default);
                return again.Position;
            })
            .ToArray();

        for (int rank = 0; rank < processes; rank++)
        {
            var share = new SampleShare(batchSize, rank, processes);
            using var part = Streams.Open(data, kind, threads, rareClasses: rare, share: share);
            for (int step = 0; step < Steps; step++)
            {
                Assert.Equal(all.AsSpan((step * processes + rank) * batchSize, batchSize), Next(part, batchSize));
                Assert.Equal(positions[step], part.Position);
            }

            // A run that goes on after five steps.
            using var resumed = Streams.Open(data, kind, threads, positions[4], rareClasses: rare, share: share);
            Assert.Equal(all.AsSpan((5 * processes + rank) * batchSize, batchSize), Next(resumed, batchSize));
        }
    }

    private static ReadOnlySpan<(long, long)> Next(SampleStream stream, int batchSize) =>
        Streams.Take(stream, 1, batchSize).Select(s => (s.Image, s.Label)).ToArray();
}

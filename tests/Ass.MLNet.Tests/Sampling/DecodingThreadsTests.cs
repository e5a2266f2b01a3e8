using System.Diagnostics;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>However many threads decode, a stream is the one that a single thread makes.</summary>
public class DecodingThreadsTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static TheoryData<int, bool> ThreadsAndViews =>
        new()
        {
            { 2, true },
            { 3, true },
            { 8, true },
            { 2, false },
            { 3, false },
            { 8, false },
        };

    [Theory]
    [MemberData(nameof(ThreadsAndViews))]
    public void Samples_and_positions_are_those_of_one_thread(int threads, bool canShuffle)
    {
        foreach (var kind in Enum.GetValues<StreamKind>())
        {
            using var single = Streams.Open(Mixed(canShuffle), kind, 1);
            using var several = Streams.Open(Mixed(canShuffle), kind, threads);
            Assert.Equal(Streams.Take(single, 150), Streams.Take(several, 150));
        }
    }

    [Theory]
    [MemberData(nameof(ThreadsAndViews))]
    public void A_stream_goes_on_from_any_position(int threads, bool canShuffle)
    {
        var data = Mixed(canShuffle);
        using var single = Streams.Open(data, StreamKind.Source, 1);
        var all = Streams.Take(single, 130);
        foreach (int taken in new[] { 1, 8, 32, 38, 39, 40, 100 })
        {
            using var resumed = Streams.Open(data, StreamKind.Source, threads, all[taken - 1].After);
            Assert.Equal(all[taken..(taken + 25)], Streams.Take(resumed, 25));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void An_unreadable_image_is_named_after_all_samples_before_it(int threads)
    {
        // The earlier an image, the slower it is, so that the broken one is met first.
        var rows = WatchedRow.Sources(20, row =>
        {
            Thread.Sleep(Math.Max(0, 13 - row) * 4);
            if (row == 13)
            {
                throw new InvalidOperationException("torn");
            }
        });
        using var stream = Streams.Open(new InOrder(_ml.Data.LoadFromEnumerable(rows)), StreamKind.Source, threads);
        Assert.Equal(13, Streams.Take(stream, 13)[^1].After.Samples);
        for (int i = 0; i < 2; i++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => stream.Take(1, default));
            Assert.Contains("Row 13, column 'Image' cannot be read: torn", error.Message);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task An_unreadable_label_is_named_though_an_earlier_row_that_is_skipped_is_slower(int threads)
    {
        var slow = new LabelRow(() =>
        {
            Thread.Sleep(200);
            return [.. Enumerable.Repeat((byte)255, TwoDomains.Side * TwoDomains.Side)];
        });
        var broken = new LabelRow(() => throw new InvalidOperationException("torn"));
        using var stream = Streams.Open(new InOrder(_ml.Data.LoadFromEnumerable([slow, broken])), StreamKind.Source, threads);
        var taken = Task.Run(() => stream.Take(1, default));
        Assert.Same(taken, await Task.WhenAny(taken, Task.Delay(TimeSpan.FromSeconds(30))));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => taken);
        Assert.Contains("Row 1, column 'Label' cannot be read: torn", error.Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Rows_that_stop_coming_are_an_error_after_all_samples_before_it(int threads)
    {
        var data = new BreakingView(new InOrder(TwoDomains.Data(_ml, source: 20)), afterRows: 7);
        using var stream = Streams.Open(data, StreamKind.Source, threads);
        Assert.Equal(8, Streams.Take(stream, 8).Length);
        Assert.Contains("torn file", Assert.Throws<InvalidOperationException>(() => stream.Take(1, default)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_only_row_of_a_stream_is_given_again_and_again(int threads)
    {
        foreach (bool canShuffle in new[] { true, false })
        {
            var data = TwoDomains.Data(_ml, source: 1, labeled: 9);
            using var single = Streams.Open(canShuffle ? new ShuffledView(data) : data, StreamKind.Source, 1);
            using var several = Streams.Open(canShuffle ? new ShuffledView(data) : data, StreamKind.Source, threads);
            Assert.Equal(Streams.Take(single, 40), Streams.Take(several, 40));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Data_without_a_row_for_the_stream_are_an_error(int threads)
    {
        var ignored = Enumerable.Range(0, 9).Select(i => TwoDomains.MakeRow("source", i, true)).ToList();
        ignored.ForEach(row => Array.Fill(row.Label, (byte)255));
        foreach (bool canShuffle in new[] { true, false })
        {
            var data = _ml.Data.LoadFromEnumerable(ignored);
            using var stream = Streams.Open(canShuffle ? new ShuffledView(data) : data, StreamKind.Source, threads);
            var error = Assert.Throws<InvalidOperationException>(() => stream.Take(1, default));
            Assert.Contains("none among its 9 rows; 9 labels are ignored (255) everywhere", error.Message);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void No_more_is_decoded_ahead_than_there_is_room_for(int threads)
    {
        int read = 0;
        var rows = WatchedRow.Sources(200, _ => Interlocked.Increment(ref read));
        using var stream = Streams.Open(new InOrder(_ml.Data.LoadFromEnumerable(rows)), StreamKind.Source, threads);
        stream.Take(5, default);
        SpinWait.SpinUntil(() => Volatile.Read(ref read) == 5 + 4 + threads, TimeSpan.FromSeconds(20));
        Thread.Sleep(100);
        Assert.Equal(5 + 4 + threads, read);
    }

    [Fact]
    public void Eight_threads_decode_eight_images_at_once()
    {
        using var meeting = new Barrier(8);
        int alone = 0;
        int met = 0;
        var rows = WatchedRow.Sources(8, _ =>
        {
            // Those of the next pass need not wait for each other.
            if (Interlocked.Increment(ref met) <= 8 && !meeting.SignalAndWait(TimeSpan.FromSeconds(20)))
            {
                Interlocked.Increment(ref alone);
            }
        });
        using var stream = Streams.Open(new InOrder(_ml.Data.LoadFromEnumerable(rows)), StreamKind.Source, 8);
        stream.Take(8, default);
        Assert.Equal(0, alone);
    }

    [Fact]
    public void Disposing_ends_all_threads_at_once_and_closes_their_cursors()
    {
        var data = new CountedCursors(new InOrder(TwoDomains.Data(_ml, source: 40)));
        var stream = Streams.Open(data, StreamKind.Source, 8);
        stream.Take(1, default);
        var watch = Stopwatch.StartNew();
        stream.Dispose();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5));
        Assert.Equal(0, data.Open);
        Assert.ThrowsAny<ObjectDisposedException>(() => stream.Take(1, default));
    }

    [Fact]
    public void A_cancelled_taker_stops_waiting()
    {
        using var cancel = new CancellationTokenSource();
        using var goOn = new ManualResetEventSlim();
        var rows = WatchedRow.Sources(4, _ =>
        {
            cancel.Cancel();
            goOn.Wait();
        });
        using var stream = Streams.Open(_ml.Data.LoadFromEnumerable(rows), StreamKind.Source, 2);
        try
        {
            Assert.ThrowsAny<OperationCanceledException>(() => stream.Take(1, cancel.Token));
        }
        finally
        {
            goOn.Set();
        }
    }

    [Theory]
    [InlineData(2, 3, true, 1)]
    [InlineData(12, 3, true, 1)]
    [InlineData(64, 3, true, 5)]
    [InlineData(4, 1, true, 1)]
    [InlineData(1, 3, false, 1)]
    [InlineData(16, 3, false, 5)]
    [InlineData(16, 1, false, 8)]
    [InlineData(64, 3, false, 8)]
    public void By_default_a_stream_gets_what_the_processor_can_spare(int processors, int streams, bool isOnCpu, int threads) =>
        Assert.Equal(threads, DecodingThreads.Choose(processors, streams, isOnCpu));

    /// <summary>Rows of both domains in turn, some without a label, some with labels that are ignored everywhere.</summary>
    private IDataView Mixed(bool canShuffle)
    {
        var rows = Enumerable
            .Range(0, 90)
            .Select(i => TwoDomains.MakeRow(i % 7 is 0 or 2 or 5 ? "source" : "target", i, i % 7 is 0 or 1 or 2 or 5))
            .ToArray();
        Array.Fill(rows[7].Label, (byte)255);
        Array.Fill(rows[8].Label, (byte)255);
        var data = _ml.Data.LoadFromEnumerable(rows);
        return canShuffle ? new ShuffledView(data) : data;
    }

    /// <summary>A row of the source whose label is made when it is read.</summary>
    private sealed class LabelRow(Func<byte[]> read)
    {
        public string Domain { get; } = "source";

        [ImageType(TwoDomains.Side, TwoDomains.Side)]
        public MLImage? Image { get; } = TwoDomains.MakeRow("source", 1, true).Image;

        public byte[] Label => read();
    }
}

using Ass.MLNet.Images;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class SampleStreamTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(StreamKind.Source, 6)]
    [InlineData(StreamKind.LabeledTarget, 3)]
    [InlineData(StreamKind.UnlabeledTarget, 6)]
    internal void A_pass_gives_every_row_of_the_stream_once(StreamKind kind, int rows)
    {
        using var stream = Open(TwoDomains.Data(_ml), kind);
        var first = stream.Take(rows, default).Select(s => Key(s)).ToArray();
        var second = stream.Take(rows, default).Select(s => Key(s)).ToArray();

        Assert.Equal(rows, first.Distinct().Count());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Only_streams_with_labels_carry_them()
    {
        using var labeled = Open(TwoDomains.Data(_ml), StreamKind.LabeledTarget);
        using var unlabeled = Open(TwoDomains.Data(_ml), StreamKind.UnlabeledTarget);
        Assert.All(labeled.Take(4, default), s => Assert.NotNull(s.Ids));
        Assert.All(unlabeled.Take(7, default), s => Assert.Null(s.Ids));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_seed_gives_one_order_whether_the_view_can_be_shuffled_or_not(bool canShuffle)
    {
        Assert.Equal(Order(5), Order(5));
        Assert.NotEqual(Order(5), Order(6));

        long[] Order(int seed)
        {
            var data = TwoDomains.Data(_ml, source: 40);
            using var stream = Open(canShuffle ? new ShuffledView(data) : data, StreamKind.Source, seed);
            return stream.Take(50, default).Select(Key).ToArray();
        }
    }

    [Fact]
    public void A_view_that_cannot_be_shuffled_is_shuffled_all_the_same()
    {
        using var stream = Open(TwoDomains.Data(_ml, source: 40), StreamKind.Source);
        using var other = Open(TwoDomains.Data(_ml, source: 40), StreamKind.Source, seed: 9);
        Assert.NotEqual(stream.Take(10, default).Select(Key), other.Take(10, default).Select(Key));
    }

    [Fact]
    public void Labels_that_are_ignored_everywhere_are_skipped_and_counted()
    {
        var ignored = TwoDomains.MakeRow("source", 77, true);
        Array.Fill(ignored.Label, (byte)255);
        using var stream = Open(Rows(ignored, TwoDomains.MakeRow("source", 1, true)), StreamKind.Source);
        Assert.All(stream.Take(5, default), s => Assert.Contains(s.Ids!, id => id != 255));
        Assert.Equal(1, stream.Position.AllIgnoredRows);
    }

    [Fact]
    public void A_stream_without_rows_says_what_is_missing()
    {
        Assert.Contains("source rows", Fails(Rows(TwoDomains.MakeRow("target", 1, true)), StreamKind.Source));
        Assert.Contains(
            "target rows (column 'Domain' = target) with a label",
            Fails(TwoDomains.Data(_ml, labeled: 0), StreamKind.LabeledTarget)
        );
        Assert.Contains("target rows", Fails(TwoDomains.Data(_ml, labeled: 0, unlabeled: 0), StreamKind.UnlabeledTarget));
    }

    [Fact]
    public void Broken_rows_are_named()
    {
        var good = TwoDomains.MakeRow("source", 1, true);
        Assert.Matches("row 1 .*no label in column 'Label'", Fails(Rows(good, TwoDomains.MakeRow("source", 2, false)), StreamKind.Source));

        var wrongSize = TwoDomains.MakeRow("source", 2, true);
        wrongSize.Label = wrongSize.Label[..100];
        Assert.Matches("Row 1.*100 elements.*48x48", Fails(Rows(good, wrongSize), StreamKind.Source));

        var wrongId = TwoDomains.MakeRow("source", 2, true);
        wrongId.Label[5] = 3;
        Assert.Matches("row 1.*id 3.*bicubic|row 1.*id 3.*ResizeImages", Fails(Rows(good, wrongId), StreamKind.Source));

        Assert.Matches(
            "Row 1.*no image",
            Fails(Rows(good, new TwoDomains.Row { Domain = "source", Label = good.Label }), StreamKind.Source)
        );
        Assert.Matches("elsewhere", Fails(Rows(new TwoDomains.Row { Domain = "elsewhere" }), StreamKind.Source));
    }

    [Fact]
    public void A_file_that_does_not_decode_is_named()
    {
        using var folder = new TestFolder();
        var (images, labels) = folder.Pairs(2);
        File.WriteAllText(Path.Combine(images, "001.png"), "no picture");
        var data = _ml.Data.LoadSegmentation(SegmentationDataset.Folder(images, labels, LabelMap.Identity(["a", "b"])).AsSource());
        Assert.Contains("001.png", Fails(data, StreamKind.Source));
    }

    [Fact]
    public void Disposing_stops_a_thread_that_waits_for_room()
    {
        var stream = Open(TwoDomains.Data(_ml), StreamKind.Source);
        stream.Take(1, default);
        stream.Dispose();
        Assert.ThrowsAny<ObjectDisposedException>(() => stream.Take(1, default));
    }

    private IDataView Rows(params TwoDomains.Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private static string Fails(IDataView data, StreamKind kind)
    {
        using var stream = Open(data, kind);
        return Assert.Throws<InvalidOperationException>(() => stream.Take(20, default)).Message;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void From_any_position_the_stream_goes_on_as_if_it_had_not_been_left(bool canShuffle)
    {
        var data = TwoDomains.Data(_ml, source: 40);
        var view = canShuffle ? new ShuffledView(data) : data;
        using var whole = Open(view, StreamKind.Source);
        long[] all = whole.Take(130, default).Select(Key).ToArray();
        foreach (int taken in new[] { 0, 1, 8, 32, 39, 40, 41, 100 })
        {
            using var resumed = Open(view, StreamKind.Source, start: PositionAfter(taken));
            Assert.Equal(all[taken..(taken + 25)], resumed.Take(25, default).Select(Key));
        }

        StreamPosition PositionAfter(int taken)
        {
            using var stream = Open(view, StreamKind.Source);
            stream.Take(taken, default);
            return stream.Position;
        }
    }

    private static SampleStream Open(IDataView data, StreamKind kind, int seed = 5, StreamPosition start = default) =>
        new(
            new SampleSource(
                data,
                new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 3),
                kind,
                new Augmentation(
                    new AssSegmentationOptions
                    {
                        Augmentation =
                        {
                            MinScale = 1,
                            MaxScale = 1,
                            HorizontalFlip = false,
                        },
                    },
                    null,
                    new byte[3]
                ),
                seed
            ),
            decodedAhead: 4,
            threads: 1,
            start
        );

    private static long Key(Sample sample) => sample.Image.Pixels.Aggregate(17L, (hash, b) => hash * 31 + b);
}

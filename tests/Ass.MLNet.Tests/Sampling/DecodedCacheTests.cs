using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Samples from kept images are those from files, bit for bit.</summary>
public sealed class DecodedCacheTests : IDisposable
{
    private const int Pairs = 6;
    private const int Width = 12;
    private const int Height = 8;
    private const int BytesOfPair = Width * Height * 4;
    private const long Much = 1 << 20;

    private static readonly LabelMap Map = LabelMap.Identity(["a", "b", "c"]);

    private static readonly AssSegmentationOptions Unchanged = new()
    {
        Augmentation =
        {
            MinScale = 1,
            MaxScale = 1,
            HorizontalFlip = false,
        },
    };

    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private readonly string _images;
    private readonly string _labels;

    public DecodedCacheTests()
    {
        (_images, _labels) = (Path.Combine(_folder.Root, "images"), Path.Combine(_folder.Root, "labels"));
        for (int i = 0; i < Pairs; i++)
        {
            _folder.Bytes($"images/{i}.png", new PngEncoder(Width, Height, 8, 2).Encode((x, y, c) => 40 * i + 3 * x + 2 * y + 5 * c));
            _folder.Bytes($"labels/{i}.png", new PngEncoder(Width, Height, 8, 0).Encode((x, y, _) => (x + y * i) % 3));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, true, Much)]
    [InlineData(3, true, Much)]
    [InlineData(8, false, Much)]
    [InlineData(3, false, 2 * BytesOfPair + 50)]
    public void Kept_images_give_the_same_samples(int threads, bool isAugmented, long mostBytes)
    {
        var data = Data();
        var cache = new DecodedCache(mostBytes, keepsLabels: true);
        foreach (var kind in Enum.GetValues<StreamKind>())
        {
            using var plain = Open(data, kind, 1, null, isAugmented);
            using var kept = Open(data, kind, threads, cache, isAugmented);
            Assert.Equal(Streams.Take(plain, 5 * Pairs), Streams.Take(kept, 5 * Pairs));
        }

        Assert.InRange(cache.Bytes, 1, mostBytes);
        Assert.Equal(mostBytes < Much, cache.IsFull);
    }

    [Fact]
    public void Later_passes_read_no_files()
    {
        var data = Data();
        var cache = new DecodedCache(Much, keepsLabels: true);
        using var stream = Open(data, StreamKind.Source, 2, cache, isAugmented: true);
        Streams.Take(stream, 2 * Pairs);
        Directory.Delete(_images, recursive: true);
        Directory.Delete(_labels, recursive: true);
        Streams.Take(stream, 4 * Pairs);
        Assert.Equal((Pairs, Pairs), (cache.ImageCount, cache.LabelCount));
    }

    [Fact]
    public void Labelled_and_unlabelled_target_share_an_image()
    {
        var cache = new DecodedCache(Much, keepsLabels: true);
        using var labeled = Open(Data(), StreamKind.LabeledTarget, 2, cache, isAugmented: true);
        using var unlabeled = Open(Data(), StreamKind.UnlabeledTarget, 2, cache, isAugmented: true);
        Streams.Take(labeled, 3 * Pairs);
        Streams.Take(unlabeled, 3 * Pairs);
        Assert.Equal((Pairs, Pairs, (long)Pairs * BytesOfPair), (cache.ImageCount, cache.LabelCount, cache.Bytes));
    }

    [Fact]
    public void Nothing_is_kept_beyond_the_limit_and_nothing_twice()
    {
        var cache = new DecodedCache(30, keepsLabels: true);
        var first = new BgrImage(3, 3, new byte[27]);
        Assert.True(cache.TryKeep(new DataViewRowId(1, 0), first));
        Assert.False(cache.TryKeep(new DataViewRowId(1, 0), new BgrImage(1, 1, new byte[3])));
        Assert.False(cache.IsFull);
        Assert.False(cache.TryKeep(new DataViewRowId(2, 0), new LabelMask(2, 2, new byte[4])));
        Assert.True(cache.IsFull);
        Assert.True(cache.TryKeep(new DataViewRowId(2, 0), new LabelMask(3, 1, new byte[3])));
        Assert.Same(first, cache.FindImage(new DataViewRowId(1, 0)));
        Assert.Null(cache.FindImage(new DataViewRowId(2, 0)));
        Assert.Null(cache.FindLabel(new DataViewRowId(1, 0)));
        Assert.Equal(30, cache.Bytes);
    }

    [Theory]
    [InlineData(8L << 30, true, 128L << 20)]
    [InlineData(64L << 30, true, 256L << 20)]
    [InlineData(8L << 30, false, 512L << 20)]
    [InlineData(64L << 30, false, 2048L << 20)]
    public void By_default_it_takes_a_small_part_of_the_memory(long memory, bool isOnCpu, long bytes) =>
        Assert.Equal(bytes, DecodedCache.ChooseBytes(memory, isOnCpu));

    [Fact]
    public void Images_that_do_not_come_from_files_are_not_kept()
    {
        var data = TwoDomains.Data(_ml);
        var columns = new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 3);
        Assert.Null(DecodedCache.Of(100, data, columns, isOnCpu: true));
        Assert.Null(DecodedCache.Of(0, Data(), Columns(Data()), isOnCpu: true));
        Assert.NotNull(DecodedCache.Of(100, Data(), Columns(Data()), isOnCpu: true));
    }

    private IDataView Data()
    {
        var set = SegmentationDataset.Folder(_images, _labels, Map);
        return _ml.Data.LoadSegmentation(set.AsSource(), set.AsTarget());
    }

    private static SamplingColumns Columns(IDataView data) => new(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 3);

    private static SampleStream Open(IDataView data, StreamKind kind, int threads, DecodedCache? cache, bool isAugmented) =>
        Streams.Open(data, kind, threads, cache: cache, options: isAugmented ? null : Unchanged);
}

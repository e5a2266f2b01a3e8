using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class SegmenterFormatTests
{
    private static readonly string[] Names = ["road", "sky", "baum · tree"];

    [Fact]
    public void A_loaded_model_is_the_saved_one()
    {
        using var original = Create(new ImageSize(40, 32));
        using var stream = Saved(original);
        using var loaded = Segmenter.Load(stream, CPU);

        Assert.Equal(Names, loaded.ClassNames);
        Assert.Equal(new ImageSize(40, 32), loaded.Resizing.InputSize);
        Assert.Equal(original.Normalization.MeanBgr, loaded.Normalization.MeanBgr);
        Assert.Equal(original.Network.Spec, loaded.Network.Spec);
        var image = Picture(50, 37);
        var (ids, scores) = original.PredictWithScores(image);
        var (loadedIds, loadedScores) = loaded.PredictWithScores(image);
        Assert.Equal(ids, loadedIds);
        Assert.Equal(scores, loadedScores);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void Torchvisions_input_is_kept()
    {
        using var original = Create(null, InputNormalization.TorchVision);
        using var stream = Saved(original);
        using var loaded = Segmenter.Load(stream, CPU);

        Assert.Equal(InputNormalization.TorchVision.MeanBgr, loaded.Normalization.MeanBgr);
        Assert.Equal(InputNormalization.TorchVision.ScaleBgr, loaded.Normalization.ScaleBgr);
        Assert.True(loaded.Normalization.RedFirst);
        Assert.Equal(original.PredictWithScores(Picture(40, 40)).Scores, loaded.PredictWithScores(Picture(40, 40)).Scores);
    }

    [Fact]
    public void Scores_are_a_softmax_whose_largest_is_the_prediction()
    {
        using var segmenter = Create(null);
        var (ids, scores) = segmenter.PredictWithScores(Picture(48, 40));
        int pixels = 48 * 40;
        Assert.Equal(3 * pixels, scores.Length);
        for (int i = 0; i < pixels; i += 97)
        {
            var own = Enumerable.Range(0, 3).Select(c => scores[c * pixels + i]).ToArray();
            Assert.Equal(1, own.Sum(), 4);
            Assert.Equal(own.Max(), own[ids[i]]);
        }
    }

    [Fact]
    public void A_model_survives_the_dispose_scope_it_was_loaded_in()
    {
        using var original = Create(null);
        using var stream = Saved(original);
        Segmenter loaded;
        using (NewDisposeScope())
        {
            loaded = Segmenter.Load(stream, CPU);
        }
        using (loaded)
        {
            Assert.Equal(original.PredictIds(Picture(40, 40)), loaded.PredictIds(Picture(40, 40)));
        }
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        using var original = Create(null);
        byte[] whole = Saved(original).ToArray();
        foreach (int length in new[] { 0, 5, 12, 20, 40, 60, 90, 200, 1000, whole.Length / 2, whole.Length - 1 })
        {
            Assert.Throws<InvalidDataException>(() => Segmenter.Load(new MemoryStream(whole, 0, length), CPU));
        }
    }

    [Fact]
    public void A_changed_bit_anywhere_in_the_weights_is_found()
    {
        using var original = Create(null);
        byte[] whole = Saved(original).ToArray();
        foreach (double place in new[] { 0.1, 0.5, 0.9 })
        {
            byte[] damaged = [.. whole];
            damaged[(int)(place * whole.Length)] ^= 1;
            Assert.Throws<InvalidDataException>(() => Segmenter.Load(new MemoryStream(damaged), CPU));
        }

        whole[^1] ^= 1;
        Assert.Contains("its checksum", Assert.Throws<InvalidDataException>(() => Segmenter.Load(new MemoryStream(whole), CPU)).Message);
    }

    [Fact]
    public void Damage_to_the_header_is_named_and_takes_no_memory()
    {
        using var original = Create(null);
        byte[] whole = Saved(original).ToArray();
        var positions = new Dictionary<int, string>
        {
            [0] = "does not start",
            [8] = "version",
            [12] = "network",
            [16] = "output stride",
            [20] = "class count",
            [24] = "blocks",
            [28] = "branches",
            [32] = "bottleneck stride",
            [36] = "ceil-mode pooling",
            [40] = "second classifier",
            [44] = "name",
        };
        foreach (var (position, word) in positions)
        {
            var damaged = (byte[])whole.Clone();
            BitConverter.TryWriteBytes(damaged.AsSpan(position), 0x7F00_0003);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var error = Assert.Throws<InvalidDataException>(() => Segmenter.Load(new MemoryStream(damaged), CPU));
            Assert.Contains(word, error.Message);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(BatchNormMode.Learned)]
    [InlineData(BatchNormMode.Frozen)]
    [InlineData(BatchNormMode.FrozenAffine)]
    public void The_file_says_how_batch_norm_was_trained(BatchNormMode? mode)
    {
        using var original = Create(null);
        if (mode is { } known)
        {
            original.Network.SetBatchNorm(known);
        }
        using var stream = Saved(original);
        using var loaded = Segmenter.Load(stream, CPU);

        Assert.Equal((mode, mode != BatchNormMode.Frozen), (loaded.Network.BatchNorm, loaded.Network.HasBatchStatistics));
        byte[] damaged = stream.ToArray();
        int at = damaged.AsSpan().IndexOf(BitConverter.GetBytes(loaded.Network.state_dict().Count)) - 4;
        BitConverter.TryWriteBytes(damaged.AsSpan(at), 4);
        Assert.Contains(
            "batch norm has the unknown number 4",
            Assert.Throws<InvalidDataException>(() => Segmenter.Load(new MemoryStream(damaged), CPU)).Message
        );
    }

    [Fact]
    public void Loading_and_disposing_leave_no_tensor_behind_and_neither_does_a_damaged_file()
    {
        using var original = Create(null);
        byte[] whole = Saved(original).ToArray();
        Use();
        long before = LiveTensors.Count;
        Use();
        Assert.Throws<InvalidDataException>(() => Segmenter.Load(new MemoryStream(whole, 0, whole.Length - 1), CPU));
        Assert.Equal(before, LiveTensors.Count);

        void Use()
        {
            using var loaded = Segmenter.Load(new MemoryStream(whole), CPU);
            loaded.PredictIds(Picture(40, 40));
        }
    }

    /// <summary>Earlier files are today's without the fields that came later.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(1)]
    public void Files_of_earlier_versions_are_read(int version)
    {
        using var original = Create(new ImageSize(40, 32));
        byte[] today = Saved(original).ToArray();
        int names = 44;
        int colours = names + Names.Sum(name => 4 + System.Text.Encoding.UTF8.GetByteCount(name));
        byte[][] parts =
            version == 3
                ? [today[..8], BitConverter.GetBytes(version), today[12..(colours + 44)], today[(colours + 48)..]]
                :
                [
                    today[..8],
                    BitConverter.GetBytes(version),
                    today[12..28],
                    today[names..(colours + 12)],
                    version == 1 ? [] : today[(colours + 12)..(colours + 28)],
                    today[(colours + 28)..(colours + 36)],
                    today[(colours + 48)..],
                ];
        using var loaded = Segmenter.Load(new MemoryStream([.. parts.SelectMany(part => part)]), CPU);

        Assert.Null(loaded.Network.BatchNorm);
        Assert.Equal(original.Network.Spec, loaded.Network.Spec);
        Assert.Equal(original.Resizing, loaded.Resizing);
        Assert.Equal(original.Normalization.MeanBgr, loaded.Normalization.MeanBgr);
        Assert.Equal([1, 1, 1], loaded.Normalization.ScaleBgr);
        Assert.False(loaded.Normalization.RedFirst);
        Assert.Equal(original.PredictWithScores(Picture(50, 37)).Scores, loaded.PredictWithScores(Picture(50, 37)).Scores);
    }

    [Fact]
    public void Corners_are_aligned_in_prediction_where_it_is_said()
    {
        using var segmenter = Create(null);
        using var aligned = new Segmenter(
            segmenter.Network,
            segmenter.Normalization,
            new PredictionResizing(null, AlignCorners: true),
            Names,
            CPU
        );
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var image = Picture(48, 40);
        var output = segmenter.Network.forward(Batch.Create([new Sample(image, null)], new byte[3]).ToTensor(segmenter.Normalization, CPU));
        foreach (var model in new[] { segmenter, aligned })
        {
            var expected = nn
                .functional.interpolate(output.Logits, [40, 48], mode: InterpolationMode.Bilinear, align_corners: model == aligned)
                .softmax(1);
            Assert.Equal(expected.data<float>().ToArray(), model.PredictWithScores(image).Scores);
        }
    }

    [Fact]
    public void Random_damage_never_does_worse_than_an_error()
    {
        using var original = Create(null);
        byte[] whole = Saved(original).ToArray();
        var random = new Random(1);
        for (int i = 0; i < 25; i++)
        {
            var damaged = (byte[])whole.Clone();
            for (int j = 0; j < 3; j++)
            {
                damaged[random.Next(400)] = (byte)random.Next(256);
            }
            try
            {
                Segmenter.Load(new MemoryStream(damaged), CPU).Dispose();
            }
            catch (InvalidDataException) { }
        }
    }

    private static Segmenter Create(ImageSize? size, InputNormalization? normalization = null)
    {
        using var generator = new Generator(3);
        var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, 16, Names.Length));
        network.Initialize(generator);
        return new Segmenter(network.MoveTo(CPU), normalization ?? InputNormalization.Default, new PredictionResizing(size), Names, CPU);
    }

    private static MemoryStream Saved(Segmenter segmenter)
    {
        var stream = new MemoryStream();
        segmenter.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private static BgrImage Picture(int width, int height, int seed = 0)
    {
        var pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return new BgrImage(width, height, pixels);
    }
}

using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public sealed class LargestClassTests
{
    [Theory]
    [InlineData(5, 4, 3, 37, 29, false)]
    [InlineData(19, 8, 6, 64, 48, false)]
    [InlineData(19, 9, 7, 65, 49, true)]
    [InlineData(3, 1, 1, 20, 5, false)]
    [InlineData(3, 1, 2, 20, 1, true)]
    [InlineData(4, 40, 30, 17, 11, false)]
    [InlineData(4, 40, 30, 7, 30, true)]
    [InlineData(6, 33, 9, 33, 9, false)]
    public void Classes_are_those_of_libtorchs_enlarged_logits(
        int classes,
        int width,
        int height,
        int toWidth,
        int toHeight,
        bool alignCorners
    )
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var logits = randn([1, classes, height, width], generator: generator);
        var enlarged = Layers.Upsample(logits, toHeight, toWidth, alignCorners);
        long[] expected = enlarged.argmax(1).flatten().data<long>().ToArray();

        byte[] found = LargestClass.Of(
            logits.data<float>().ToArray(),
            new ImageSize(width, height),
            new ImageSize(toWidth, toHeight),
            alignCorners,
            threads: 1
        );

        // Where two classes are equal up to rounding, either is right.
        var (best, _) = enlarged.topk(2, dim: 1);
        float[] margins = best.select(1, 0).sub(best.select(1, 1)).flatten().data<float>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        Assert.All(Enumerable.Range(0, found.Length).Where(i => margins[i] > 1e-5f), i => Assert.Equal(expected[i], found[i]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Bands_of_rows_give_what_all_rows_give(bool alignCorners)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        float[] logits = randn([1, 19, 37, 50], generator: generator).data<float>().ToArray();
        var (from, to) = (new ImageSize(50, 37), new ImageSize(1600, 602));
        Assert.True(19 * 1600 * 602 > 4 * EnlargedLogits.LogitsOfBand);

        byte[] alone = LargestClass.Of(logits, from, to, alignCorners, threads: 1);
        Assert.Equal(alone, LargestClass.Of(logits, from, to, alignCorners, threads: 4));
        Assert.Equal(alone, LargestClass.Of(logits, from, to, alignCorners, threads: 3));
    }

    [Fact]
    public void The_first_of_equal_classes_is_taken() =>
        Assert.All(LargestClass.Of(new float[3 * 2 * 2], new ImageSize(2, 2), new ImageSize(21, 3), alignCorners: false, threads: 1), id =>
            Assert.Equal(0, id)
        );
}

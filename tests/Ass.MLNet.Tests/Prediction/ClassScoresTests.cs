using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public sealed class ClassScoresTests
{
    [Theory]
    [InlineData(5, 4, 3, 37, 29, false, 1)]
    [InlineData(19, 9, 7, 65, 49, true, 1)]
    [InlineData(4, 40, 30, 17, 11, false, 1)]
    [InlineData(6, 33, 9, 33, 9, false, 1)]
    [InlineData(19, 50, 37, 1600, 602, false, 4)]
    public void Scores_are_the_softmax_of_libtorchs_enlarged_logits(
        int classes,
        int width,
        int height,
        int toWidth,
        int toHeight,
        bool alignCorners,
        int threads
    )
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var logits = randn([1, classes, height, width], generator: generator).mul(10);
        float[] expected = Layers.Upsample(logits, toHeight, toWidth, alignCorners).softmax(1).flatten().data<float>().ToArray();

        float[] upsampled = Layers.Upsample(logits, toHeight, toWidth, alignCorners).flatten().data<float>().ToArray();

        Assert.InRange(LargestDifference(expected, Of(areProbabilities: false)), 0, 5e-5);
        Assert.True(LargestDifference(upsampled, Of(areProbabilities: true)) < 1e-4);

        float[] Of(bool areProbabilities) =>
            ClassScores.Of(
                logits.data<float>().ToArray(),
                new ImageSize(width, height),
                new ImageSize(toWidth, toHeight),
                alignCorners,
                threads,
                areProbabilities
            );
    }

    /// <summary>NaN where a number of either is.</summary>
    private static float LargestDifference(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        float largest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i] - found[i]));
        }
        return largest;
    }
}

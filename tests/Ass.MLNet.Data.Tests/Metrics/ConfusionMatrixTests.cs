using Ass.MLNet.Metrics;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void TheSmallestClassCountLooksAtTruthAndPrediction()
    {
        var confusion = new ConfusionMatrix();
        Assert.Equal(0, confusion.SmallestClassCount());
        confusion.Add([255, 255], [7, 255]);
        Assert.Equal(0, confusion.SmallestClassCount());
        confusion.Add([2, 0], [1, 0]);
        Assert.Equal(3, confusion.SmallestClassCount());
        confusion.Add([1], [4]);
        Assert.Equal(5, confusion.SmallestClassCount());
    }

    [Fact]
    public void PixelsPredictedAsNoClassAreNoticedOnlyWhereThereIsATruth()
    {
        var confusion = new ConfusionMatrix();
        confusion.Add([255, 1], [255, 1]);
        Assert.False(confusion.HasUnpredictedPixels());
        confusion.Add([1], [255]);
        Assert.True(confusion.HasUnpredictedPixels());
    }

    [Fact]
    public void SizesAndNamesMustFit()
    {
        var confusion = new ConfusionMatrix();
        confusion.Add([0, 3], [0, 0]);

        Assert.Contains(
            "Id 3 was counted, but there are 3 classes",
            Assert.Throws<InvalidOperationException>(() => confusion.ToMetrics(["a", "b", "c"])).Message
        );
        Assert.Contains("2 pixels, the prediction 1", Assert.Throws<ArgumentException>(() => confusion.Add([0, 0], [0])).Message);
    }
}

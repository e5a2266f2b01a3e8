using Ass.MLNet.Labels;
using Ass.MLNet.Sampling;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>The check counts for rare-class sampling.</summary>
public sealed partial class TrainingDataCheckTests
{
    [Theory]
    [InlineData(DataCheckMode.Stop)]
    [InlineData(DataCheckMode.Skip)]
    public void RareClassSamplingGetsThePixelsOfEachClass(DataCheckMode mode)
    {
        Pair("source", "a", 0, 0, 255, 1);
        Pair("source", "b", 0, 2, 0, 0);

        var pixels = Run(Source(LabelMap.Identity(["a", "b", "c"])), ["a", "b", "c"], Change)!;

        Assert.Equal([5, 1, 1], pixels.Source);
        Assert.Null(pixels.LabeledTarget);
        Assert.Contains(
            "Chances that a pass uses a row of source that has its share of a class: b 1 (14.29 % of the pixels), c 1 (14.29 %); of any "
                + "other row 0.1.",
            _informed
        );

        void Change(AssSegmentationOptions options) => (options.DataCheck, options.Augmentation.RareClassTemperature) = (mode, 0.01);
    }

    [Fact]
    public void CountsOfLabelsThatCannotBeReadAreNotThoseOfTheData()
    {
        Pair("source", "a", 0, 1);
        Pair("source", "b", 0, 1);
        Assert.True(Count()!.AreRepeatable);

        File.WriteAllText(_folder.At("source/labels/b.png"), "torn");
        Assert.False(Count()!.AreRepeatable);

        ClassPixels? Count() => Run(Source(LabelMap.Identity(["a", "b"])), ["a", "b"], options => options.DataCheck = DataCheckMode.Warn);
    }

    /// <summary>Rows without files may come in another order, and others would be chosen.</summary>
    [Theory]
    [InlineData(100, true)]
    [InlineData(200, false)]
    public void CountsOfSomeOfManyRowsWithoutFilesAreNotThoseOfTheData(int rows, bool areRepeatable)
    {
        var row = TwoDomains.MakeRow("source", 1, true);
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Repeat(row, rows).ToArray());
        Assert.Equal(areRepeatable, Run(data, TwoDomains.ClassNames, change: null)!.AreRepeatable);
    }

    [Fact]
    public void WithoutCheckAndRareClassSamplingNoLabelIsRead()
    {
        Pair("source", "a", 0, 1);

        Assert.Null(Run(Source(LabelMap.Identity(["a", "b"])), ["a", "b"], options => options.DataCheck = DataCheckMode.Skip));
        Assert.Empty(_informed);
    }

    /// <summary>Class 2 is missing, which the check would not let pass.</summary>
    [Fact]
    public void WithoutCheckLabelsAreCountedButNotJudged()
    {
        Pair("source", "a", 0, 1, 0);

        var pixels = Run(Source(LabelMap.Identity(["a", "b", "c"])), ["a", "b", "c"], Change)!;

        Assert.Equal([2, 1, 0], pixels.Source);
        Assert.Empty(_warnings);

        static void Change(AssSegmentationOptions options) =>
            (options.DataCheck, options.Augmentation.RareClassTemperature) = (DataCheckMode.Skip, 0.01);
    }
}

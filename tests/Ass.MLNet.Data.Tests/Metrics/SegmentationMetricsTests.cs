using System.Globalization;
using Ass.MLNet.Metrics;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationMetricsTests
{
    // By hand: a has TP 2, FN 1; b has TP 1, FP 1; c occurs only where the truth is ignored.
    private static readonly byte[] Truth = [0, 0, 0, 1, 255, 255];
    private static readonly byte[] Predicted = [0, 0, 1, 1, 0, 2];

    [Fact]
    public void AgreesWithNumbersWorkedOutByHand()
    {
        var metrics = Compare(["a", "b", "c"], Truth, Predicted);

        Assert.Equal([2.0 / 3, 1.0 / 2, double.NaN], metrics.PerClassIoU);
        Assert.Equal(((2.0 / 3) + (1.0 / 2)) / 2, metrics.MeanIoU, 12);
        Assert.Equal(3.0 / 4, metrics.PixelAccuracy, 12);
        Assert.Equal(((2.0 / 3) + 1) / 2, metrics.MeanAccuracy, 12);
        Assert.Equal((0.75 * 2 / 3) + (0.25 * 1 / 2), metrics.FrequencyWeightedIoU, 12);
        Assert.Equal(
            new long[,]
            {
                { 2, 1, 0 },
                { 0, 1, 0 },
                { 0, 0, 0 },
            },
            metrics.ConfusionMatrix
        );
    }

    [Fact]
    public void AClassThatIsPredictedButNeverTrueCountsInTheOneMeanAlone()
    {
        var metrics = Compare(["a", "b", "c"], [0, 0, 1], [0, 2, 1]);

        Assert.Equal([0.5, 1, 0], metrics.PerClassIoU);
        Assert.Equal((0.5, 0.75), (metrics.MeanIoU, metrics.MeanIoUOfTrueClasses));
    }

    [Fact]
    public void RecallPrecisionAndFrequencyAgreeWithNumbersWorkedOutByHand()
    {
        var metrics = Compare(["a", "b", "c"], Truth, Predicted);

        Assert.Equal([2.0 / 3, 1, double.NaN], metrics.PerClassAccuracy);
        Assert.Equal([1, 1.0 / 2, double.NaN], metrics.PerClassPrecision);
        Assert.Equal([0.75, 0.25, 0], metrics.PerClassFrequency);
        Assert.Equal(
            new double[,]
            {
                { 2.0 / 3, 1.0 / 3, 0 },
                { 0, 1, 0 },
                { double.NaN, double.NaN, double.NaN },
            },
            metrics.GetNormalizedConfusionMatrix()
        );
    }

    [Fact]
    public void TheConfusionTableIsAlignedAndInPerCentOfTheRows()
    {
        var table = new SegmentationMetrics(
            new long[,]
            {
                { 1500, 500, 0 },
                { 0, 7, 0 },
                { 0, 0, 0 },
            },
            ["road", "tree & bush", "sky"]
        );

        Assert.Equal(
            [
                "% of the true class's pixels, by predicted class",
                "truth            pixels     0     1     2",
                "-----------------------------------------",
                "  0 road          2,000  75.0  25.0   0.0",
                "  1 tree & bush       7   0.0 100.0   0.0",
                "  2 sky               0     -     -     -",
            ],
            table.GetFormattedConfusionTable().Split(Environment.NewLine)
        );
    }

    [Fact]
    public void AMatrixThatIsNotOneIsRefused()
    {
        Assert.Contains("2 × 2", Assert.Throws<ArgumentException>(() => new SegmentationMetrics(new long[2, 3], ["a", "b"])).Message);
        Assert.Contains(
            "negative",
            Assert
                .Throws<ArgumentException>(() =>
                    new SegmentationMetrics(
                        new long[,]
                        {
                            { -1 },
                        },
                        ["a"]
                    )
                )
                .Message
        );
    }

    [Fact]
    public void AClassThatIsOnlyPredictedCountsAsZero()
    {
        var metrics = Compare(["a", "b", "c"], [0, 0], [0, 2]);

        Assert.Equal([0.5, double.NaN, 0], metrics.PerClassIoU);
        Assert.Equal(0.25, metrics.MeanIoU);
        Assert.Equal(0.5, metrics.MeanAccuracy);
    }

    [Fact]
    public void ImagesAreCountedTogetherNotAveraged()
    {
        var confusion = new ConfusionMatrix();
        confusion.Add([0], [0]);
        confusion.Add([0, 0, 0], [1, 1, 1]);

        Assert.Equal([0.25, 0], confusion.ToMetrics(["a", "b"]).PerClassIoU);
    }

    [Fact]
    public void ASubsetKeepsTheIoUAmongAllClasses()
    {
        // Class b loses a pixel to c, which is not in the report.
        var subset = Compare(["a", "b", "c"], [0, 0, 1, 1, 2], [0, 1, 1, 2, 2]).Subset(1, 0);

        Assert.Equal(["b", "a"], subset.ClassNames);
        Assert.Equal([1.0 / 3, 1.0 / 2], subset.PerClassIoU);
        Assert.Equal(5.0 / 12, subset.MeanIoU, 12);
        Assert.Equal(0.5, subset.PixelAccuracy);
        Assert.Equal(0.5, subset.MeanAccuracy);
        Assert.Equal(
            new long[,]
            {
                { 1, 0 },
                { 1, 1 },
            },
            subset.ConfusionMatrix
        );
        Assert.Equal([1.0 / 2], subset.Subset(1).PerClassIoU);
    }

    [Fact]
    public void ASubsetOfUnknownOrRepeatedClassesIsRefused()
    {
        var metrics = Compare(["a", "b", "c"], Truth, Predicted);

        Assert.Contains("There is no class 3: ids are 0–2", Assert.Throws<ArgumentException>(() => metrics.Subset(0, 3)).Message);
        Assert.Contains("Class 1 (b) is listed twice", Assert.Throws<ArgumentException>(() => metrics.Subset(1, 1)).Message);
        Assert.Throws<ArgumentException>(() => metrics.Subset());
    }

    [Fact]
    public void TheTableIsAlignedAndTheSameInEveryCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            string[] expected =
            [
                "class                      IoU",
                "------------------------------",
                "a                        66.67",
                "b                        50.00",
                "c                            -",
                "------------------------------",
                "mIoU                     58.33",
                "pixel accuracy           75.00",
                "mean accuracy            83.33",
                "frequency-weighted IoU   62.50",
            ];

            Assert.Equal(expected, Compare(["a", "b", "c"], Truth, Predicted).ToString().Split(Environment.NewLine));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static SegmentationMetrics Compare(string[] names, byte[] truth, byte[] predicted)
    {
        var confusion = new ConfusionMatrix();
        confusion.Add(truth, predicted);
        return confusion.ToMetrics(names);
    }
}

using Ass.MLNet.Reporting;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ConfusionMatrixFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AllMetricsComeBackFromTheFile()
    {
        var metrics = new SegmentationMetrics(
            new long[,]
            {
                { 5, 1, 0 },
                { 2, 3_000_000_000_000, 4 },
                { 0, 0, 0 },
            },
            ["road, wet", "\"tree\"", "<sky>"]
        );
        ConfusionMatrixFile.Write(_folder.At("run/confusion-matrix.csv"), metrics);

        var read = ConfusionMatrixFile.Read(_folder.At("run/confusion-matrix.csv"));

        Assert.Equal(metrics.ConfusionMatrix, read.ConfusionMatrix);
        Assert.Equal(metrics.ClassNames, read.ClassNames);
        Assert.Equal(metrics.ToString(), read.ToString());
        Assert.Single(Directory.GetFiles(_folder.At("run")));
    }

    [Theory]
    [InlineData("row 'b', column 'a': a number of pixels is expected, but there is '-1'", "x,a,b", "a,1,2", "b,-1,2")]
    [InlineData("row 1: the truth is 'b', but the order of the columns has 'a' there", "x,a,b", "b,1,2", "a,3,4")]
    [InlineData("2 columns of classes and 1 rows", "x,a,b", "a,1,2")]
    [InlineData("0 columns of classes", "x")]
    public void AnotherKindOfTableIsAnErrorThatSaysWhere(string message, params string[] lines) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => ConfusionMatrixFile.Read(_folder.Text("c.csv", lines))).Message);
}

using Ass.MLNet.Reporting;
using Ass.MLNet.RunLog;
using Ass.MLNet.Tests;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LearningCurvesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryColumnIsACurveAndEmptyCellsAreLeftOut()
    {
        var curves = Read("step,source loss,\"IoU sky, \"\"blue\"\"\",mIoU", "10,2.5,,", "20,1e-3,0.25,", "30,-1,NaN,0.5");

        Assert.Equal(["source loss", "IoU sky, \"blue\"", "mIoU"], curves.Select(curve => curve.Name));
        Assert.Equal([new(10, 2.5), new(20, 0.001), new(30, -1)], curves[0].Points);
        Assert.Equal([new(20, 0.25)], curves[1].Points);
        Assert.Equal([new(30, 0.5)], curves[2].Points);
    }

    [Fact]
    public void AColumnWithoutANumberIsNoCurve() => Assert.Equal(["b"], Read("step,a,b", "1,,5", "2,,6").Select(curve => curve.Name));

    [Fact]
    public void ATableOfTheLibrarysOwnIsRead()
    {
        string path = _folder.At("results.csv");
        using (var results = new ResultsCsv(path, 0, new ResultsColumns(["source"], ["global"], ["road", "sky, blue", "car"]), _ => { }))
        {
            results.Report(TestProgress.Progress(10, loss: 0.25));
            results.Report(TestProgress.Progress(20, loss: double.NaN, TestProgress.Metrics()));

            // While it is open, as it is while training goes on.
            var curves = LearningCurves.Read(path).ToDictionary(curve => curve.Name, curve => curve.Points);
            Assert.Equal([new(10, 0.25)], curves["source loss"]);
            Assert.Equal([new(20, 0.5)], curves["IoU sky, blue"]);
            Assert.Equal(2, curves["learning rate"].Count);
            Assert.DoesNotContain("IoU car", curves.Keys);
        }
    }

    [Fact]
    public void ALineThatIsStillBeingWrittenIsLeftOut()
    {
        File.WriteAllText(_folder.At("results.csv"), "step,a\r\n10,1\r\n20,2\r\n30");

        Assert.Equal([new(10, 1), new(20, 2)], LearningCurves.Read(_folder.At("results.csv"))[0].Points);
    }

    [Theory]
    [InlineData("the first column must be 'step', but is 'epoch'", "epoch,a", "1,2")]
    [InlineData("row 2, column 'a': a number or nothing is expected, but there is 'x'", "step,a", "1,2", "2,x")]
    [InlineData("row 1: the step is missing", "step,a", ",2")]
    [InlineData("line 3: 2 cells are expected, as in the header, but there are 3", "step,a", "1,2", "2,3,4")]
    [InlineData("line 2: a quoted cell does not end", "step,a", "1,\"2", "2,3")]
    [InlineData("no header")]
    public void AnotherKindOfFileIsAnErrorThatSaysWhere(string message, params string[] lines)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(lines));

        Assert.Contains(message, error.Message);
        Assert.Contains("results.csv", error.Message);
    }

    private IReadOnlyList<LearningCurve> Read(params string[] lines) => LearningCurves.Read(_folder.Text("results.csv", lines));
}

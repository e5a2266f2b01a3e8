using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ass.MLNet.Reporting;
using Ass.MLNet.Reporting.Charts;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed partial class SegmentationReportTests : IDisposable
{
    private const string Awkward = "<b>&\"'\u0001]]>";

    private static readonly string[] Names = ["road", Awkward, "sky"];
    private static readonly SegmentationMetrics Metrics = new(
        new long[,]
        {
            { 70, 10, 0 },
            { 5, 15, 0 },
            { 0, 0, 0 },
        },
        Names
    );

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ARunsFolderBecomesOnePageWithAllSections()
    {
        string run = WriteRun();

        string path = SegmentationReport.FromRun(run).Write(run);

        Assert.Equal(Path.Combine(run, "report.html"), path);
        var page = Parse(path);
        Assert.Equal(
            ["results", "confusion", "strips", "curves", "options"],
            page.Descendants("section").Select(section => section.Attribute("id")!.Value)
        );
        string text = page.Value;
        Assert.Contains("first run", text);
        Assert.Equal("66.18 %", Cell(page, "mIoU"));
        Assert.Contains("learningRate", text);
        Assert.Contains("0.00025", text);
        Assert.Contains("camvid:data:train", text);
        Assert.Contains("Segmentation losses", text);
        Assert.Equal(["charts", "strips"], Directory.GetDirectories(run).Select(Path.GetFileName).Order());
        Assert.DoesNotContain(Directory.GetFiles(run, "*", SearchOption.AllDirectories), file =>
            file.EndsWith(".partial", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void ChartsOfAnEarlierReportDoNotPassForThisOnes()
    {
        string run = WriteRun();
        SegmentationReport.FromRun(run).Write(run);
        string[] before = Directory.GetFiles(Path.Combine(run, "charts"));
        string own = Path.Combine(run, "charts", "mine.svg");
        File.WriteAllText(own, "mine");
        File.Delete(Path.Combine(run, "confusion-matrix.csv"));

        SegmentationReport.FromRun(run).Write(run);
        string?[] after = [.. Directory.GetFiles(Path.Combine(run, "charts")).Select(Path.GetFileName)];

        Assert.Contains(before, file => file.EndsWith("iou.svg", StringComparison.Ordinal));
        Assert.DoesNotContain("iou.svg", after);
        Assert.DoesNotContain("confusion-matrix.svg", after);
        Assert.Contains("mine.svg", after);
        Assert.Contains(after, name => name!.StartsWith("curves-", StringComparison.Ordinal));
    }

    [Fact]
    public void AClassThatDoesNotOccurHasNoBar()
    {
        var metrics = new SegmentationMetrics(
            new long[,]
            {
                { 3, 1, 0 },
                { 1, 3, 0 },
                { 0, 0, 0 },
            },
            Names
        );
        new SegmentationReport("one") { Runs = [new ReportRun("one", metrics, null)] }.Write(_folder.At("out"));
        string chart = File.ReadAllText(_folder.At("out/charts/iou.svg"));
        Assert.Contains(">60.0<", chart);
        Assert.DoesNotContain(">0.0<", chart);
    }

    [Fact]
    public void ThePageNeedsNoOtherFileAndNoNetwork()
    {
        string run = WriteRun();
        string path = SegmentationReport.FromRun(run).Write(run);
        var page = Parse(path);

        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("link"));
        foreach (
            var attribute in page.Descendants()
                .Attributes()
                .Where(a => !a.IsNamespaceDeclaration && a.Name.LocalName is "src" or "href" or "style")
        )
        {
            Assert.True(
                attribute.Value[0] == '#' || attribute.Value.StartsWith("data:image/") || attribute.Name == "style",
                attribute.ToString()
            );
        }

        string rest = NamespaceDeclaration().Replace(File.ReadAllText(path), "");
        Assert.DoesNotContain("http", rest);
        Assert.DoesNotContain("url(h", rest);
        Assert.DoesNotContain("@import", rest);

        // Ids of clip paths would clash between pictures.
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Distinct(), ids);
        foreach (Match use in ClipPath().Matches(rest))
        {
            Assert.Contains(use.Groups[1].Value, ids);
        }
    }

    [Fact]
    public void NamesAreShownAsTheyAreAndNeverAsMarkup()
    {
        var report = new SegmentationReport(Awkward)
        {
            Summary = Awkward,
            Runs = [new(Awkward, Metrics, [new(Awkward, [new(1, 2), new(2, 3)])]), new("b", Metrics, [new(Awkward, [new(1, 2)])])],
            Facts =
            [
                new(
                    Awkward,
                    [Awkward],
                    [
                        [Awkward],
                    ]
                ),
            ],
        };

        var page = Parse(report.Write(_folder.At("out")));

        Assert.Empty(page.Descendants("b"));
        string shown = Awkward.Replace('\u0001', '\uFFFD');
        Assert.Equal(shown, page.Descendants("h1").Single().Value);
        Assert.Contains(page.Descendants("td"), cell => cell.Value.Trim() == shown);
        Assert.Contains(page.Descendants(SvgPicture.Namespace + "text"), text => text.Value == shown);
        foreach (string file in Directory.GetFiles(_folder.At("out/charts")))
        {
            XDocument.Load(file);
        }
    }

    [Fact]
    public void ARunWithSelfTrainingHasAChartOfItsPseudoLabels()
    {
        CurvePoint[] points = [new(1, 0.5), new(2, 0.75)];
        LearningCurve[] curves =
        [
            new("target loss", points),
            new("self-training loss", points),
            new("pseudo-labels trusted", points),
            new("validation pseudo-labels right", points),
        ];

        new SegmentationReport("one") { Runs = [new("self-training", Metrics, curves)] }.Write(_folder.At("out"));

        string[] charts = [.. Directory.GetFiles(_folder.At("out/charts"), "curves-*").Select(Path.GetFileName).Order()!];
        Assert.Equal(["curves-pseudo-labels.svg", "curves-segmentation-loss.svg"], charts);
        Assert.Contains("self-training", File.ReadAllText(_folder.At("out/charts/curves-segmentation-loss.svg")));
        Assert.Contains("validation pseudo-labels right", File.ReadAllText(_folder.At("out/charts/curves-pseudo-labels.svg")));
    }

    /// <summary>The curve is of the classes that labels show; the mean of all falls by a class that is predicted alone.</summary>
    [Fact]
    public void TheTwoMeansOfIoUHaveNamesOfTheirOwn()
    {
        var astray = new SegmentationMetrics(
            new long[,]
            {
                { 70, 9, 1 },
                { 5, 15, 0 },
                { 0, 0, 0 },
            },
            Names
        );
        LearningCurve[] curves = [new("mIoU", [new(1, 0.5), new(2, 0.6)]), new("pixel accuracy", [new(1, 0.5), new(2, 0.7)])];

        var one = Parse(new SegmentationReport("one") { Runs = [new("a", astray, curves)] }.Write(_folder.At("one")));
        Assert.NotEqual(Cell(one, "mIoU"), Cell(one, "mIoU of true classes"));
        Assert.Contains("mIoU of true classes", File.ReadAllText(_folder.At("one/charts/curves-validation.svg")));

        var two = Parse(
            new SegmentationReport("two") { Runs = [new("a", astray, curves), new("b", Metrics, curves)] }.Write(_folder.At("two"))
        );
        Assert.Contains(two.Descendants("td"), cell => cell.Value == "mIoU of true classes");
        Assert.Contains("mIoU of true classes", File.ReadAllText(_folder.At("two/charts/curves-1-miou.svg")));

        var same = Parse(new SegmentationReport("same") { Runs = [new("b", Metrics)] }.Write(_folder.At("same")));
        Assert.DoesNotContain(same.Descendants("dt"), cell => cell.Value == "mIoU of true classes");
    }

    [Fact]
    public void AClassIsDrawnAmongTheClassesWhateverItsName()
    {
        CurvePoint[] points = [new(1, 0.5), new(2, 0.75)];
        LearningCurve[] curves = [new("IoU gloss", points), new("IoU pseudo-labels", points), new("IoU gradient norm", points)];

        new SegmentationReport("one") { Runs = [new("a", Metrics, curves)] }.Write(_folder.At("out"));

        Assert.Equal(["curves-class-iou.svg"], Directory.GetFiles(_folder.At("out/charts"), "curves-*").Select(Path.GetFileName));
        Assert.Contains("gradient norm", File.ReadAllText(_folder.At("out/charts/curves-class-iou.svg")));
    }

    [Fact]
    public void SeveralRunsAreComparedInOneTableAndOneColour()
    {
        var better = new SegmentationMetrics(
            new long[,]
            {
                { 79, 1, 0 },
                { 5, 15, 0 },
                { 0, 0, 0 },
            },
            Names
        );
        LearningCurve[] both = [new("source loss", [new(1, 2), new(2, 1)])];
        LearningCurve[] second = [.. both, new("global discriminator accuracy", [new(1, 0.5), new(2, 0.75)])];
        var report = new SegmentationReport("two") { Runs = [new("source only", Metrics, both), new("ASS", better, second)] };

        var page = Parse(report.Write(_folder.At("out")));

        var row = page.Descendants("tr").First(r => r.Elements("td").FirstOrDefault()?.Value.Contains("road") == true);
        Assert.Equal(["road", "82.35", "92.94"], row.Elements("td").Select(cell => cell.Value.Trim()));
        Assert.Equal("92.94", row.Descendants("strong").Single().Value);
        string color = SvgPicture.Rgb(ChartTheme.Line(1));
        Assert.Contains(color, File.ReadAllText(_folder.At("out/charts/curves-2-global-discriminator-accuracy.svg")));
        Assert.DoesNotContain(
            SvgPicture.Rgb(ChartTheme.Line(0)),
            File.ReadAllText(_folder.At("out/charts/curves-2-global-discriminator-accuracy.svg"))
        );
    }

    [Fact]
    public void RunsOfUnlikeClassesAreAnErrorThatNamesThem()
    {
        var other = new SegmentationMetrics(
            new long[,]
            {
                { 1 },
            },
            ["road"]
        );
        var report = new SegmentationReport("two") { Runs = [new("a", Metrics), new("c", other)] };

        Assert.Contains("the run 'c' has [", Assert.Throws<InvalidOperationException>(() => report.Write(_folder.At("out"))).Message);
        Assert.False(File.Exists(_folder.At("out/report.html")));
    }

    [Theory]
    [InlineData("options.json", "{", "is not JSON")]
    [InlineData("results.csv", "a,b\n", "must be 'step'")]
    [InlineData("strips/strip-01-a.png", "no picture", "damaged or not a picture")]
    public void ADamagedFileIsAnErrorThatNamesIt(string file, string content, string message)
    {
        string run = WriteRun();
        File.WriteAllText(Path.Combine(run, file), content);

        var error = Assert.Throws<InvalidDataException>(() => SegmentationReport.FromRun(run).Write(run));

        Assert.Contains(Path.Combine(run, file), error.Message);
        Assert.Contains(message, error.Message);
    }

    [Fact]
    public void AnEmptyFolderGivesAPageWithATitleAlone()
    {
        Directory.CreateDirectory(_folder.At("empty/x"));

        var page = Parse(SegmentationReport.FromRun(_folder.At("empty")).Write(_folder.At("empty")));

        Assert.Equal("empty", page.Descendants("h1").Single().Value);
        Assert.Empty(page.Descendants("section"));
        Assert.Throws<DirectoryNotFoundException>(() => SegmentationReport.FromRun(_folder.At("missing")));
    }

    private static string Cell(XElement page, string key) =>
        page.Descendants("dt").Single(dt => dt.Value == key).ElementsAfterSelf("dd").Single().Value;

    private static XElement Parse(string path) => XDocument.Load(path).Root!;

    private string WriteRun()
    {
        string run = _folder.At("first run");
        _folder.Text("first run/results.csv", "step,source loss,target loss,learning rate,mIoU", "10,2.5,1,0.1,", "20,1.5,0.01,0.05,0.5");
        _folder.Text(
            "first run/options.json",
            """
            {
              "version": "1", "commandLine": { "source": "camvid:data:train" },
              "training": { "learningRate": 0.00025, "sourceSize": { "width": 3 }, "empty": null }
            }
            """
        );
        ConfusionMatrixFile.Write(_folder.At("first run/confusion-matrix.csv"), Metrics);
        _folder.Plain("first run/strips/strip-01-a.png", 8, 4, 1, 2, 3);
        return run;
    }

    [GeneratedRegex(" xmlns(:[a-z]+)?=\"[^\"]*\"")]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"url\(#([^)]*)\)")]
    private static partial Regex ClipPath();
}

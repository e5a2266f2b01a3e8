using System.Xml.Linq;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public ReportCommandTests()
    {
        var ml = new MLContext();
        using var model = TestModel.Create(ml);
        using (var stream = File.Create(_folder.At("run/model.zip")))
        {
            model.Save(stream);
        }

        _folder.Text("run/results.csv", "step,source loss", "10,2", "20,1");
        _folder.Text("run/options.json", """{ "version": "1" }""");
        _folder.Text("data/classes.txt", TestModel.ClassNames);
        for (int i = 0; i < 3; i++)
        {
            using var picture = TestModel.Picture(i);
            picture.Save(_folder.At($"data/images/{i}.png"));
            SegmentationPng.Save(_folder.At($"data/labels/{i}.png"), new byte[32 * 24], 32, 24);
        }
    }

    private string Run => Path.Combine(_folder.Root, "run");

    private string Data => "folder:" + Path.Combine(_folder.Root, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ARunsReportIsMadeFromItsFilesAndAgainWithData()
    {
        var (code, output, error) = await CommandLine.RunProcess("report", "--run", Run);
        Assert.True(code == 0, error);
        Assert.Contains("report.html", output);
        Assert.Equal(["curves", "options"], Sections(Run));

        (code, output, error) = await CommandLine.Run("report", "--run", Run, "--data", Data, "--before", Run);
        Assert.True(code == 0, error);
        Assert.Contains("mean IoU", output);
        Assert.Equal(["results", "confusion", "strips", "curves", "options"], Sections(Run));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(Run, "strips"), "*.png").Length);
        Assert.Contains(
            $"3 of the 3 images that the metrics are of. before = {Path.Combine(Run, "model.zip")}, after = ",
            File.ReadAllText(Path.Combine(Run, "report.html"))
        );

        // What the evaluation left is part of the report from now on.
        Assert.Equal(0, (await CommandLine.Run("report", "--run", Run)).Code);
        Assert.Equal(["results", "confusion", "strips", "curves", "options"], Sections(Run));
    }

    [Fact]
    public async Task EvaluateWritesItsReportElsewhere()
    {
        string folder = Path.Combine(_folder.Root, "evaluation");

        var (code, _, error) = await CommandLine.Run("evaluate", "--model", Run, "--data", Data, "--report", folder);

        Assert.True(code == 0, error);
        Assert.Equal(["results", "confusion", "strips"], Sections(folder));
        Assert.True(File.Exists(Path.Combine(folder, "confusion-matrix.csv")));
        Assert.False(File.Exists(Path.Combine(Run, "report.html")));
    }

    [Fact]
    public async Task LabelsThatSeemToBeMisreadAreMeasuredOnRequestAlone()
    {
        byte[] mask = [.. Enumerable.Range(0, 32 * 24).Select(i => (byte)(i % 2 == 0 ? 0 : 255))];
        for (int i = 0; i < 3; i++)
        {
            SegmentationPng.Save(_folder.At($"data/labels/{i}.png"), mask, 32, 24);
        }

        var (code, output, error) = await CommandLine.Run("evaluate", "--model", Run, "--data", Data);
        Assert.Equal(1, code);
        Assert.Contains("The labels hold 0 and 255 alone, as black-and-white masks do", error);
        Assert.DoesNotContain("mean IoU", output);

        (code, output, error) = await CommandLine.Run("evaluate", "--model", Run, "--data", Data, "--allow-misread");
        Assert.True(code == 0, error);
        Assert.Contains("mean IoU", output);
    }

    [Fact]
    public async Task WhatCannotBeDoneIsSaid()
    {
        Assert.Contains("--before needs --data", (await CommandLine.Run("report", "--run", Run, "--before", Run)).Error);
        var missing = await CommandLine.Run("report", "--run", Run + "x");
        Assert.Equal((1, true), (missing.Code, missing.Error.Contains("There is no folder")));

        // Before the model is loaded: there is none.
        string file = _folder.Text("file.csv", "");
        string[] evaluate = ["evaluate", "--model", "none.zip", "--data", Data];
        Assert.Contains("is a folder; a file is expected", (await CommandLine.Run([.. evaluate, "--csv", _folder.Root])).Error);
        Assert.Contains("is a file; a folder is expected", (await CommandLine.Run([.. evaluate, "--report", file])).Error);
    }

    private static string[] Sections(string folder) =>
        [.. XDocument.Load(Path.Combine(folder, "report.html")).Descendants("section").Select(section => section.Attribute("id")!.Value)];
}

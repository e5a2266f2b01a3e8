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
        string set = $"(Folder '{_folder.At("data/images")}')";
        Assert.Contains(
            $"3 of the 3 images that the metrics are of {set}, before = {Path.Combine(Run, "model.zip")}, after = ",
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
        string note = File.ReadAllText(Path.Combine(folder, "strips", "strips.txt"));
        Assert.Contains(
            $"of the 3 images that the metrics are of (Folder '{_folder.At("data/images")}'), by {Path.Combine(Run, "model.zip")}.",
            note
        );
        Assert.True(File.Exists(Path.Combine(folder, "confusion-matrix.csv")));
        Assert.False(File.Exists(Path.Combine(Run, "report.html")));
    }

    [Fact]
    public async Task AnotherModelsMetricsDoNotBecomeARunsOwn()
    {
        File.Copy(Path.Combine(Run, "model.zip"), Path.Combine(Run, "best.zip"));
        string[] evaluate = ["evaluate", "--data", Data, "--report", Run, "--model"];

        var (code, output, error) = await CommandLine.Run([.. evaluate, Path.Combine(Run, "best.zip")]);
        Assert.Equal(2, code);
        Assert.Contains("is the folder of a run, whose report would show another model's metrics", error);
        Assert.DoesNotContain("mean IoU", output);
        Assert.False(File.Exists(Path.Combine(Run, "confusion-matrix.csv")));

        (code, _, error) = await CommandLine.Run([.. evaluate, Run]);
        Assert.True(code == 0, error);

        // The only model of a run that was stopped.
        File.Delete(Path.Combine(Run, "model.zip"));
        (code, _, error) = await CommandLine.Run([.. evaluate, Path.Combine(Run, "best.zip")]);
        Assert.True(code == 0, error);
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

    /// <summary>Its metrics are the whole chain's, so that pictures of its network alone would show something else.</summary>
    [Fact]
    public async Task AChainThatChangesPicturesIsMeasuredButNotDrawn()
    {
        var ml = new MLContext();
        using var network = TestModel.Create(ml);
        var data = ml.Data.LoadSegmentation(SegmentationDataset.Folder(_folder.At("data")).AsTarget());
        string chain = _folder.At("chain.zip");
        ml.Model.Save(ml.Transforms.ConvertToGrayscale("Image").Fit(data).Append(network), data.Schema, chain);

        var (code, output, error) = await CommandLine.Run("evaluate", "--model", chain, "--data", Data);
        Assert.True(code == 0, error);
        Assert.Contains("mean IoU", output);

        (code, output, error) = await CommandLine.Run("evaluate", "--model", chain, "--data", Data, "--report", _folder.At("out"));
        Assert.Equal(1, code);
        Assert.Contains("ImageGrayscalingTransformer changes pictures before the network sees them", error);
        Assert.DoesNotContain("mean IoU", output);
        Assert.False(Directory.Exists(_folder.At("out")));
        Assert.Equal(1, (await CommandLine.Run("report", "--run", Run, "--data", Data, "--before", chain)).Code);
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

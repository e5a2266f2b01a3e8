using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ShiftCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public ShiftCommandTests()
    {
        using var model = TestModel.Create(new MLContext());
        using (var stream = File.Create(_folder.At("run/model.zip")))
        {
            model.Save(stream);
        }

        foreach (string set in new[] { "game", "camera" })
        {
            _folder.Text($"{set}/classes.txt", TestModel.ClassNames);
            for (int i = 0; i < 4; i++)
            {
                using var picture = TestModel.Picture(i + set.Length);
                picture.Save(_folder.At($"{set}/images/{i}.png"));
                byte[] ids = [.. Enumerable.Range(0, 32 * 24).Select(p => (byte)(p / 32 < 12 ? 2 : 0))];
                SegmentationPng.Save(_folder.At($"{set}/labels/{i}.png"), ids, 32, 24);
            }
        }
    }

    private string Run => Path.Combine(_folder.Root, "run");

    private string Output => Path.Combine(_folder.Root, "shift");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ModelsAreComparedInATableAFileAndAPicture()
    {
        var (code, output, error) = await Shift("--model", Run, "--model", $"after={Path.Combine(Run, "model.zip")}", "--images", "3");

        Assert.True(code == 0, error);
        Assert.Contains("run: spreads", output);
        Assert.Contains("after: spreads", output);
        Assert.Equal(["shift.csv", "shift.png"], Directory.GetFiles(Output).Select(Path.GetFileName).Order());
        string[] lines = File.ReadAllLines(Path.Combine(Output, "shift.csv"));
        Assert.Equal(1 + (2 * 4), lines.Length);
        Assert.StartsWith("run,road,3,3,", lines[1]);
        Assert.Equal("run,tree,0,0,,,,,", lines[2]);
        Assert.StartsWith("after,overall,,,", lines[^1]);
        Assert.Equal(lines[1][3..], lines[5][5..]);
    }

    [Fact]
    public async Task WhatCannotBeDoneIsSaid()
    {
        var twice = await Shift("--model", Run, "--model", Run);
        Assert.Equal((2, true), (twice.Code, twice.Error.Contains("Two models would be called 'run'")));

        var missing = await Shift("--model", Run, "--model", Run + "x");
        Assert.Equal((1, true, ""), (missing.Code, missing.Error.Contains("There is no model at"), missing.Output));

        _folder.Text("camera/classes.txt", "road", "tree", "water");
        var classes = await Shift("--model", Run);
        Assert.Equal((1, true), (classes.Code, classes.Error.Contains("must have the same classes in the same order")));
        Assert.False(Directory.Exists(Output));
    }

    /// <summary>The table would look like any other.</summary>
    [Fact]
    public async Task LabelsThatSeemToBeMisreadAreMeasuredOnRequestAlone()
    {
        for (int i = 0; i < 4; i++)
        {
            byte[] ids = [.. Enumerable.Range(0, 32 * 24).Select(p => (byte)(p / 32 < 12 ? 7 : 0))];
            SegmentationPng.Save(_folder.At($"camera/labels/{i}.png"), ids, 32, 24);
        }

        var (code, _, error) = await Shift("--model", Run);
        Assert.Equal(1, code);
        Assert.Contains("50.0 % of the label pixels have values without a class: 7", error);
        Assert.False(Directory.Exists(Output));
        (code, _, error) = await Shift("--model", Run, "--allow-misread");
        Assert.True(code == 0, error);
    }

    private Task<(int Code, string Output, string Error)> Shift(params string[] arguments) =>
        CommandLine.Run([
            "shift",
            "--source",
            "folder:" + Path.Combine(_folder.Root, "game"),
            "--target",
            "folder:" + Path.Combine(_folder.Root, "camera"),
            "--output",
            Output,
            .. arguments,
        ]);
}

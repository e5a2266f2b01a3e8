using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DataCheckCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ErrorsAreSaidWithExitCodeOneAndByTrainBeforeItsFirstStep()
    {
        string data = Write("masks", "background,road", 0, 0, 255, 255);

        var (code, _, error) = await CommandLine.RunProcess("data-check", "--source", data);
        Assert.Equal(1, code);
        Assert.Contains("black-and-white masks", error);

        (code, _, error) = await CommandLine.Run(
            "train",
            "--source",
            data,
            "--recipe",
            "source-only",
            "--network",
            "mobilenetv2",
            "--iterations",
            "1",
            "--output",
            _folder.At("run")
        );
        Assert.Equal(1, code);
        Assert.Contains("black-and-white masks", error);
        Assert.Contains("--data-check warn", error);
        Assert.False(File.Exists(_folder.At("run/results.csv")));
    }

    [Fact]
    public async Task WarningsAreSaidWithExitCodeZero()
    {
        string source = Write("source", "a,b", 0, 0, 1, 1),
            target = Write("target", "a,b", 0, 0, 0, 0);

        var (code, output, _) = await CommandLine.Run("data-check", "--source", source, "--target", target);

        Assert.Equal(0, code);
        Assert.Contains("Warning: target: no label (1 label) has a pixel of class 1 'b'", output);
    }

    [Fact]
    public async Task BlackAndWhiteMasksAreRecognisedWithoutClassNamesToo()
    {
        string data = Write("masks", "background,road", 0, 0, 255, 255);
        File.Delete(_folder.At("masks/classes.txt"));

        var (code, _, error) = await CommandLine.Run("data-check", "--source", data);
        Assert.Equal(1, code);
        Assert.Contains("black-and-white masks", error);
    }

    [Fact]
    public async Task SeveralTargetsAreOneDomainAndALabelsNumberNeedsOne()
    {
        string labelled = Write("done", "a,b", 0, 0, 1, 1),
            photos = Write("photos", "a,b", 0, 1, 0, 1);
        Directory.Delete(_folder.At("photos/labels"), recursive: true);
        string[] targets = ["--target", labelled, "--target", photos];

        var (code, output, error) = await CommandLine.Run(["data-check", .. targets]);
        Assert.True(code == 0, error);
        Assert.Contains("Read 2 images", output);

        (code, _, error) = await CommandLine.Run(["data-check", .. targets, "--labeled", "1"]);
        Assert.Equal(2, code);
        Assert.Contains("--labeled chooses among the images of one --target, but several are given", error);
    }

    private string Write(string set, string classes, params byte[] ids)
    {
        _folder.Text($"{set}/classes.txt", classes.Split(','));
        _folder.Plain($"{set}/images/a.png", ids.Length, 1, 9, 9, 9);
        _folder.Grey($"{set}/labels/a.png", ids.Length, ids);
        return "folder:" + _folder.At(set);
    }
}

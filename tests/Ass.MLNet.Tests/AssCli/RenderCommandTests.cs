using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RenderCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheFolderIsReadAndGoneOnWith()
    {
        var (code, output, error) = await Render("--count", "2");
        Assert.True(code == 0, error);
        Assert.Contains("Rendered 2 scenes", output);

        var more = await Render("--count", "3");
        Assert.Contains("2 of 3 scenes are there already", more.Output);
        Assert.Contains("3 of 3 scenes are there already", (await Render("--count", "3")).Output);

        var check = await CommandLine.Run("data-check", "--source", $"folder:{_folder.At("out")}");
        Assert.Contains("no label of source (3 labels) has a pixel of class 10 'Bicyclist'", check.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("3 images, 3 of them labelled", check.Output);
        Assert.Contains("SignSymbol", check.Output);
    }

    [Fact]
    public async Task ErrorsNameTheOptionOrTheOtherScenes()
    {
        Assert.Equal(0, (await Render("--count", "1")).Code);

        var refused = await Render("--count", "1", "--seed", "2");
        Assert.Equal(1, refused.Code);
        Assert.Contains("seed 1, 64x48", refused.Error);
        Assert.Contains("--force", refused.Error);
        Assert.Equal(0, (await Render("--count", "1", "--seed", "2", "--force")).Code);

        var size = await CommandLine.Run("render", "--count", "1", "--output", _folder.At("out"), "--size", "8x8");
        Assert.Equal(2, size.Code);
        Assert.Contains("--size must be 32 - 4096", size.Error);
        Assert.Equal(2, (await CommandLine.Run("render", "--count", "1", "--output", _folder.At("out"), "--size", "1ax48")).Code);
        Assert.Contains("--count must be a whole number, 1 - ", (await Render("--count", "0")).Error);
    }

    private Task<(int Code, string Output, string Error)> Render(params string[] arguments)
        => CommandLine.Run(["render", "--output", _folder.At("out"), "--size", "64x48", "--workers", "1", .. arguments]);
}

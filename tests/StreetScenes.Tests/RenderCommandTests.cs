using System.Diagnostics;
using SkiaSharp;
using Xunit;

namespace StreetScenes.Tests;

public sealed class RenderCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFolderIsWrittenAndContinued()
    {
        var (code, output, error) = await Render("--count", "2");
        Assert.True(code == 0, error);
        Assert.Contains("Rendered 2 scenes", output);

        var more = await Render("--count", "3");
        Assert.Contains("2 of 3 scenes are there already", more.Output);
        var again = await RenderProgram.Run("render", "--output", _folder.At("out"), "--size", "64x48", "--count", "3");
        Assert.Contains("3 of 3 scenes are there already", again.Output);
        Assert.Equal(8, _folder.Files("out").Count);
    }

    [Fact]
    public async Task OtherScenesAreAnErrorUntilTheyAreToBeReplaced()
    {
        Assert.Equal(0, (await Render("--count", "2")).Code);

        var refused = await Render("--count", "1", "--style", "game");
        Assert.Equal(1, refused.Code);
        Assert.Contains("seed 1, 64x48, style street, not", refused.Error);
        Assert.Contains("--overwrite", refused.Error);

        Assert.Equal(0, (await Render("--count", "1", "--style", "game", "--overwrite")).Code);
        Assert.Equal(["classes.txt", "images/00000.png", "labels/00000.png", "scenes.json"], _folder.Files("out"));
    }

    [Fact]
    public async Task AFileThatCannotBeWrittenIsAnErrorInOneLine()
    {
        Assert.Equal(0, (await Render("--count", "1")).Code);
        Directory.CreateDirectory(_folder.At("out/labels/00001.png"));

        var (code, _, error) = await Render("--count", "2");
        Assert.Equal(1, code);
        Assert.Matches("^Error: [^\\n]*00001[^\\n]*\\n$", error.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("--count must be a whole number, 1 - 100000, but is '0'", "--count", "0")]
    [InlineData("--count must be a whole number, 1 - 100000, but is '1,000'", "--count", "1,000")]
    [InlineData("--seed must be a whole number", "--count", "1", "--seed", "x")]
    [InlineData("--workers must be a whole number, 1 - ", "--count", "1", "--workers", "0")]
    [InlineData("--size must be 32 - 4096 each way, but is 8x8", "--count", "1", "--size", "8x8")]
    [InlineData("--size must be WIDTHxHEIGHT, for instance 640x360, but is '1ax48'", "--count", "1", "--size", "1ax48")]
    [InlineData("--style must be one of street, game, camera, but is 'photo'", "--count", "1", "--style", "photo")]
    [InlineData("'--count' is required")]
    public async Task AWrongValueIsAUsageErrorThatNamesTheOption(string expected, params string[] arguments)
    {
        var (code, _, error) = await RenderProgram.Run(["--output", _folder.At("out"), .. arguments]);
        Assert.Equal(2, code);
        Assert.Contains(expected, error);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [Fact]
    public async Task AnInterruptLeavesWholeScenesAndTheSameCommandGoesOn()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string[] command = ["--count", "100000", "--output", _folder.At("out"), "--size", "64x48", "--workers", "1"];
        using Process process = RenderProgram.Start(command);
        while (!File.Exists(_folder.At("out/labels/00002.png")) && !process.HasExited)
        {
            await Task.Delay(20);
        }

        using (Process kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("Cancelled after", error);

        IReadOnlyList<string> files = _folder.Files("out");
        int scenes = files.Count(file => file.StartsWith("images/", StringComparison.Ordinal));
        Assert.Equal((2 * scenes) + 2, files.Count);
        Assert.Contains($"{scenes} of {scenes + 1} scenes are there already", (await Render("--count", $"{scenes + 1}")).Output);
    }

    [Fact]
    public async Task TheIconIsASquareWithHalfTheColoursOfTheClasses()
    {
        Assert.Equal(0, (await RenderProgram.Run("icon", "--output", _folder.At("icon.png"), "--side", "64")).Code);

        using SKBitmap icon = SKBitmap.Decode(_folder.At("icon.png"));
        Assert.Equal((64, 64), (icon.Width, icon.Height));
        HashSet<SKColor> left = [],
            right = [];
        for (int y = 16; y < 48; y++)
        {
            left.UnionWith(Enumerable.Range(1, 30).Select(x => icon.GetPixel(x, y)));
            right.UnionWith(Enumerable.Range(33, 30).Select(x => icon.GetPixel(x, y)));
        }

        Assert.True(left.Count > 2 * right.Count, $"{left.Count} colours in the picture, {right.Count} in the segmentation.");
    }

    private Task<(int Code, string Output, string Error)> Render(params string[] arguments) =>
        RenderProgram.Run(["--output", _folder.At("out"), "--size", "64x48", "--workers", "1", .. arguments]);
}

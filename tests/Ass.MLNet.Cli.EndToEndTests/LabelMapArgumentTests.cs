using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelMapArgumentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LabelsInColoursAreReadByAMapOfColours()
    {
        int[] colors = [0x804080, 0x00008E, 0x000000];
        _folder.Plain("images/a.png", 3, 1, 1, 2, 3);
        _folder.Bytes("labels/a.png", new PngEncoder(3, 1, 8, 2).Encode((x, _, c) => (colors[x] >> (16 - (8 * c))) & 255));
        string json = _folder.Text(
            "map.json",
            """{ "classes": ["ground", "car"], "values": { "#804080": "ground", "#00008E": "car", "#000000": null } }"""
        );

        var builtIn = await Check("folder=cityscapes-colors");
        var own = await Check($"folder={json}");

        Assert.Contains("bicycle", builtIn.Output);
        Assert.DoesNotContain("broken", builtIn.Error);
        Assert.True(own.Code == 0, own.Error + own.Output);
        Assert.Matches("ground +33", own.Output);
        Assert.Matches("car +33", own.Output);
    }

    private Task<(int Code, string Output, string Error)> Check(string map) =>
        CommandLine.Run("data-check", "--source", $"folder:{_folder.Root}", "--map", map);
}

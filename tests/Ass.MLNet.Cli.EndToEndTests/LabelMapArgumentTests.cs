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

    [Fact]
    public async Task Labels_that_have_names_are_read_by_a_map_of_names()
    {
        string image = _folder.Plain("pictures/a.png", 4, 1, 1, 2, 3);
        var mask = new SegmentationMask(4, 1, [0, 0, 0, 1], ["van", "asphalt"], SegmentationPalette.Voc(1, 2));
        LabelingExport.SaveLabelMe(_folder.At("json"), [new(image, mask)], _folder.At("pictures"));
        string set = $"labelme:{_folder.At("json")}:images={_folder.At("pictures")}",
            names = _folder.Text("names.json", """{ "classes": ["road", "car"], "values": { "asphalt": "road", "van": "car" } }"""),
            numbers = _folder.Text("numbers.json", """{ "classes": ["road", "car"], "values": { "0": "road", "1": "car" } }""");

        var (code, output, error) = await CommandLine.Run("data-check", "--source", set, "--map", $"labelme={names}");
        Assert.True(code == 0, error + output);
        Assert.Matches("road +25", output);
        Assert.Matches("car +75", output);

        (code, _, error) = await CommandLine.Run("data-check", "--source", set, "--map", $"labelme={numbers}");
        Assert.Equal(2, code);
        Assert.Contains("numbers.json' is not a label map: the keys of 'values' are numbers", error);
    }

    private Task<(int Code, string Output, string Error)> Check(string map) =>
        CommandLine.Run("data-check", "--source", $"folder:{_folder.Root}", "--map", map);
}

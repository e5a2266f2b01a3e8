using System.Drawing;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelMapJsonTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AFileWrittenByHandIsRead()
    {
        string file = _folder.Text(
            "map.json",
            """
            {
              // Classes in the order of the train ids.
              "classes": [ { "name": "road", "color": "#804080" }, { "name": "car", "color": "#00008e" } ],
              "values": { "7": "road", "26": "car", "300": 1, "0": null, "1": 255, },
            }
            """
        );

        var map = LabelMap.FromJson(file);

        Assert.Equal(["road", "car"], map.ClassNames);
        Assert.Equal([0, 1, 1, 255, 255, 255], new[] { 7, 26, 300, 0, 1, 2 }.Select(raw => map[raw]));
        Assert.Equal([true, true, false], new[] { 0, 1, 2 }.Select(map.IsListed));
        Assert.Equal([Color.FromArgb(128, 64, 128), Color.FromArgb(0, 0, 142)], map.Palette.Colors);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_map()
    {
        string file = _folder.Bytes("map.json", [0xEF, 0xBB, 0xBF, .. """{ "classes": ["road"], "values": { "7": 0 } }"""u8]);

        Assert.Equal(0, LabelMap.FromJson(file)[7]);
    }

    [Fact]
    public void PlainNamesGetTheColoursOfKnownClasses()
    {
        var map = LabelMap.FromJson(_folder.Text("map.json", """{ "classes": ["road", "bus"], "values": {} }"""));

        Assert.Equal(SegmentationPalette.ForClasses(["road", "bus"]).Colors, map.Palette.Colors);
    }

    [Fact]
    public void SavedMapsAreReadBackWhole()
    {
        var large = new LabelMap(new Dictionary<int, int> { [65535] = 0, [4] = 255 }, ["\"ä\", <b>"], [Color.FromArgb(1, 2, 3)]);
        foreach (var map in new[] { LabelMap.Cityscapes, LabelMap.Voc, LabelMap.CarlaToCamVid, large })
        {
            string file = _folder.At("saved.json");
            map.Save(file);
            var read = LabelMap.FromJson(file);

            Assert.Equal(map.ClassNames, read.ClassNames);
            Assert.Equal(map.ListedValues, read.ListedValues);
            Assert.All(map.ListedValues, raw => Assert.Equal(map[raw], read[raw]));
            Assert.Equal(map.Palette.Colors, read.Palette.Colors);
        }

        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [Theory]
    [InlineData("[1]", "must hold an object with the keys 'classes' and 'values', but is [1]")]
    [InlineData("""{ "classes": ["a"] }""", "the key 'values' is missing")]
    [InlineData("""{ "classes": {}, "values": {} }""", "'classes' must be a list, but is {}")]
    [InlineData("""{ "classes": ["a"], "values": [] }""", "'values' must be an object, but is []")]
    [InlineData("""{ "classes": ["a"], "values": {}, "map": 1 }""", "unknown key \"map\"")]
    [InlineData("""{ "classes": [], "values": {} }""", "needs 1–255 class names, but 0 were given")]
    [InlineData("""{ "classes": ["a", "a"], "values": {} }""", "'a' is listed twice")]
    [InlineData("""{ "classes": [7], "values": {} }""", "item 0 of 'classes' must hold an object")]
    [InlineData("""{ "classes": ["a", { "colour": "#000000" }], "values": {} }""", "item 1 of 'classes' has the unknown key \"colour\"")]
    [InlineData("""{ "classes": [{ "color": "#000000" }], "values": {} }""", "item 0 of 'classes' must have a 'name'")]
    [InlineData("""{ "classes": [{ "name": 3 }], "values": {} }""", "'name' in item 0 of 'classes' must be a text, but is 3")]
    [InlineData("""{ "classes": [{ "name": "a", "color": "red" }], "values": {} }""", "must be \"#RRGGBB\", but is \"red\"")]
    [InlineData("""{ "classes": [{ "name": "a", "color": "#80408" }], "values": {} }""", "must be \"#RRGGBB\"")]
    [InlineData("""{ "classes": [{ "name": "a", "color": "#804080" }, "b"], "values": {} }""", "1 of 2 have one")]
    [InlineData(
        """{ "classes": ["a"], "values": { "7": "b" } }""",
        "\"7\" in 'values' must be a name in 'classes', a train id 0 to 0, or null for ignored, but is \"b\""
    )]
    [InlineData("""{ "classes": ["a"], "values": { "7": 1 } }""", "but is 1")]
    [InlineData("""{ "classes": ["a"], "values": { "7": 0.5 } }""", "but is 0.5")]
    [InlineData("""{ "classes": ["a"], "values": { "7": true } }""", "but is true")]
    [InlineData("""{ "classes": ["a"], "values": { "65536": 0 } }""", "must be raw label values, \"0\" to \"65535\", but one is \"65536\"")]
    [InlineData("""{ "classes": ["a"], "values": { "-1": 0 } }""", "but one is \"-1\"")]
    [InlineData("""{ "classes": ["a"], "values": { "road": 0 } }""", "but one is \"road\"")]
    [InlineData("""{ "classes": ["a"], "values": { "7": 0, "07": 0 } }""", "'values' lists 7 twice")]
    [InlineData("""{ "classes": ["a"], "values": { "7": 0, "7": 0 } }""", "7")]
    [InlineData("""{ "classes": ["a"], "values": """, "LineNumber: 1")]
    [InlineData("""{ "classes": [[[[[[[[[[ ]]]]]]]]]], "values": {} }""", "depth")]
    public void WhatIsWrongIsSaidWithFileAndKey(string json, string expected)
    {
        string file = _folder.Text("bad.json", json);

        var error = Assert.Throws<InvalidDataException>(() => LabelMap.FromJson(file));

        Assert.Contains(file, error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void AMissingOrHugeFileIsNamed()
    {
        string huge = _folder.At("huge.json");
        using (var stream = File.Create(huge))
        {
            stream.SetLength(5 << 20);
        }

        Assert.Contains("5242880 bytes", Assert.Throws<InvalidDataException>(() => LabelMap.FromJson(huge)).Message);
        Assert.Contains("nothing.json", Assert.Throws<FileNotFoundException>(() => LabelMap.FromJson(_folder.At("nothing.json"))).Message);
    }
}

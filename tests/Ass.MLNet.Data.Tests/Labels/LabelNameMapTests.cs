using System.Drawing;
using Ass.MLNet.Labels;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelNameMapTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_become_classes_by_their_names_whatever_their_numbers_are()
    {
        var map = Read("""{ "classes": ["road", "car"], "values": { "asphalt": "road", "car": 1, "7": "car", "void": null } }""")!;
        Assert.Equal(["7", "asphalt", "car", "void"], map.Labels.Order(StringComparer.Ordinal));

        var first = map.For(LabelMap.Identity(["car", "asphalt"]));
        Assert.Equal(["road", "car"], first.ClassNames);
        Assert.Equal([1, 0, 255], new[] { 0, 1, 255 }.Select(raw => first[raw]));
        var second = map.For(LabelMap.Identity(["void", "asphalt", "7"]));
        Assert.Equal([255, 0, 1], new[] { 0, 1, 2 }.Select(raw => second[raw]));
        Assert.Equal([true, true, true], new[] { 0, 1, 2 }.Select(second.IsListed));
        Assert.Equal(first.Palette.Colors, second.Palette.Colors);
    }

    [Fact]
    public void A_label_that_map_and_set_ignore_is_none_to_open_the_set_with()
    {
        var map = Read("""{ "classes": ["road"], "values": { "asphalt": "road", "note": null, "void": null } }""")!;

        Assert.Equal(["asphalt", "note"], map.LabelsBeside(["void", "asphalt", "bus"]).Order(StringComparer.Ordinal));
        Assert.Equal(map.Labels, map.LabelsBeside([]));
    }

    [Fact]
    public void Colours_of_labels_become_classes_by_the_names_of_the_labels()
    {
        var labels = new Dictionary<Color, int>
        {
            [Color.Red] = 1,
            [Color.Blue] = 0,
            [Color.Black] = 255,
        };

        var map = Read("""{ "classes": [{ "name": "a", "color": "#010203" }], "values": { "x": "a", "y": null } }""")!
            .For(LabelMap.FromColors(labels, ["x", "y"]));

        Assert.Equal([0, 255, 255], new[] { 0x0000FF, 0xFF0000, 0 }.Select(raw => map[raw]));
        Assert.True(map.IsListed(0xFF0000));
        Assert.Equal([Color.FromArgb(1, 2, 3)], map.Palette.Colors);
    }

    [Fact]
    public void Colours_as_keys_are_no_names() => Assert.Null(Read("""{ "classes": ["a"], "values": { "#804080": "a" } }"""));

    [Theory]
    [InlineData("""{ "classes": ["a"], "values": { "0": "a", "12": null } }""", "keys of 'values' are numbers, \"0\" the first, but")]
    [InlineData("""{ "classes": ["a"], "values": {} }""", "'values' names no label")]
    [InlineData("""{ "classes": ["a"], "values": { "x": "b" } }""", "\"x\" in 'values' must be a name in 'classes'")]
    [InlineData("""{ "classes": ["a", "a"], "values": { "x": "a" } }""", "'a' is listed twice")]
    [InlineData("""{ "classes": ["a"], "values": { "x": "a", "x": null } }""", "x")]
    public void What_is_wrong_is_said_with_the_file(string json, string expected)
    {
        string message = Assert.Throws<InvalidDataException>(() => Read(json)).Message;

        Assert.Contains(_folder.At("map.json"), message);
        Assert.Contains(expected, message);
    }

    private LabelNameMap? Read(string json) => LabelMapJson.ReadNames(_folder.Text("map.json", json));
}

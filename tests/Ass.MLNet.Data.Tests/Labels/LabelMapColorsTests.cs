using System.Drawing;
using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelMapColorsTests : IDisposable
{
    private static readonly Color Road = Color.FromArgb(128, 64, 128),
        Car = Color.FromArgb(0, 0, 142),
        Black = Color.Black;

    private static readonly LabelMap Map = LabelMap.FromPalette(new SegmentationPalette([Road, Car]), ["road", "car"], [Black]);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ColoursBecomeTrainIds()
    {
        Assert.True(Map.IsOfColors);
        Assert.Equal([0, 1, 255, 255], new[] { 0x804080, 0x00008E, 0x000000, 0x804081 }.Select(rgb => (int)Map[rgb]));
        Assert.Equal([true, true, true, false], new[] { 0x804080, 0x00008E, 0x000000, 0x804081 }.Select(Map.IsListed));
        Assert.Equal([0x000000, 0x00008E, 0x804080], Map.ListedValues);
        Assert.Equal([Road, Car], Map.Palette.Colors);
        Assert.False(LabelMap.Cityscapes.IsOfColors);
        Assert.Throws<InvalidOperationException>(() => Map.Apply(new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Map[0x1000000]);
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelMap.Cityscapes[0x10000]);
    }

    [Fact]
    public void ThousandsOfColoursAreFound()
    {
        var random = new Random(4);
        var ids = Enumerable.Range(0, 5000).Select(_ => random.Next(1 << 24)).Distinct().ToDictionary(rgb => rgb, rgb => rgb % 3);
        var map = LabelMap.OfRgb(ids, ["a", "b", "c"]);

        Assert.All(ids, pair => Assert.Equal(pair.Value, map[pair.Key]));
        Assert.Equal(ids.Keys.Order(), map.ListedValues);
        Assert.Equal(ids.Count, Enumerable.Range(0, 1 << 20).Count(map.IsListed) + ids.Keys.Count(rgb => rgb >= 1 << 20));
    }

    [Fact]
    public void AColourThatIsListedTwiceIsNamed()
    {
        Assert.Contains(
            "#00008E",
            Assert.Throws<ArgumentException>(() => LabelMap.FromPalette(new([Road, Car, Car]), ["a", "b", "c"])).Message
        );
        Assert.Contains(
            "#000000",
            Assert.Throws<ArgumentException>(() => LabelMap.FromPalette(new([Black]), ["a"], [Color.FromArgb(0, 0, 0)])).Message
        );
        Assert.Contains("palette has 2", Assert.Throws<ArgumentException>(() => LabelMap.FromPalette(new([Road, Car]), ["a"])).Message);
        Assert.Contains(
            "#0000FF",
            Assert.Throws<ArgumentException>(() => LabelMap.FromColors(new Dictionary<Color, int> { [Color.Blue] = 3 }, ["a"])).Message
        );
    }

    [Fact]
    public void AJsonFileOfColoursIsReadAndSaved()
    {
        var map = LabelMap.FromJson(
            _folder.Text("map.json", """{ "classes": ["road", "car"], "values": { "#804080": "road", "#00008e": 1, "#000000": null } }""")
        );

        Assert.Equal([0, 1, 255], new[] { 0x804080, 0x00008E, 0 }.Select(rgb => (int)map[rgb]));
        Assert.Equal([Road, Car], map.Palette.Colors);
        foreach (var saved in new[] { map, LabelMap.CityscapesColors, LabelMap.CamVidColors })
        {
            saved.Save(_folder.At("saved.json"));
            var read = LabelMap.FromJson(_folder.At("saved.json"));
            Assert.True(read.IsOfColors);
            Assert.Equal(saved.ListedValues, read.ListedValues);
            Assert.All(saved.ListedValues, rgb => Assert.Equal(saved[rgb], read[rgb]));
            Assert.Equal(saved.Palette.Colors, read.Palette.Colors);
        }
    }

    [Theory]
    [InlineData("""{ "classes": ["a"], "values": { "#000000": 0, "7": 0 } }""", "all must be, \"#RRGGBB\", but one is \"7\"")]
    [InlineData("""{ "classes": ["a"], "values": { "7": 0, "#000000": 0 } }""", "but one is \"#000000\"")]
    [InlineData("""{ "classes": ["a"], "values": { "#00000": 0 } }""", "but one is \"#00000\"")]
    [InlineData("""{ "classes": ["a"], "values": { "#0000aa": 0, "#0000AA": 0 } }""", "lists #0000AA twice")]
    public void WhatIsWrongIsSaid(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => LabelMap.FromJson(_folder.Text("bad.json", json))).Message);

    [Fact]
    public void DatasetsCountAndReadColours()
    {
        // Road, car, an unlisted colour twice, black; alpha is 0 throughout.
        Color[] pixels = [Road, Car, Color.FromArgb(1, 2, 3), Color.FromArgb(1, 2, 3), Black];
        _folder.Plain("images/a.png", 5, 1, 1, 2, 3);
        _folder.Bytes(
            "labels/a.png",
            new PngEncoder(5, 1, 8, 6).Encode(
                (x, _, c) =>
                    c switch
                    {
                        0 => pixels[x].R,
                        1 => pixels[x].G,
                        2 => pixels[x].B,
                        _ => 0,
                    }
            )
        );
        var set = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), channel: LabelChannel.Red).WithLabelMap(Map);

        var found = set.Inspect();

        Assert.Equal([1, 1], found.ClassPixels);
        Assert.Equal(1, found.IgnoredPixels);
        Assert.Equal([new UnlistedLabelValue(0x010203, 2, 1, set.Samples[0].LabelPath!) { IsColor = true }], found.UnlistedValues);
        Assert.Equal("#010203", found.UnlistedValues[0].Text);
        Assert.Equal("7", new UnlistedLabelValue(7, 1, 1, "").Text);

        var data = new MLContext().Data.LoadSegmentation(set.AsSource());
        using var cursor = data.GetRowCursor(data.Schema);
        var read = LabelColumn.CreateReader(cursor, data.Schema["Label"]);
        cursor.MoveNext();
        Assert.Equal([0, 1, 255, 255, 255], read()!.Ids);
    }

    [Theory]
    [InlineData(new[] { 0x804080, 0x00008E, 0x0000FF, 0x0000FF }, "#0000FF (50.0 %", "Another palette")]
    [InlineData(new[] { 0x010101, 0x020202, 0x030303, 0x040404 }, "#010101 (25.0 %", "They are greys")]
    public void ColoursWithoutAClassAreJudgedAsValuesAre(int[] pixels, string value, string cause)
    {
        _folder.Plain("images/a.png", 4, 1, 1, 2, 3);
        _folder.Bytes("labels/a.png", new PngEncoder(4, 1, 8, 2).Encode((x, _, c) => (pixels[x] >> (16 - (8 * c))) & 255));
        var found = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), Map).Inspect();

        string message = DatasetInspection.FindingsForTraining(found, null)[0].Message;

        Assert.Contains(value, message);
        Assert.Contains(cause, message);
    }

    [Fact]
    public void APhotographIsNoLabel()
    {
        var random = new Random(2);
        _folder.Plain("images/a.png", 300, 300, 1, 2, 3);
        _folder.Bytes("labels/a.png", new PngEncoder(300, 300, 8, 2).Encode((_, _, _) => random.Next(256)));
        var found = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), Map).Inspect();

        string message = Assert.Single(found.Problems).Message;
        Assert.Contains("65536 different colours", message);
        Assert.Contains("a.png", message);
    }

    [Fact]
    public void TheErrorForColoursNamesTheMapThatHasThem()
    {
        string path = _folder.Bytes("a.png", new PngEncoder(1, 1, 8, 2).Encode((_, _, c) => c == 1 ? 64 : 128));
        string message = Assert.Throws<InvalidDataException>(() => LabelFile.Read(path, LabelChannel.Grey)).Message;

        Assert.Contains("LabelMap.CityscapesColors, CarlaColors, CamVidColors;", message);
        Assert.DoesNotContain("VocColors", message);
    }

    [Fact]
    public void ColoursHaveNoRawValueToWrite() =>
        Assert.Contains("colours", Assert.Throws<ArgumentException>(() => RawLabelValues.Of([0], ["road"], Map)).Message);

    // Counted by an independent program.
    [SharedDataFact("formats/carla_colour_rgba")]
    public void GenuineCarlaColours()
    {
        string root = SharedData.Find("formats/carla_colour_rgba")!;
        string list = _folder.Text("list.txt", "00183310");
        var set = SegmentationDataset.Folder(Path.Combine(root, "RGB"), Path.Combine(root, "Segmentation_Images")).Take(list);

        var cityscapes = set.WithLabelMap(LabelMap.CityscapesColors).Inspect();
        Assert.Empty(cityscapes.Problems);
        Assert.Empty(cityscapes.UnlistedValues);
        Assert.Equal([8317 + 466, 17977, 65078, 6151, 19347, 45, 0, 18, 71417, 0, 0, 0, 0, 206760, 0, 0, 0, 0, 0], cityscapes.ClassPixels);
        Assert.Equal(122476 + 348, cityscapes.IgnoredPixels);

        var carla = set.WithLabelMap(LabelMap.CarlaColors).Inspect();
        Assert.Empty(carla.UnlistedValues);
        Assert.Equal(
            [65078, 19347, 348, 0, 45, 466, 8317, 17977, 71417, 206760, 6151, 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            carla.ClassPixels
        );
        Assert.Contains("CityscapesColors", Assert.Single(set.Inspect().Problems).Message);
    }

    [SharedDataFact("formats/carla09_palette_rgba")]
    public void GenuineColoursOfCarlasOtherPalette()
    {
        var label = LabelFile.Read(
            Path.Combine(SharedData.Find("formats/carla09_palette_rgba")!, "000007_cityscapes.png"),
            LabelChannel.Red,
            LabelMap.CarlaColors
        );
        var histogram = new LabelHistogram();
        histogram.Count(label);

        Assert.All(histogram.Occurring, value =>
            Assert.True(LabelMap.CarlaColors.IsListed(value.Raw) && LabelMap.CityscapesColors.IsListed(value.Raw), $"{value.Raw:X6}")
        );
        Assert.Equal(13, histogram.Occurring.Count());
    }

    [SharedDataFact("formats/voc_palette")]
    public void GenuineVocMasksAreTheSameByIndexAndByColour()
    {
        foreach (string path in Directory.GetFiles(SharedData.Find("formats/voc_palette/SegmentationClass")!))
        {
            Assert.Equal(
                LabelFile.ReadTrainIds(path, LabelChannel.Grey, LabelMap.Voc).Ids,
                LabelFile.ReadTrainIds(path, LabelChannel.Grey, LabelMap.VocColors).Ids
            );
        }
    }

    // Its Python client and its C++ converter.
    [Theory]
    [InlineData(0x0000FF, "Vehicles")]
    [InlineData(0x00008E, "Vehicles")]
    [InlineData(0x48005A, "Other")]
    [InlineData(0xFAAAA0, "Other")]
    [InlineData(0xBE9999, "Fence")]
    [InlineData(0x9DEA32, "RoadLine")]
    [InlineData(0x999999, "Pole")]
    public void BothPalettesOfCarla08AreRead(int color, string name) =>
        Assert.Equal(name, LabelMap.CarlaColors.ClassNames[LabelMap.CarlaColors[color]]);

    [Fact]
    public void CamVidsThirtyTwoColoursAreListed()
    {
        Assert.Equal(33, LabelMap.CamVidColors.ListedValues.Count());
        Assert.All(Enumerable.Range(0, 11), id =>
            Assert.Contains(LabelMap.CamVidColors.ListedValues, rgb => LabelMap.CamVidColors[rgb] == id)
        );
    }
}

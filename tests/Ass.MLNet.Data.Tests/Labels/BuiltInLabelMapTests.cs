using System.Drawing;
using System.Globalization;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class BuiltInLabelMapTests
{
    private const string CityscapesTable =
        "7→0 8→1 11→2 12→3 13→4 17→5 19→6 20→7 21→8 22→9 23→10 24→11 25→12 26→13 27→14 28→15 31→16 32→17 33→18";

    // As the data sets' descriptions write them; every other value must be ignored.
    public static TheoryData<string, LabelMap, string, int> Tables { get; } =
        new()
        {
            { "Cityscapes", LabelMap.Cityscapes, CityscapesTable, 34 },
            { "Gta5", LabelMap.Gta5, CityscapesTable, 35 },
            {
                "Synthia",
                LabelMap.Synthia,
                "3→0 4→1 2→2 21→3 5→4 7→5 15→6 9→7 6→8 16→9 1→10 10→11 17→12 8→13 18→14 19→15 20→16 12→17 11→18",
                23
            },
            {
                "CityscapesToCamVid",
                LabelMap.CityscapesToCamVid,
                "7→3 8→4 11,12,15,16→1 13,14→7 17,18→2 19,20→6 21,22→5 23→0 24→9 25,32,33→10 26,27,28,31→8",
                35
            },
            { "CarlaToCamVid", LabelMap.CarlaToCamVid, "1,11,15→1 2,17→7 4→9 5→2 6,7→3 8→4 9,22→5 10→8 12,18→6 13→0", 23 },
            {
                "Carla914ToCityscapes",
                LabelMap.Carla914ToCityscapes,
                "1,24→0 2→1 3→2 4→3 5→4 6→5 7→6 8→7 9→8 10→9 11→10 12→11 13→12 14→13 15→14 16→15 17→16 18→17 19→18",
                29
            },
        };

    [Theory]
    [MemberData(nameof(Tables))]
    public void TheMapIsThePublishedTable(string name, LabelMap map, string table, int known)
    {
        var expected = table
            .Split(' ')
            .Select(part => part.Split('→'))
            .SelectMany(part => part[0].Split(','), (part, raw) => (Raw: Number(raw), TrainId: Number(part[1])))
            .ToDictionary(p => p.Raw, p => p.TrainId);

        for (int raw = 0; raw <= ushort.MaxValue; raw++)
        {
            Assert.True(map[raw] == expected.GetValueOrDefault(raw, 255), $"{name}: {raw} became {map[raw]}");
            Assert.Equal(raw < known, map.IsListed(raw));
        }
    }

    [Fact]
    public void ClassesAreThePublishedOnes()
    {
        Assert.All(
            [LabelMap.Cityscapes, LabelMap.Gta5, LabelMap.Synthia, LabelMap.CityscapesTrainIds, LabelMap.Carla914ToCityscapes],
            map =>
            {
                Assert.Equal(19, map.ClassNames.Count);
                Assert.Equal(SegmentationPalette.Cityscapes.Colors, map.Palette.Colors);
            }
        );
        Assert.All([LabelMap.CamVid, LabelMap.CityscapesToCamVid, LabelMap.CarlaToCamVid], map =>
            Assert.Equal(SegmentationPalette.CamVid.Colors, map.Palette.Colors)
        );
        Assert.Equal(
            (21, "background", "tvmonitor"),
            (LabelMap.Voc.ClassNames.Count, LabelMap.Voc.ClassNames[0], LabelMap.Voc.ClassNames[20])
        );
        Assert.Equal(
            (22, "Building", "Terrain"),
            (LabelMap.Carla.ClassNames.Count, LabelMap.Carla.ClassNames[0], LabelMap.Carla.ClassNames[21])
        );
        Assert.Equal((255, 0, 21, 255), (LabelMap.Carla[0], LabelMap.Carla[1], LabelMap.Carla[22], LabelMap.Carla[23]));
    }

    [Fact]
    public void VocHasTheColoursOfItsDevelopmentKit()
    {
        Assert.Equal(SegmentationPalette.Voc(0, 21).Colors.Select(c => c.ToArgb()), LabelMap.Voc.Palette.Colors.Select(c => c.ToArgb()));
        Assert.Equal(Color.FromArgb(0, 64, 128).ToArgb(), LabelMap.Voc.Palette.Colors[20].ToArgb());
        Assert.True(LabelMap.Voc.IsListed(255));
        Assert.False(LabelMap.Voc.IsListed(21));
    }

    [Fact]
    public void SynthiaIsReportedOnSixteenOrThirteenClasses()
    {
        string[] missing = ["terrain", "truck", "train"];
        var names = LabelMap.Synthia.ClassNames;

        Assert.Equal(names.Except(missing), SynthiaClasses.Shared16.Select(id => names[id]));
        Assert.Equal(names.Except([.. missing, "wall", "fence", "pole"]), SynthiaClasses.Shared13.Select(id => names[id]));
        var metrics = new SegmentationMetrics(new long[19, 19], names);
        Assert.Equal(
            (16, 13),
            (metrics.Subset(SynthiaClasses.Shared16).ClassNames.Count, metrics.Subset(SynthiaClasses.Shared13).ClassNames.Count)
        );
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

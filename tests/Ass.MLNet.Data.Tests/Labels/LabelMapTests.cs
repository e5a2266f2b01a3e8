using System.Drawing;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelMapTests
{
    [Fact]
    public void ListedValuesBecomeTrainIdsAndAllOthersAreIgnored()
    {
        var map = new LabelMap(
            new Dictionary<int, int>
            {
                [7] = 0,
                [11] = 1,
                [26] = 2,
                [27] = 2,
                [30] = 255,
            },
            ["road", "building", "vehicle"]
        );
        byte[] ids = [7, 11, 26, 27, 30, 0, 255, 8];

        map.Apply(ids);

        Assert.Equal([0, 1, 2, 2, 255, 255, 255, 255], ids);
        Assert.Equal(2, map[27]);
        Assert.Equal(["road", "building", "vehicle"], map.ClassNames);
    }

    [Fact]
    public void CamVidKeepsElevenClassesAndIgnoresUnlabelled()
    {
        byte[] ids = [.. Enumerable.Range(0, 13).Select(i => (byte)i)];

        LabelMap.CamVid.Apply(ids);

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255, 255], ids);
        Assert.Equal(11, LabelMap.CamVid.ClassNames.Count);
        Assert.Equal("Bicyclist", LabelMap.CamVid.ClassNames[10]);
    }

    [Fact]
    public void ValuesUpTo65535AreMapped()
    {
        var map = new LabelMap(
            new Dictionary<int, int>
            {
                [3] = 1,
                [300] = 0,
                [65535] = 1,
            },
            ["a", "b"]
        );
        ushort[] raw = [3, 300, 65535, 299, 4];
        var ids = new byte[5];

        map.Apply(raw, ids);

        Assert.Equal([1, 0, 1, 255, 255], ids);
        Assert.Equal((0, 255), (map[300], map[301]));
        Assert.Throws<ArgumentOutOfRangeException>(() => map[65536]);
    }

    [Fact]
    public void SixteenBitValuesThatASmallMapDoesNotReachAreIgnored()
    {
        var ids = new byte[3];

        LabelMap.CamVid.Apply([3, 259, 65535], ids);

        Assert.Equal([3, 255, 255], ids);
        Assert.Equal(255, LabelMap.CamVid[259]);
    }

    [Fact]
    public void ValuesIgnoredOnPurposeAreToldFromUnlistedOnes()
    {
        var map = new LabelMap(new Dictionary<int, int> { [0] = 255, [1] = 0 }, ["a"]);

        Assert.Equal((true, true, false, false), (map.IsListed(0), map.IsListed(1), map.IsListed(2), map.IsListed(60000)));
        Assert.True(LabelMap.Identity(["a", "b"]).IsListed(255));
        Assert.False(LabelMap.Identity(["a", "b"]).IsListed(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.IsListed(-1));
    }

    [Fact]
    public void ColoursAreOnePerClass()
    {
        var map = new LabelMap(new Dictionary<int, int>(), ["road", "car"], [Color.Red, Color.Blue]);

        Assert.Equal([Color.Red, Color.Blue], map.Palette.Colors);
        Assert.Equal(Color.FromArgb(0, 0, 142), LabelMap.Identity(["road", "car"]).Palette.Colors[1]);
        var error = Assert.Throws<ArgumentException>(() => new LabelMap(new Dictionary<int, int>(), ["road", "car"], [Color.Red]));
        Assert.Contains("2 classes need as many colours, but 1", error.Message);
    }

    [Theory]
    [InlineData(65536, 0, "lists 65536")]
    [InlineData(-1, 0, "lists -1")]
    [InlineData(7, 2, "turns 7 into train id 2")]
    [InlineData(7, -1, "turns 7 into train id -1")]
    public void ValuesOutOfRangeAreRefused(int raw, int trainId, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => new LabelMap(new Dictionary<int, int> { [raw] = trainId }, ["a", "b"]));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void NamesMustBePresentAndDifferent()
    {
        Assert.Contains("'a' is listed twice", Assert.Throws<ArgumentException>(() => LabelMap.Identity(["a", "b", "a"])).Message);
        Assert.Contains("class 1 is empty", Assert.Throws<ArgumentException>(() => LabelMap.Identity(["a", " "])).Message);
        Assert.Contains("0 were given", Assert.Throws<ArgumentException>(() => LabelMap.Identity([])).Message);
        Assert.Contains(
            "256 were given",
            Assert.Throws<ArgumentException>(() => LabelMap.Identity([.. Enumerable.Range(0, 256).Select(i => $"{i}")])).Message
        );
    }
}

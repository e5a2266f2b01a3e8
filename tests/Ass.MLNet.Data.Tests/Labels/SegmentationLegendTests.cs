using System.Drawing;
using Ass.MLNet.Images;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationLegendTests
{
    private static readonly SegmentationPalette Palette = new([
        Color.FromArgb(200, 0, 0),
        Color.FromArgb(0, 200, 0),
        Color.FromArgb(0, 0, 200),
    ]);

    [Fact]
    public void ThePictureStaysAboveUnscaledAndTheColoursFollowBelow()
    {
        using var picture = TestImages.Plain(200, 20, 9, 8, 7);
        using var result = new SegmentationLegend(["road", "tree", "sky"], Palette).Below(picture);

        Assert.Equal(200, result.Width);
        Assert.True(result.Height > 30);
        var pixels = Pixels(result);
        Assert.All(pixels[..(200 * 20)], pixel => Assert.Equal(Color.FromArgb(9, 8, 7), pixel));
        var below = pixels[(200 * 20)..];
        Assert.All(Palette.Colors, color => Assert.InRange(below.Count(pixel => pixel == color), 64, 200));
    }

    [Fact]
    public void NamesAreDrawnEvenIfTheMachineHasNoFont()
    {
        using var picture = TestImages.Plain(200, 20, 255, 255, 255);
        using var short1 = new SegmentationLegend(["a"], Palette).Below(picture);
        using var long1 = new SegmentationLegend(["many letters"], Palette).Below(picture);

        Assert.InRange(DarkPixels(short1), 5, 60);
        Assert.True(DarkPixels(long1) > DarkPixels(short1) * 4);
    }

    [Fact]
    public void OnlyClassesThatOccurAreListed()
    {
        using var picture = TestImages.Plain(200, 20, 255, 255, 255);
        using var result = new SegmentationLegend(["road", "tree", "sky"], Palette).Only([2, 2, 255, 0]).Below(picture);

        var colors = Pixels(result).ToHashSet();
        Assert.Contains(Palette.Colors[0], colors);
        Assert.DoesNotContain(Palette.Colors[1], colors);
        Assert.Contains(Palette.Colors[2], colors);
    }

    [Fact]
    public void NamesThatDoNotFitBesideEachOtherGetTheirOwnLines()
    {
        using var wide = TestImages.Plain(600, 4, 255, 255, 255);
        using var narrow = TestImages.Plain(40, 4, 255, 255, 255);
        var legend = new SegmentationLegend(["a long class name", "another class name", "third"], Palette);
        using var oneLine = legend.Below(wide);
        using var threeLines = legend.Below(narrow);

        Assert.True(threeLines.Height - 4 > (oneLine.Height - 4) * 2);
        Assert.Equal(40, threeLines.Width);
    }

    [Fact]
    public void MoreNamesThanColoursIsAnError()
    {
        var error = Assert.Throws<ArgumentException>(() => new SegmentationLegend(["a", "b", "c", "d"], Palette));

        Assert.Contains("1–3 class names", error.Message);
        Assert.Contains("4 were given", error.Message);
    }

    private static int DarkPixels(MLImage image) =>
        Pixels(image).Count(pixel => pixel.GetBrightness() < 0.45 && pixel.GetSaturation() < 0.3);

    private static Color[] Pixels(MLImage image) =>
        [.. BgrImage.FromMLImage(image).Pixels.Chunk(3).Select(bgr => Color.FromArgb(bgr[2], bgr[1], bgr[0]))];
}

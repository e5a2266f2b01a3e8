using System.Drawing;
using Ass.MLNet.Images;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationPaletteTests
{
    [Fact]
    public void ColorizeGivesEachClassItsColourAndBlackToIgnored()
    {
        using var picture = SegmentationPalette.CamVid.Colorize([3, 10, 255, 0], width: 2, height: 2);

        Assert.Equal((2, 2), (picture.Width, picture.Height));
        Assert.Equal([128, 64, 128, 192, 128, 0, 0, 0, 0, 128, 128, 128], BgrImage.FromMLImage(picture).Pixels);
    }

    [Fact]
    public void AnImageOfIdsIsColouredLikeTheIds()
    {
        using var ids = TestImages.Grey(2, 3, 10);
        using var picture = SegmentationPalette.CamVid.Colorize(ids);

        Assert.Equal([128, 64, 128, 192, 128, 0], BgrImage.FromMLImage(picture).Pixels);
    }

    [Fact]
    public void OverlayMixesImageAndColourAndLeavesIgnoredPixelsAlone()
    {
        using var image = TestImages.Bgr(2, 100, 200, 50, 9, 8, 7);
        var palette = new SegmentationPalette([Color.FromArgb(10, 20, 30)]);

        using var half = palette.Overlay(image, [0, 255]);
        using var all = palette.Overlay(image, [0, 255], opacity: 1);
        using var none = palette.Overlay(image, [0, 255], opacity: 0);

        Assert.Equal([65, 110, 30, 9, 8, 7], BgrImage.FromMLImage(half).Pixels);
        Assert.Equal([30, 20, 10, 9, 8, 7], BgrImage.FromMLImage(all).Pixels);
        Assert.Equal([100, 200, 50, 9, 8, 7], BgrImage.FromMLImage(none).Pixels);
    }

    [Fact]
    public void KnownNamesHaveTheirSetsColours()
    {
        Assert.Equal(SegmentationPalette.CamVid.Colors, SegmentationPalette.ForClasses(LabelMap.CamVid.ClassNames).Colors);
        Assert.Equal([Color.FromArgb(128, 64, 128), Color.FromArgb(0, 0, 142)], SegmentationPalette.ForClasses(["road", "car"]).Colors);
        Assert.Equal([Color.FromArgb(64, 0, 128)], SegmentationPalette.ForClasses(["Car"]).Colors);
        Assert.Equal([Color.FromArgb(0, 60, 100)], SegmentationPalette.ForClasses(["BUS"]).Colors);
    }

    [Fact]
    public void OtherNamesHaveTheVocColours()
    {
        // The development kit's list begins: background, aeroplane, bicycle, bird, boat.
        Color[] voc =
        [
            Color.FromArgb(0, 0, 0),
            Color.FromArgb(128, 0, 0),
            Color.FromArgb(0, 128, 0),
            Color.FromArgb(128, 128, 0),
            Color.FromArgb(0, 0, 128),
        ];

        Assert.Equal(voc, SegmentationPalette.ForClasses(["background", "a", "b", "c", "d"]).Colors);
        Assert.Equal(voc[1..], SegmentationPalette.ForClasses(["a", "b", "c", "d"]).Colors);
        Assert.Equal(Color.FromArgb(64, 0, 0), SegmentationPalette.Voc(first: 8, count: 1).Colors[0]);
        Assert.Equal(255, SegmentationPalette.Voc(first: 1, count: 255).Colors.Distinct().Count());
    }

    [Fact]
    public void AnIdWithoutAColourIsAnErrorThatNamesThePixel()
    {
        var error = Assert.Throws<ArgumentException>(() => SegmentationPalette.CamVid.Colorize([0, 0, 11, 0], 2, 2));

        Assert.Contains("Id 11 at pixel (0, 1)", error.Message);
    }

    [Fact]
    public void SizesMustAgree()
    {
        using var image = TestImages.Grey(2, 0, 0, 0, 0);
        using var ids = TestImages.Grey(4, 0, 0, 0, 0);

        Assert.Contains(
            "needs 4 ids, but 3",
            Assert.Throws<ArgumentException>(() => SegmentationPalette.CamVid.Overlay(image, [0, 0, 0])).Message
        );
        Assert.Contains(
            "2×2, but the image of ids is 4×1",
            Assert.Throws<ArgumentException>(() => SegmentationPalette.CamVid.Overlay(image, ids)).Message
        );
    }
}

using System.Drawing;
using Ass.MLNet.Images;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationStripTests
{
    [Fact]
    public void PicturesStandSideBySideBelowTheirTitles()
    {
        using var red = TestImages.Plain(50, 20, 200, 0, 0);
        using var blue = TestImages.Plain(50, 20, 0, 0, 200);
        using var strip = SegmentationStrip.Create([("image", red), ("after", blue)]);
        var pixels = BgrImage.FromMLImage(strip);

        Assert.Equal(50 + 4 + 50, strip.Width);
        int top = strip.Height - 20;
        Assert.InRange(top, 12, 40);
        for (int y = top; y < strip.Height; y++)
        {
            for (int x = 0; x < strip.Width; x++)
            {
                byte[] expected =
                    x < 50 ? [0, 0, 200]
                    : x < 54 ? [255, 255, 255]
                    : [200, 0, 0];
                Assert.Equal(expected, pixels.Pixels.AsSpan(((y * strip.Width) + x) * 3, 3).ToArray());
            }
        }

        // Both halves of the bar above have letters, and no title runs into the next one.
        Assert.True(Dark(0, 50) > 10 && Dark(54, 104) > 10);
        Assert.Equal(0, Dark(50, 54));

        int Dark(int from, int to) =>
            Enumerable
                .Range(0, top * strip.Width)
                .Count(i => i % strip.Width >= from && i % strip.Width < to && pixels.Pixels[i * 3] < 128);
    }

    [Fact]
    public void ALegendFollowsBelow()
    {
        using var picture = TestImages.Plain(120, 20, 255, 255, 255);
        var legend = new SegmentationLegend(["road"], new SegmentationPalette([Color.FromArgb(1, 2, 200)]));
        using var without = SegmentationStrip.Create([("image", picture)]);
        using var with = SegmentationStrip.Create([("image", picture)], legend);

        Assert.True(with.Height > without.Height);
        Assert.Contains(BgrImage.FromMLImage(with).Pixels.Chunk(3), bgr => bgr is [200, 2, 1]);
    }

    [Fact]
    public void HugePicturesAreDrawnSmaller()
    {
        using var red = TestImages.Plain(9000, 3000, 200, 0, 0);
        using var strip = SegmentationStrip.Create([("image", red), ("after", red)]);

        Assert.InRange((long)strip.Width * strip.Height, 45_000_000, 60_000_000);
        Assert.Equal([0, 0, 200], BgrImage.FromMLImage(strip).Pixels[^3..]);
    }

    [Fact]
    public void PicturesOfUnlikeSizesAreAnErrorThatNamesThem()
    {
        using var one = TestImages.Plain(4, 3, 0, 0, 0);
        using var other = TestImages.Plain(3, 4, 0, 0, 0);

        var error = Assert.Throws<ArgumentException>(() => SegmentationStrip.Create([("image", one), ("truth", other)]));

        Assert.Contains("'image' is 4×3 and 'truth' is 3×4", error.Message);
        Assert.Throws<ArgumentException>(() => SegmentationStrip.Create([]));
    }
}

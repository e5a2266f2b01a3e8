using Ass.MLNet.Images;
using Ass.MLNet.RunLog;
using Xunit;

namespace Ass.MLNet.Tests;

public class PredictionPictureTests
{
    [Theory]
    [InlineData(2048, 1024, 512, 256)]
    [InlineData(100, 1000, 51, 512)]
    [InlineData(5000, 2, 512, 1)]
    [InlineData(300, 200, 300, 200)]
    public void Panels_are_made_smaller_but_never_larger(int width, int height, int panelWidth, int panelHeight)
    {
        var ids = new byte[width * height];
        var strip = new PredictionPicture(
            new BgrImage(width, height, new byte[width * height * 3]),
            ids,
            ids,
            SegmentationPalette.Voc(1, 1)
        ).Strip();
        Assert.Equal(((3 * panelWidth) + (2 * PredictionPicture.Gap), panelHeight), (strip.Width, strip.Height));
    }

    [Fact]
    public void A_smaller_picture_mixes_no_classes()
    {
        // Stripes of two classes, thinner than a pixel of the panel: a mean of their colours would be no class's.
        const int Side = 1500;
        var ids = Enumerable.Range(0, Side * Side).Select(i => (byte)(i % 2)).ToArray();
        var palette = SegmentationPalette.Voc(1, 2);
        var strip = new PredictionPicture(new BgrImage(Side, Side, new byte[Side * Side * 3]), ids, ids, palette).Strip();
        int truthStart = PredictionPicture.LargestSide + PredictionPicture.Gap;
        for (int x = truthStart; x < truthStart + PredictionPicture.LargestSide; x++)
        {
            var color = System.Drawing.Color.FromArgb(strip.Pixels[(x * 3) + 2], strip.Pixels[(x * 3) + 1], strip.Pixels[x * 3]);
            Assert.Contains(color.ToArgb(), palette.Colors.Select(c => c.ToArgb()));
        }
    }
}

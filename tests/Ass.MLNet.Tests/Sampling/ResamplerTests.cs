using Xunit;

namespace Ass.MLNet.Tests;

public class ResamplerTests
{
    private static readonly byte[] Padding = [9, 8, 7];

    [Fact]
    public void A_whole_image_at_its_own_size_is_passed_on()
    {
        var image = Ramp(4, 3);
        Assert.Same(image, Resampler.Resize(image, new ImageSize(4, 3), new Window(0, 0, 4, 3), Padding));
    }

    [Fact]
    public void A_window_at_the_same_size_is_cut_out_exactly()
    {
        var image = Ramp(5, 4);
        var cut = Resampler.Resize(image, new ImageSize(5, 4), new Window(2, 1, 3, 2), Padding);
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 3; x++)
                Assert.Equal(Pixel(image, x + 2, y + 1), Pixel(cut, x, y));
        }
    }

    [Fact]
    public void Halving_averages_with_a_triangle_of_twice_the_width()
    {
        // Taps at distances ½ and 1½ of a support of 2 weigh 3 : 3 : 1 : 1, and what lies outside the line is left out.
        var image = new BgrImage(4, 1, [0, 0, 0, 80, 0, 0, 160, 0, 0, 240, 0, 0]);
        var half = Resampler.Resize(image, new ImageSize(2, 1), new Window(0, 0, 2, 1), Padding);
        Assert.Equal((0 * 3 + 80 * 3 + 160 * 1) / 7, half.Pixels[0]);
        Assert.Equal(183, half.Pixels[3]);
    }

    [Fact]
    public void Enlarging_is_bilinear_between_pixel_centres()
    {
        var image = new BgrImage(2, 1, [0, 0, 0, 100, 0, 0]);
        var wide = Resampler.Resize(image, new ImageSize(4, 1), new Window(0, 0, 4, 1), Padding);
        Assert.Equal([0, 25, 75, 100], new[] { 0, 3, 6, 9 }.Select(i => (int)wide.Pixels[i]));
    }

    [Fact]
    public void Bicubic_enlarges_with_Keys_cubic_and_cuts_overshoot_off()
    {
        // The centre of pixel 3 of 8 is 1¼, ¼, ¾ and 1¾ away from the source's four.
        byte[] line = [40, 80, 200, 120];
        var image = new BgrImage(4, 1, [.. line.SelectMany(v => new byte[] { v, v, v })]);
        var wide = Resampler.Resize(image, new ImageSize(8, 1), new Window(0, 0, 8, 1), Padding, ImageInterpolation.Bicubic);
        double[] weights = [-0.0703125, 0.8671875, 0.2265625, -0.0234375];
        Assert.Equal(Math.Round(weights.Zip(line, (w, v) => w * v).Sum()), wide.Pixels[3 * 3]);

        var edge = new BgrImage(4, 1, [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255]);
        var sharp = Resampler.Resize(edge, new ImageSize(16, 1), new Window(0, 0, 16, 1), Padding, ImageInterpolation.Bicubic);
        Assert.Equal((0, 255), (sharp.Pixels[4 * 3], sharp.Pixels[11 * 3]));
    }

    [Fact]
    public void Bicubic_widens_when_it_makes_smaller()
    {
        // Halving: taps at ¼, ¾, 1¼ and 1¾ of the filter, on both sides; a line of one value stays so, and a fine pattern becomes its mean.
        var stripes = new BgrImage(32, 1, [.. Enumerable.Range(0, 96).Select(i => (byte)(i / 3 % 2 == 0 ? 100 : 140))]);
        var half = Resampler.Resize(stripes, new ImageSize(16, 1), new Window(0, 0, 16, 1), Padding, ImageInterpolation.Bicubic);
        Assert.All(half.Pixels.Skip(6).SkipLast(6), value => Assert.InRange(value, 119, 121));
    }

    [Fact]
    public void Outside_the_image_is_padding_and_ignored()
    {
        var image = Ramp(2, 2);
        var window = new Window(-1, 1, 4, 3);
        var cut = Resampler.Resize(image, new ImageSize(2, 2), window, Padding);
        var ids = Resampler.ResizeLabels([1, 2, 3, 4], new ImageSize(2, 2), new ImageSize(2, 2), window);

        Assert.Equal(Padding, Pixel(cut, 0, 0));
        Assert.Equal(Pixel(image, 0, 1), Pixel(cut, 1, 0));
        Assert.Equal(Padding, Pixel(cut, 1, 1));
        Assert.Equal([255, 3, 4, 255, 255, 255, 255, 255, 255, 255, 255, 255], ids);
    }

    [Fact]
    public void Labels_take_the_nearest_pixel_and_invent_no_id()
    {
        byte[] ids = [0, 7, 0, 7, 0, 7];
        var bigger = Resampler.ResizeLabels(ids, new ImageSize(6, 1), new ImageSize(9, 1), new Window(0, 0, 9, 1));
        Assert.All(bigger, id => Assert.Contains(id, ids));
        Assert.Equal([0, 0, 7, 7, 0, 0], Resampler.ResizeLabels([0, 7, 0], new ImageSize(3, 1), new ImageSize(6, 1), new Window(0, 0, 6, 1)));
    }

    [Fact]
    public void Image_and_label_stay_aligned_at_any_scale_and_window()
    {
        // The picture is bright exactly where the label is 1, so away from the border between the two they must agree.
        const int width = 40;
        var pixels = new byte[width * width * 3];
        var ids = new byte[width * width];
        for (int y = 0; y < width; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bool inside = x >= 13 && y >= 22;
                ids[y * width + x] = inside ? (byte)1 : (byte)0;
                pixels.AsSpan((y * width + x) * 3, 3).Fill(inside ? (byte)200 : (byte)0);
            }
        }

        var image = new BgrImage(width, width, pixels);
        foreach (var size in new[] { new ImageSize(20, 30), new ImageSize(63, 47), new ImageSize(95, 80) })
        {
            var window = new Window(3, 5, 16, 24);
            var cut = Resampler.Resize(image, size, window, Padding);
            var cutIds = Resampler.ResizeLabels(ids, new ImageSize(width, width), size, window);
            for (int i = 0; i < cutIds.Length; i++)
            {
                byte value = cut.Pixels[i * 3];
                if (value is 0 or 200)
                    Assert.Equal(value == 200 ? 1 : 0, cutIds[i]);
            }
        }
    }

    private static BgrImage Ramp(int width, int height) =>
        new(width, height, Enumerable.Range(0, width * height * 3).Select(i => (byte)(i * 3)).ToArray());

    private static byte[] Pixel(BgrImage image, int x, int y) => image.Pixels.AsSpan((y * image.Width + x) * 3, 3).ToArray();
}

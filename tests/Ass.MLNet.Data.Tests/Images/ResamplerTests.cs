using Ass.MLNet.Images;
using Ass.MLNet.Labels;
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
            {
                Assert.Equal(Pixel(image, x + 2, y + 1), Pixel(cut, x, y));
            }
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
        var wide = Resampler.Resize(image, new ImageSize(8, 1), new Window(0, 0, 8, 1), Padding, interpolation: ImageInterpolation.Bicubic);
        double[] weights = [-0.0703125, 0.8671875, 0.2265625, -0.0234375];
        Assert.Equal(Math.Round(weights.Zip(line, (w, v) => w * v).Sum()), wide.Pixels[3 * 3]);

        var edge = new BgrImage(4, 1, [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255]);
        var sharp = Resampler.Resize(
            edge,
            new ImageSize(16, 1),
            new Window(0, 0, 16, 1),
            Padding,
            interpolation: ImageInterpolation.Bicubic
        );
        Assert.Equal((0, 255), (sharp.Pixels[4 * 3], sharp.Pixels[11 * 3]));
    }

    /// <summary>Noise of extremes, where the overshoot of the cubic is cut off everywhere, against what Pillow 9.4 makes of it.</summary>
    [Theory]
    [InlineData(
        ImageInterpolation.Bilinear,
        23,
        17,
        9,
        8,
        "gHeqlIyWamJEnqSccI+ScmVlZXlhc2dkcHh6Y2KBY3dniJ2Pe2N4hoqUj5OWdH+AeqJycaB8ekR4gldadJDFc09sR3OAg2uR"
    )]
    [InlineData(
        ImageInterpolation.Bicubic,
        23,
        17,
        9,
        8,
        "f3CwlYyaZ2I/o6miaZGba2ZkXH5We19jc3p7YmGCXHdgi5uOflx6iIyfjZOZb4l/e65ua6x2fzp2i0pUdpHQdUxwO3yFf2aT"
    )]
    [InlineData(
        ImageInterpolation.Bilinear,
        7,
        5,
        16,
        12,
        "/+uyfn+BeXBkVlyr+f/////qr3mEj4d7cWhvrero4t//56Rqk721oZylrrO3nX91/+SaW6Lq48fH4u24hVIdC//npWmCmqq3t6qhpq10NiD/6rJ6WzxloKBlRpHeo11E4s+baEAYRYqLSSmE36ttV6eVYjIwLUx0eFlLfrCOZlh0YzIHIz5QX2hqb3qEcV1VjIBePjMpO1RxkqaNclY6MKOciXRDEyVJerren2A7FwuqpZaESA0fRn3G76VbMw0A"
    )]
    [InlineData(
        ImageInterpolation.Bicubic,
        7,
        5,
        16,
        12,
        "//K3gHV2cGlXNkSn///////wsHh7jId4aVZjrPHv6+r/7Z1kkc7HoJituruzknp1/+uPVJz59sXE8vvEgUIQBf/0pWd8p7vGxbmusqdmGwX//MODSSVWtLFOK5Tvt1g16d2rbyoAMpyaKQWC88hwTqaSWCYaJEl9ekExebmfbVl8ZCoBF0FVYWdpbXyEclxTjHxYNyooNExvobWVaks0LaiilXk+CRE/fNPxrl0tDgeyr6qSRgAEOIDo/7hWHwAA"
    )]
    public void Sizes_change_as_in_Pillow_but_for_a_last_bit(
        ImageInterpolation interpolation,
        int width,
        int height,
        int newWidth,
        int newHeight,
        string pillow
    )
    {
        var pixels = new byte[width * height * 3];
        uint state = 1;
        for (int i = 0; i < width * height; i++)
        {
            state = (state * 1103515245 + 12345) & 0x7FFF_FFFF;
            byte value = (byte)(state >> 16);
            pixels
                .AsSpan(i * 3, 3)
                .Fill(
                    value < 64 ? (byte)0
                    : value >= 192 ? (byte)255
                    : value
                );
        }

        var window = new Window(0, 0, newWidth, newHeight);
        var resized = Resampler.Resize(
            new BgrImage(width, height, pixels),
            new ImageSize(newWidth, newHeight),
            window,
            Padding,
            interpolation: interpolation
        );
        var differences = Convert.FromBase64String(pillow).Select((value, i) => Math.Abs(value - resized.Pixels[i * 3])).ToArray();
        Assert.Equal(newWidth * newHeight, differences.Length);
        Assert.All(differences, difference => Assert.InRange(difference, 0, 1));
    }

    [Fact]
    public void A_bicubic_window_is_that_part_of_the_whole_mirrored_or_not()
    {
        var image = Ramp(13, 11);
        var size = new ImageSize(20, 7);
        var whole = Resampler.Resize(image, size, new Window(0, 0, 20, 7), Padding, interpolation: ImageInterpolation.Bicubic);
        var cut = Resampler.Resize(image, size, new Window(5, 2, 8, 7), Padding, mirror: true, ImageInterpolation.Bicubic);
        for (int y = 0; y < 7; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                Assert.Equal(y < 5 ? Pixel(whole, 12 - x, y + 2) : Padding, Pixel(cut, x, y));
            }
        }
    }

    [Fact]
    public void Outside_the_image_is_padding_and_ignored()
    {
        var image = Ramp(2, 2);
        var window = new Window(-1, 1, 4, 3);
        var cut = Resampler.Resize(image, new ImageSize(2, 2), window, Padding);
        var ids = LabelResampler.ResizeLabels([1, 2, 3, 4], new ImageSize(2, 2), new ImageSize(2, 2), window);

        Assert.Equal(Padding, Pixel(cut, 0, 0));
        Assert.Equal(Pixel(image, 0, 1), Pixel(cut, 1, 0));
        Assert.Equal(Padding, Pixel(cut, 1, 1));
        Assert.Equal([255, 3, 4, 255, 255, 255, 255, 255, 255, 255, 255, 255], ids);
    }

    [Fact]
    public void Labels_take_the_nearest_pixel_and_invent_no_id()
    {
        byte[] ids = [0, 7, 0, 7, 0, 7];
        var bigger = LabelResampler.ResizeLabels(ids, new ImageSize(6, 1), new ImageSize(9, 1), new Window(0, 0, 9, 1));
        Assert.All(bigger, id => Assert.Contains(id, ids));
        Assert.Equal(
            [0, 0, 7, 7, 0, 0],
            LabelResampler.ResizeLabels([0, 7, 0], new ImageSize(3, 1), new ImageSize(6, 1), new Window(0, 0, 6, 1))
        );
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
            var cutIds = LabelResampler.ResizeLabels(ids, new ImageSize(width, width), size, window);
            for (int i = 0; i < cutIds.Length; i++)
            {
                byte value = cut.Pixels[i * 3];
                if (value is 0 or 200)
                {
                    Assert.Equal(value == 200 ? 1 : 0, cutIds[i]);
                }
            }
        }
    }

    [Fact]
    public void Mirrored_windows_are_the_windows_with_left_and_right_exchanged()
    {
        var image = Noise(41, 29, 1);
        var ids = image.Pixels[..(41 * 29)];
        foreach (var (size, window) in Windows())
        {
            var plain = Resampler.Resize(image, size, window, Padding);
            var mirrored = Resampler.Resize(image, size, window, Padding, mirror: true);
            var plainIds = LabelResampler.ResizeLabels(ids, new ImageSize(41, 29), size, window);
            var mirroredIds = LabelResampler.ResizeLabels(ids, new ImageSize(41, 29), size, window, mirror: true);
            for (int y = 0; y < window.Height; y++)
            {
                for (int x = 0; x < window.Width; x++)
                {
                    Assert.Equal(Pixel(plain, x, y), Pixel(mirrored, window.Width - 1 - x, y));
                    Assert.Equal(plainIds[y * window.Width + x], mirroredIds[y * window.Width + window.Width - 1 - x]);
                }
            }
        }
    }

    [Fact]
    public void Every_pixel_is_the_weighted_mean_of_the_source_pixels_under_its_triangle()
    {
        var image = Noise(41, 29, 2);
        foreach (var (size, window) in Windows())
        {
            var cut = Resampler.Resize(image, size, window, Padding);
            for (int y = 0; y < window.Height; y++)
            {
                for (int x = 0; x < window.Width; x++)
                {
                    for (int channel = 0; channel < 3; channel++)
                    {
                        Assert.InRange(
                            cut.Pixels[(y * window.Width + x) * 3 + channel] - Mean(image, size, window.X + x, window.Y + y, channel),
                            -0.501,
                            0.501
                        );
                    }
                }
            }
        }
    }

    /// <summary>Smaller, larger, squeezed, the same, and windows that hang over on every side.</summary>
    private static IEnumerable<(ImageSize, Window)> Windows() =>
        [
            (new ImageSize(41, 29), new Window(0, 0, 41, 29)),
            (new ImageSize(20, 15), new Window(0, 0, 20, 15)),
            (new ImageSize(13, 60), new Window(2, 7, 9, 33)),
            (new ImageSize(90, 11), new Window(-5, -3, 100, 20)),
            (new ImageSize(1, 1), new Window(-2, 0, 4, 1)),
            (new ImageSize(64, 64), new Window(40, 50, 30, 30)),
            (new ImageSize(9, 9), new Window(20, 20, 3, 3)),
        ];

    /// <summary>The definition, in double precision; the padding outside.</summary>
    private static double Mean(BgrImage image, ImageSize size, int x, int y, int channel)
    {
        if (x < 0 || y < 0 || x >= size.Width || y >= size.Height)
        {
            return Padding[channel];
        }

        static double Weight(int pixel, int position, int from, int to)
        {
            double scale = (double)from / to;
            return Math.Max(0, 1 - Math.Abs(pixel + 0.5 - (position + 0.5) * scale) / Math.Max(1, scale));
        }

        double sum = 0,
            weights = 0;
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            double weight = Weight(i % image.Width, x, image.Width, size.Width) * Weight(i / image.Width, y, image.Height, size.Height);
            weights += weight;
            sum += weight * image.Pixels[i * 3 + channel];
        }

        return sum / weights;
    }

    private static BgrImage Noise(int width, int height, int seed)
    {
        var pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return new BgrImage(width, height, pixels);
    }

    private static BgrImage Ramp(int width, int height) =>
        new(width, height, Enumerable.Range(0, width * height * 3).Select(i => (byte)(i * 3)).ToArray());

    private static byte[] Pixel(BgrImage image, int x, int y) => image.Pixels.AsSpan((y * image.Width + x) * 3, 3).ToArray();
}

using Ass.MLNet.Images;
using Ass.MLNet.Sampling;
using Xunit;

namespace Ass.MLNet.Tests;

public class AugmentationTests
{
    [Fact]
    public void Samples_have_the_crops_size_whatever_the_images()
    {
        var options = new AssSegmentationOptions { CropSize = new ImageSize(20, 12), Augmentation = { MinScale = 0.3, MaxScale = 3 } };
        for (int seed = 0; seed < 30; seed++)
        {
            var sample = Apply(options, null, Checker(17 + seed, 40 - seed), seed);
            Assert.Equal((20, 12, 240), (sample.Image.Width, sample.Image.Height, sample.Ids!.Length));
        }
    }

    [Fact]
    public void Without_a_crop_samples_have_the_domains_size()
    {
        var sample = Apply(new AssSegmentationOptions(), new ImageSize(30, 20), Checker(60, 50), 1);
        Assert.Equal((30, 20), (sample.Image.Width, sample.Image.Height));
    }

    [Fact]
    public void Image_and_label_are_scaled_cut_and_mirrored_together()
    {
        var options = new AssSegmentationOptions { CropSize = new ImageSize(33, 21) };
        int labeled = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            var sample = Apply(options, null, Checker(64, 48), seed);
            for (int i = 0; i < sample.Ids!.Length; i++)
            {
                byte value = sample.Image.Pixels[i * 3];
                if (value is not (0 or 200))
                {
                    continue;
                }
                Assert.Equal(value == 200 ? 1 : 0, sample.Ids[i]);
                labeled++;
            }
        }

        Assert.True(labeled > 10_000);
    }

    [Fact]
    public void Half_of_the_samples_are_mirrored()
    {
        var options = new AssSegmentationOptions { Augmentation = { MinScale = 1, MaxScale = 1 } };
        var image = new BgrImage(2, 1, [1, 1, 1, 9, 9, 9]);
        int mirrored = Enumerable
            .Range(0, 200)
            .Count(seed => new Augmentation(options, null, new byte[3]).Apply(image, [0, 1], new Random(seed)).Ids![0] == 1);
        Assert.InRange(mirrored, 70, 130);

        options.Augmentation.HorizontalFlip = false;
        Assert.Equal([0, 1], new Augmentation(options, null, new byte[3]).Apply(image, [0, 1], new Random(1)).Ids);
    }

    /// <summary>Padding has a grey that no pixel of the picture has, and its label is ignored.</summary>
    [Fact]
    public void A_sample_knows_where_its_picture_lies()
    {
        var options = new AssSegmentationOptions { CropSize = new ImageSize(33, 21), Augmentation = { MinScale = 0.5, MaxScale = 2 } };
        int padded = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var sample = Apply(options, null, Checker(40, 20 + seed % 3), seed);
            var picture = sample.Picture ?? new Window(0, 0, 33, 21);
            padded += sample.Picture is null ? 0 : 1;
            for (int i = 0; i < sample.Ids!.Length; i++)
            {
                var (x, y) = (i % 33 - picture.X, i / 33 - picture.Y);
                bool isInside = x >= 0 && y >= 0 && x < picture.Width && y < picture.Height;
                Assert.Equal(isInside, sample.Ids[i] != 255);
            }
        }
        Assert.InRange(padded, 10, 50);
    }

    private static Sample Apply(AssSegmentationOptions options, ImageSize? size, (BgrImage Image, byte[] Ids) input, int seed) =>
        new Augmentation(options, size, [77, 77, 77]).Apply(input.Image, input.Ids, new Random(seed));

    /// <summary>Squares of 8 pixels, bright where the label is 1.</summary>
    private static (BgrImage Image, byte[] Ids) Checker(int width, int height)
    {
        var ids = Enumerable.Range(0, width * height).Select(i => (byte)((i % width / 8 + i / width / 8) % 2)).ToArray();
        return (new BgrImage(width, height, ids.SelectMany(id => Enumerable.Repeat((byte)(id * 200), 3)).ToArray()), ids);
    }
}

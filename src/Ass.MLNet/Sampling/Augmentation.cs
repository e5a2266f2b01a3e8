using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Sampling;

/// <summary>Resizes an image to its domain's size, scales it at random, cuts a window and mirrors it, the label alongside.</summary>
internal sealed class Augmentation
{
    private readonly ImageSize? baseSize;
    private readonly ImageSize? cropSize;
    private readonly double minScale;
    private readonly double maxScale;
    private readonly bool flip;
    private readonly ImageInterpolation interpolation;
    private readonly byte[] padding;

    /// <param name="options">Crop size, scales, flip and interpolation.</param>
    /// <param name="baseSize">The domain's size; null = each image's own.</param>
    /// <param name="padding">B, G, R of what lies outside the image.</param>
    public Augmentation(AssSegmentationOptions options, ImageSize? baseSize, byte[] padding)
    {
        this.baseSize = baseSize;
        this.padding = padding;
        (cropSize, minScale, maxScale, flip) = (options.CropSize, options.Augmentation.MinScale, options.Augmentation.MaxScale, options.Augmentation.HorizontalFlip);
        interpolation = options.AdaptSegNet.Interpolation;
    }

    /// <summary>Makes a sample; all that is random comes from <paramref name="random"/>.</summary>
    public Sample Apply(BgrImage image, byte[]? ids, Random random)
    {
        var own = new ImageSize(image.Width, image.Height);
        var size = baseSize ?? own;
        var crop = cropSize ?? size;

        // Even in scale's logarithm, so that halving and doubling are equally likely. All three are drawn whatever the options, so that
        // one option does not change what the others draw.
        double scale = minScale * Math.Pow(maxScale / minScale, random.NextDouble());
        double left = random.NextDouble();
        double top = random.NextDouble();
        bool mirror = random.NextDouble() < 0.5 && flip;

        var scaled = new ImageSize(Math.Max(1, (int)Math.Round(size.Width * scale)), Math.Max(1, (int)Math.Round(size.Height * scale)));
        var window = new Window(Position(scaled.Width - crop.Width, left), Position(scaled.Height - crop.Height, top), crop.Width, crop.Height);
        var cut = Resampler.Resize(image, scaled, window, padding, mirror, interpolation);
        return new Sample(cut, ids is null ? null : LabelResampler.ResizeLabels(ids, own, scaled, window, mirror));
    }

    /// <summary>Anywhere the window stays on the picture, or, where it is larger, anywhere the picture stays in the window.</summary>
    private static int Position(int free, double random) => free >= 0 ? (int)(random * (free + 1)) : -(int)(random * (1 - free));
}

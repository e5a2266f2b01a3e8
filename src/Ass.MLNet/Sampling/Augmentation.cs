using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Sampling;

/// <summary>Resizes an image to its domain's size, scales it at random, cuts a window and mirrors it, the label alongside.</summary>
internal sealed class Augmentation
{
    private readonly ImageSize? _baseSize;
    private readonly ImageSize? _cropSize;
    private readonly double _minScale;
    private readonly double _maxScale;
    private readonly bool _flip;
    private readonly ImageInterpolation _interpolation;
    private readonly byte[] _padding;

    /// <param name="options">Crop size, scales, flip and interpolation.</param>
    /// <param name="baseSize">The domain's size; null = each image's own.</param>
    /// <param name="padding">B, G, R of what lies outside the image.</param>
    public Augmentation(AssSegmentationOptions options, ImageSize? baseSize, byte[] padding)
    {
        _baseSize = baseSize;
        _padding = padding;
        (_cropSize, _minScale, _maxScale, _flip) = (
            options.CropSize,
            options.Augmentation.MinScale,
            options.Augmentation.MaxScale,
            options.Augmentation.HorizontalFlip
        );
        _interpolation = options.AdaptSegNet.Interpolation;
    }

    /// <summary>Makes a sample; all that is random comes from <paramref name="random"/>.</summary>
    public Sample Apply(BgrImage image, byte[]? ids, Random random)
    {
        var own = new ImageSize(image.Width, image.Height);
        var size = _baseSize ?? own;
        var crop = _cropSize ?? size;

        // Even in scale's logarithm, so that halving and doubling are equally likely. All three are drawn whatever the options, so that
        // one option does not change what the others draw.
        double scale = _minScale * Math.Pow(_maxScale / _minScale, random.NextDouble());
        double left = random.NextDouble();
        double top = random.NextDouble();
        bool mirror = random.NextDouble() < 0.5 && _flip;

        var scaled = new ImageSize(Math.Max(1, (int)Math.Round(size.Width * scale)), Math.Max(1, (int)Math.Round(size.Height * scale)));
        var window = new Window(
            Position(scaled.Width - crop.Width, left),
            Position(scaled.Height - crop.Height, top),
            crop.Width,
            crop.Height
        );
        var cut = Resampler.Resize(image, scaled, window, _padding, mirror, _interpolation);
        return new Sample(cut, ids is null ? null : LabelResampler.ResizeLabels(ids, own, scaled, window, mirror));
    }

    /// <summary>Anywhere the window stays on the picture, or, where it is larger, anywhere the picture stays in the window.</summary>
    private static int Position(int free, double random) => free >= 0 ? (int)(random * (free + 1)) : -(int)(random * (1 - free));
}

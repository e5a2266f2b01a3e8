using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Sampling;

/// <summary>Resizes an image to its domain's size, then scales, crops and flips it at random, together with its label.</summary>
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
    /// <param name="baseSize">The domain's size; null for each image's own.</param>
    /// <param name="padding">Fill colour outside the image, as B, G, R.</param>
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

    /// <summary>Makes a sample; <paramref name="random"/> is the only source of randomness.</summary>
    public Sample Apply(BgrImage image, byte[]? ids, Random random)
    {
        var own = new ImageSize(image.Width, image.Height);
        var size = _baseSize ?? own;
        var crop = _cropSize ?? size;

        // Uniform in the logarithm of the scale, so halving and doubling are equally likely. All three values are always drawn, so one
        // option does not change the random values of the others.
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
        return new Sample(cut, ids is null ? null : LabelResampler.ResizeLabels(ids, own, scaled, window, mirror))
        {
            Picture = Picture(scaled, window, mirror),
        };
    }

    /// <summary>Where the scaled image lies in the window; null if it covers all of it.</summary>
    private static Window? Picture(ImageSize scaled, Window window, bool mirror)
    {
        var (left, top) = (Math.Max(0, -window.X), Math.Max(0, -window.Y));
        int right = Math.Min(window.Width, scaled.Width - window.X);
        int bottom = Math.Min(window.Height, scaled.Height - window.Y);
        var (width, height) = (right - left, bottom - top);
        return (width, height) == (window.Width, window.Height)
            ? null
            : new Window(mirror ? window.Width - right : left, top, width, height);
    }

    /// <summary>A random position that keeps the crop inside the image or, if the crop is larger, the image inside the crop.</summary>
    private static int Position(int free, double random) => free >= 0 ? (int)(random * (free + 1)) : -(int)(random * (1 - free));
}

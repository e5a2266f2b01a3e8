using Ass.MLNet.Images;

namespace Ass.MLNet.Prediction;

/// <summary>How prediction resizes images for the network, and logits back to the image size.</summary>
/// <param name="InputSize">The input size of the network; null = the image's own size.</param>
/// <param name="Interpolation">The filter for resizing images.</param>
/// <param name="AlignCorners">How logits are upsampled to the image's size; see <c>AlignCornersInPrediction</c>.</param>
internal sealed record PredictionResizing(
    ImageSize? InputSize,
    ImageInterpolation Interpolation = ImageInterpolation.Bilinear,
    bool AlignCorners = false
)
{
    /// <summary>Resizes an image for the network.</summary>
    /// <param name="image">The original image.</param>
    /// <param name="padding">The padding colour: B, G, R.</param>
    public BgrImage Prepare(BgrImage image, ReadOnlySpan<byte> padding) =>
        InputSize is { } size
            ? Resampler.Resize(image, size, new Window(0, 0, size.Width, size.Height), padding, interpolation: Interpolation)
            : image;

    /// <summary>Uses an image as the network gets it.</summary>
    /// <param name="image">The original image; the caller keeps it.</param>
    /// <param name="padding">The padding colour: B, G, R.</param>
    /// <param name="use">Must not keep the image.</param>
    public T Use<T>(BgrImage image, ReadOnlySpan<byte> padding, Func<BgrImage, T> use)
    {
        var prepared = Prepare(image, padding);

        // A resized image has its own memory.
        return prepared == image ? use(image) : PixelBuffers.Use(prepared, use);
    }
}

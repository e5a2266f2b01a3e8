using Ass.MLNet.Images;

namespace Ass.MLNet.Prediction;

/// <summary>What prediction does about sizes, on the way into the network and out of it.</summary>
/// <param name="InputSize">What images are resized to; null = their own size.</param>
/// <param name="Interpolation">How.</param>
/// <param name="AlignCorners">How logits are enlarged to the image's own size; see <c>AlignCornersInPrediction</c>.</param>
internal sealed record PredictionResizing(
    ImageSize? InputSize,
    ImageInterpolation Interpolation = ImageInterpolation.Bilinear,
    bool AlignCorners = false
)
{
    /// <summary>The image as the network gets it.</summary>
    /// <param name="image">As it comes.</param>
    /// <param name="padding">B, G, R.</param>
    public BgrImage Prepare(BgrImage image, ReadOnlySpan<byte> padding) =>
        InputSize is { } size
            ? Resampler.Resize(image, size, new Window(0, 0, size.Width, size.Height), padding, interpolation: Interpolation)
            : image;
}

using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Appearance;

/// <summary>Blurs each image of a batch by a strength of its own, on the device.</summary>
/// <remarks>Along each axis the filter is exp(−d² / 2σ²) for whole distances d up to ⌈3σ⌉, divided by its sum. Beyond an image's edge its
/// outermost pixels go on, so images may be smaller than the filter. Padding takes no part: a filter that reaches into it is divided by the
/// sum of what is left.</remarks>
internal static class GaussianBlur
{
    /// <param name="pixels">(B, C, H, W).</param>
    /// <param name="sigmas">B values of σ in pixels, 0 or more; 0 leaves the image as it is.</param>
    /// <param name="inside">(B, 1, H, W), false for padding, which neither counts nor changes; null if there is none.</param>
    /// <returns>A new tensor of the same shape. Nothing waits for the device.</returns>
    public static Tensor Apply(Tensor pixels, IReadOnlyList<double> sigmas, Tensor? inside = null)
    {
        long count = pixels.shape[0];
        if (sigmas.Count != count)
        {
            throw new ArgumentException($"{count} images need {count} sigmas, but there are {sigmas.Count}.", nameof(sigmas));
        }
        if (!sigmas.All(sigma => double.IsFinite(sigma) && sigma >= 0))
        {
            throw new ArgumentException($"Sigmas must be 0 or more, but are {string.Join(", ", sigmas)}.", nameof(sigmas));
        }

        using var scope = NewDisposeScope();
        if (inside is null)
        {
            return Filter(pixels, sigmas).MoveToOuterDisposeScope();
        }
        var counts = inside.to(pixels.dtype);
        var shown = Filter(pixels.mul(counts), sigmas).div(Filter(counts, sigmas).AtLeast(1e-6));
        return where(inside, shown, pixels).MoveToOuterDisposeScope();
    }

    private static Tensor Filter(Tensor pixels, IReadOnlyList<double> sigmas)
    {
        var (count, channels) = (pixels.shape[0], pixels.shape[1]);
        int radius = sigmas.Max(Radius);
        float[] taps = [.. sigmas.SelectMany(sigma => Enumerable.Repeat(Taps(sigma, radius), (int)channels)).SelectMany(t => t)];
        long planes = count * channels;

        // All planes are channels of one image, each with a filter of its own.
        var image = pixels.reshape(1, planes, pixels.shape[2], pixels.shape[3]);
        var padded = nn.functional.pad(image, [radius, radius, radius, radius], PaddingModes.Replicate);
        var filters = DeviceCopy.Of(taps, [planes, 1, 1, 2L * radius + 1], pixels.device);
        var blurred = nn.functional.conv2d(padded, filters, groups: planes);
        blurred = nn.functional.conv2d(blurred, filters.transpose(2, 3).contiguous(), groups: planes);
        return blurred.view(pixels.shape);
    }

    private static int Radius(double sigma) => (int)Math.Ceiling(3 * sigma);

    /// <summary>An image's filter, with zeros beyond its own radius, so that it does not depend on the other images.</summary>
    private static float[] Taps(double sigma, int radius)
    {
        int own = Radius(sigma);
        double[] taps = [.. Enumerable.Range(-radius, 2 * radius + 1).Select(Weight)];
        double sum = taps.Sum();
        return [.. taps.Select(tap => (float)(tap / sum))];

        double Weight(int distance) =>
            distance == 0 ? 1
            : Math.Abs(distance) > own ? 0
            : Math.Exp(-0.5 * distance * distance / (sigma * sigma));
    }
}

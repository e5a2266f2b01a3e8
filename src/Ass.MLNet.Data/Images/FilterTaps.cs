namespace Ass.MLNet.Images;

/// <summary>The source pixels and weights for each pixel of a section of a resized line.</summary>
/// <param name="Offset">The offset in the window of the first pixel that the image covers.</param>
/// <param name="Taps">The number of source pixels per pixel; all lie inside the source line.</param>
/// <param name="First">The first source pixel of each pixel.</param>
/// <param name="Weights">First.Length × Taps weights; each pixel's sum to 1.</param>
internal sealed record FilterTaps(int Offset, int Taps, int[] First, float[] Weights)
{
    /// <summary>The number of pixels of the window that the image covers.</summary>
    public int Count => First.Length;

    /// <param name="from">The length of the source line.</param>
    /// <param name="to">The length of the whole resized line.</param>
    /// <param name="start">The position of the window on the resized line; may be negative.</param>
    /// <param name="length">The length of the window; may extend beyond the line.</param>
    /// <param name="interpolation">The filter.</param>
    public static FilterTaps Create(int from, int to, int start, int length, ImageInterpolation interpolation)
    {
        var (radius, filter) = interpolation == ImageInterpolation.Bicubic ? (2, (Func<double, double>)Cubic) : (1, Triangle);
        double scale = (double)from / to;
        double width = Math.Max(1, scale);
        double support = radius * width;
        int offset = Math.Clamp(-start, 0, length);
        int count = Math.Max(0, Math.Min(length, to - start) - offset);
        double Center(int i) => (start + offset + i + 0.5) * scale;
        double Weight(int pixel, double center) => filter(Math.Abs(pixel + 0.5 - center) / width);

        // Pixels whose centres are nearer than the support; at integer scales there is one fewer.
        int FirstPixel(int i) => Math.Max(0, (int)Math.Floor(Center(i) - support + 0.5));
        int EndPixel(int i) => Math.Min(from, (int)Math.Ceiling(Center(i) + support - 0.5));
        int taps = 0;
        for (int i = 0; i < count; i++)
        {
            taps = Math.Max(taps, EndPixel(i) - FirstPixel(i));
        }

        var first = new int[count];
        var weights = new float[count * taps];
        for (int i = 0; i < count; i++)
        {
            first[i] = Math.Min(FirstPixel(i), from - taps);
            double sum = 0;
            for (int t = 0; t < taps; t++)
            {
                sum += Weight(first[i] + t, Center(i));
            }
            for (int t = 0; t < taps; t++)
            {
                weights[i * taps + t] = (float)(Weight(first[i] + t, Center(i)) / sum);
            }
        }

        return new FilterTaps(offset, taps, first, weights);
    }

    /// <summary>Returns the same pixels in reverse order, for a mirrored window of <paramref name="length"/> pixels.</summary>
    public FilterTaps Mirror(int length)
    {
        int[] first = [.. First.Reverse()];
        var weights = new float[Weights.Length];
        for (int i = 0; i < Count; i++)
        {
            Weights.AsSpan((Count - 1 - i) * Taps, Taps).CopyTo(weights.AsSpan(i * Taps));
        }
        return new FilterTaps(length - Offset - Count, Taps, first, weights);
    }

    private static double Triangle(double x) => Math.Max(0, 1 - x);

    /// <summary>Keys' cubic convolution (1981) with a = −½.</summary>
    private static double Cubic(double x) =>
        x switch
        {
            < 1 => (1.5 * x - 2.5) * x * x + 1,
            < 2 => ((-0.5 * x + 2.5) * x - 4) * x + 2,
            _ => 0,
        };
}

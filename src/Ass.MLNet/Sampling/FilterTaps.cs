namespace Ass.MLNet;

/// <summary>Which source pixels, with which weights, make each pixel of a stretch of a resized line.</summary>
/// <param name="Offset">Where in the window the first pixel lies that the picture covers.</param>
/// <param name="Taps">Source pixels per pixel; all of them lie inside the source line.</param>
/// <param name="First">The first source pixel of each pixel; never decreasing.</param>
/// <param name="Weights">First.Length × Taps weights; each pixel's sum to 1.</param>
internal sealed record FilterTaps(int Offset, int Taps, int[] First, float[] Weights)
{
    /// <summary>Pixels of the window that the picture covers.</summary>
    public int Count => First.Length;

    /// <param name="from">Length of the source line.</param>
    /// <param name="to">Length of the whole resized line.</param>
    /// <param name="start">Position of the window on the resized line; may be negative.</param>
    /// <param name="length">Length of the window; may reach beyond the line.</param>
    /// <param name="interpolation">The filter.</param>
    public static FilterTaps Create(int from, int to, int start, int length, ImageInterpolation interpolation)
    {
        var (radius, filter) = interpolation == ImageInterpolation.Bicubic ? (2, (Func<double, double>)Cubic) : (1, Triangle);
        double scale = (double)from / to;
        double width = Math.Max(1, scale);
        double support = radius * width;
        int taps = Math.Min(from, (int)Math.Ceiling(2 * support) + 1);
        int offset = Math.Clamp(-start, 0, length);
        int count = Math.Max(0, Math.Min(length, to - start) - offset);
        var first = new int[count];
        var weights = new float[count * taps];
        for (int i = 0; i < count; i++)
        {
            double center = (start + offset + i + 0.5) * scale;
            first[i] = Math.Clamp((int)Math.Floor(center - support), 0, from - taps);
            double sum = 0;
            for (int t = 0; t < taps; t++)
            {
                double weight = filter(Math.Abs(first[i] + t + 0.5 - center) / width);
                weights[i * taps + t] = (float)weight;
                sum += weight;
            }

            for (int t = 0; t < taps; t++)
                weights[i * taps + t] = (float)(weights[i * taps + t] / sum);
        }

        return new FilterTaps(offset, taps, first, weights);
    }

    private static double Triangle(double x) => Math.Max(0, 1 - x);

    /// <summary>Keys' cubic convolution (1981) with a = −½.</summary>
    private static double Cubic(double x) => x switch
    {
        < 1 => (1.5 * x - 2.5) * x * x + 1,
        < 2 => ((-0.5 * x + 2.5) * x - 4) * x + 2,
        _ => 0,
    };
}

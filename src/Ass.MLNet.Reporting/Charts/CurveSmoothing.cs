namespace Ass.MLNet.Reporting.Charts;

/// <summary>Makes long, noisy curves readable.</summary>
internal static class CurveSmoothing
{
    private const int MostPoints = 500;
    private const int NoisyFrom = 40;

    /// <summary>Reduces a curve to at most 500 points by averaging neighbours.</summary>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points)
    {
        if (points.Count <= MostPoints)
        {
            return points;
        }

        int size = (points.Count + MostPoints - 1) / MostPoints;
        return [.. points.Chunk(size).Select(chunk => new CurvePoint(chunk.Average(p => p.Step), chunk.Average(p => p.Value)))];
    }

    /// <summary>Smooths a curve with a moving average over a twentieth of its length; <see langword="null"/> for a curve short enough to
    /// read as it is.</summary>
    public static IReadOnlyList<CurvePoint>? Smooth(IReadOnlyList<CurvePoint> points)
    {
        if (points.Count < NoisyFrom)
        {
            return null;
        }

        int reach = points.Count / 40;
        var smooth = new CurvePoint[points.Count];
        for (int i = 0; i < smooth.Length; i++)
        {
            int from = Math.Max(0, i - reach),
                to = Math.Min(points.Count - 1, i + reach);
            double sum = 0;
            for (int j = from; j <= to; j++)
            {
                sum += points[j].Value;
            }

            smooth[i] = points[i] with { Value = sum / (to - from + 1) };
        }

        return smooth;
    }
}

namespace Ass.MLNet.Reporting.Charts;

/// <summary>Makes long, noisy curves readable.</summary>
internal static class CurveSmoothing
{
    private const int MostPoints = 500;
    private const int NoisyFrom = 40;

    /// <summary>At most 500 points: means of neighbours where there are more.</summary>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points)
    {
        if (points.Count <= MostPoints)
        {
            return points;
        }

        int size = (points.Count + MostPoints - 1) / MostPoints;
        return [.. points.Chunk(size).Select(chunk => new CurvePoint(chunk.Average(p => p.Step), chunk.Average(p => p.Value)))];
    }

    /// <summary>The mean over a window of a twentieth of the curve around each point; <see langword="null"/> for a curve that is short
    /// enough to read as it is.</summary>
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

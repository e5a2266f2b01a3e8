using SkiaSharp;

namespace Ass.MLNet.Reporting.Shift;

/// <summary>Maps points of a plane into a square, with the same scale on both axes to preserve distances.</summary>
internal sealed class PlotArea
{
    private const float Margin = 30;

    /// <summary>The share of points on either side that may lie outside, so that a few outliers do not squeeze all others
    /// together.</summary>
    private const double Outside = 0.01;

    private readonly double _middleX;
    private readonly double _middleY;
    private readonly double _scale;

    /// <param name="bounds">The square.</param>
    /// <param name="points">The points; nearly all of them lie inside.</param>
    /// <param name="means">The means; all of them lie inside.</param>
    public PlotArea(SKRect bounds, IReadOnlyList<(double X, double Y)> points, IReadOnlyList<(double X, double Y)> means)
    {
        Bounds = bounds;
        var (left, right) = Range(points.Select(p => p.X), means.Select(m => m.X));
        var (bottom, top) = Range(points.Select(p => p.Y), means.Select(m => m.Y));
        double range = Math.Max(right - left, top - bottom);
        _scale = range > 0 ? (bounds.Width - (2 * Margin)) / range : 0;
        (_middleX, _middleY) = ((left + right) / 2, (bottom + top) / 2);
    }

    public SKRect Bounds { get; }

    public SKPoint Place((double X, double Y) point) =>
        new((float)(Bounds.MidX + ((point.X - _middleX) * _scale)), (float)(Bounds.MidY - ((point.Y - _middleY) * _scale)));

    private static (double Low, double High) Range(IEnumerable<double> points, IEnumerable<double> means)
    {
        double[] ordered = [.. points.Order()];
        int outside = (int)(ordered.Length * Outside);
        double[] wanted = [ordered[outside], ordered[^(outside + 1)], .. means];
        return (wanted.Min(), wanted.Max());
    }
}

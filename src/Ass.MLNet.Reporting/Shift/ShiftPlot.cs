using System.Globalization;
using SkiaSharp;

namespace Ass.MLNet.Reporting;

/// <summary>One network's class vectors as points in a plane, with the means of both domains.</summary>
internal static class ShiftPlot
{
    public const int Width = 640;

    /// <summary>Title, key and square.</summary>
    public const int Height = Top + Width + 12;

    private const int Top = 66;
    private const float Margin = 26;

    public static void Draw(SKCanvas canvas, string title, DomainShift shift, SKColor[] colors)
    {
        var projection = ClassVectorProjection.Of(shift);
        DrawHeader(canvas, title, projection.Shares);
        using var frame = new SKPaint { Style = SKPaintStyle.Stroke, Color = new SKColor(0xFFC4C9D0), StrokeWidth = 1 };
        canvas.DrawRect(0.5f, Top + 0.5f, Width - 1, Width - 1, frame);

        var place = Scale(projection.Points);
        foreach (var point in Mixed(projection.Points))
            ShiftMarks.DrawPoint(canvas, place(point.X, point.Y), colors[point.ClassId], point.IsTarget);
        DrawMeans(canvas, shift, projection.Points, place, colors);
    }

    private static void DrawHeader(SKCanvas canvas, string title, double[] shares)
    {
        using var large = PictureFont.Create(22);
        using var small = PictureFont.Create(14);
        canvas.DrawLine(large, title, 0, 12, Width);
        ShiftMarks.DrawPoint(canvas, new SKPoint(6, 46), DrawnImage.Ink, isTarget: false);
        canvas.DrawLine(small, "source image", 18, 46, Width);
        ShiftMarks.DrawPoint(canvas, new SKPoint(132, 46), DrawnImage.Ink, isTarget: true);
        canvas.DrawLine(small, "target image", 144, 46, Width);
        string plane = string.Create(CultureInfo.InvariantCulture, $"large: means; the plane shows {shares.Sum() * 100:0} % of the variance");
        canvas.DrawLine(small, plane, Width - PictureFont.Width(small, plane), 46, Width);
    }

    /// <summary>One scale for both axes, so that distances in the plane are true; the points fill the square in its longer direction.</summary>
    private static Func<double, double, SKPoint> Scale(IReadOnlyList<ProjectedVector> points)
    {
        double left = points.Min(p => p.X), right = points.Max(p => p.X), bottom = points.Min(p => p.Y), top = points.Max(p => p.Y);
        double range = Math.Max(right - left, top - bottom);
        double scale = range > 0 ? (Width - (2 * Margin)) / range : 0;
        return (x, y) => new SKPoint(
            (float)((Width / 2.0) + ((x - ((left + right) / 2)) * scale)),
            (float)(Top + (Width / 2.0) - ((y - ((bottom + top) / 2)) * scale)));
    }

    /// <summary>The points in an order that hides no class or domain behind another: each place in it is a share of its class and domain.</summary>
    private static IEnumerable<ProjectedVector> Mixed(IReadOnlyList<ProjectedVector> points) => points
        .GroupBy(p => (p.ClassId, p.IsTarget))
        .SelectMany(group => group.Select((point, i) => (Point: point, Share: (i + 0.5) / group.Count())))
        .OrderBy(p => p.Share)
        .Select(p => p.Point);

    private static void DrawMeans(
        SKCanvas canvas, DomainShift shift, IReadOnlyList<ProjectedVector> points, Func<double, double, SKPoint> place, SKColor[] colors)
    {
        using var font = PictureFont.Create(15);
        var ends = new List<(string Name, SKPoint Source, SKPoint Target, SKColor Color)>();
        for (int id = 0; id < shift.Classes.Count; id++)
        {
            if (shift.Classes[id].IsMeasured)
                ends.Add((shift.Classes[id].ClassName, Mean(id, isTarget: false), Mean(id, isTarget: true), colors[id]));
        }

        foreach (var (_, source, target, color) in ends)
            ShiftMarks.DrawLine(canvas, source, target, color);
        foreach (var (_, source, target, color) in ends)
        {
            ShiftMarks.DrawMean(canvas, source, color, isTarget: false);
            ShiftMarks.DrawMean(canvas, target, color, isTarget: true);
        }

        foreach (var (name, source, target, _) in ends)
            ShiftMarks.DrawName(canvas, font, name, source, target, Width);

        SKPoint Mean(int id, bool isTarget)
        {
            ProjectedVector[] own = [.. points.Where(p => p.ClassId == id && p.IsTarget == isTarget)];
            return place(own.Average(p => p.X), own.Average(p => p.Y));
        }
    }
}

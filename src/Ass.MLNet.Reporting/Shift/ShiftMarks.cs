using Ass.MLNet.Images;
using SkiaSharp;

namespace Ass.MLNet.Reporting.Shift;

/// <summary>The marks of the plot: filled for the source, hollow for the target.</summary>
internal static class ShiftMarks
{
    public const float MeanRadius = 8;

    private const float PointRadius = 3.5f;

    public static void DrawPoint(SKCanvas canvas, SKPoint at, SKColor color, bool isTarget)
    {
        using var paint = new SKPaint
        {
            Color = color.WithAlpha(isTarget ? (byte)210 : (byte)150),
            IsAntialias = true,
            Style = isTarget ? SKPaintStyle.Stroke : SKPaintStyle.Fill,
            StrokeWidth = 1.3f,
        };
        canvas.DrawCircle(at, PointRadius, paint);
    }

    /// <summary>Draws a domain mean with a dark edge: pale classes would be lost on white, and dark ones among their points.</summary>
    public static void DrawMean(SKCanvas canvas, SKPoint at, SKColor color, bool isTarget)
    {
        using var fill = new SKPaint { Color = isTarget ? DrawnImage.Background : color, IsAntialias = true };
        canvas.DrawCircle(at, MeanRadius, fill);
        if (isTarget)
        {
            DrawRing(canvas, at, MeanRadius - 2.5f, color, 4);
        }
        DrawRing(canvas, at, MeanRadius, DrawnImage.Ink, 1.5f);
    }

    /// <summary>Draws the line from a class's source mean to its target mean.</summary>
    public static void DrawLine(SKCanvas canvas, SKPoint source, SKPoint target, SKColor color)
    {
        foreach (var (stroke, width) in new[] { (DrawnImage.Ink, 6f), (color, 3.5f) })
        {
            using var paint = new SKPaint
            {
                Color = stroke,
                StrokeWidth = width,
                Style = SKPaintStyle.Stroke,
                IsAntialias = true,
            };
            canvas.DrawLine(source, target, paint);
        }
    }

    private static void DrawRing(SKCanvas canvas, SKPoint at, float radius, SKColor color, float stroke)
    {
        using var paint = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = stroke,
        };
        canvas.DrawCircle(at, radius, paint);
    }
}

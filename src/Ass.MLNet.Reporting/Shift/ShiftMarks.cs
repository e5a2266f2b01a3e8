using SkiaSharp;

namespace Ass.MLNet.Reporting;

/// <summary>The marks of a shift's plot: full for the source, hollow for the target.</summary>
internal static class ShiftMarks
{
    private const float PointRadius = 3.5f;
    private const float MeanRadius = 8;

    public static void DrawPoint(SKCanvas canvas, SKPoint at, SKColor color, bool isTarget)
    {
        using var paint = new SKPaint
        {
            Color = color.WithAlpha(isTarget ? (byte)210 : (byte)150), IsAntialias = true,
            Style = isTarget ? SKPaintStyle.Stroke : SKPaintStyle.Fill, StrokeWidth = 1.3f,
        };
        canvas.DrawCircle(at, PointRadius, paint);
    }

    /// <summary>A domain's mean, with a dark edge: pale classes would be lost on white, and dark ones among their points.</summary>
    public static void DrawMean(SKCanvas canvas, SKPoint at, SKColor color, bool isTarget)
    {
        using var fill = new SKPaint { Color = isTarget ? DrawnImage.Background : color, IsAntialias = true };
        canvas.DrawCircle(at, MeanRadius, fill);
        if (isTarget)
            DrawRing(canvas, at, MeanRadius - 2.5f, color, 4);
        DrawRing(canvas, at, MeanRadius, DrawnImage.Ink, 1.5f);
    }

    /// <summary>The way from a class's source mean to its target mean.</summary>
    public static void DrawLine(SKCanvas canvas, SKPoint source, SKPoint target, SKColor color)
    {
        foreach (var (stroke, width) in new[] { (DrawnImage.Ink, 6f), (color, 3.5f) })
        {
            using var paint = new SKPaint { Color = stroke, StrokeWidth = width, Style = SKPaintStyle.Stroke, IsAntialias = true };
            canvas.DrawLine(source, target, paint);
        }
    }

    /// <summary>A class's name above the upper of its means, on a light ground, inside the picture's width.</summary>
    public static void DrawName(SKCanvas canvas, SKFont font, string name, SKPoint source, SKPoint target, float width)
    {
        var upper = source.Y <= target.Y ? source : target;
        float length = PictureFont.Width(font, name);
        float x = Math.Clamp(upper.X - (length / 2), 2, Math.Max(2, width - length - 2));
        float middle = upper.Y - MeanRadius - (font.Size * 0.6f);
        using var ground = new SKPaint { Color = DrawnImage.Background.WithAlpha(190) };
        canvas.DrawRect(x - 2, middle - (font.Size * 0.5f), length + 4, font.Size, ground);
        canvas.DrawLine(font, name, x, middle, width);
    }

    private static void DrawRing(SKCanvas canvas, SKPoint at, float radius, SKColor color, float stroke)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = stroke };
        canvas.DrawCircle(at, radius, paint);
    }
}

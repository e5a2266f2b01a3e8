using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Shapes in the coordinates of a <see cref="Surface"/>: metres right and metres up.</summary>
internal static class Shapes
{
    public static SKPath Rectangle(float left, float bottom, float right, float top) => new SKPath().AddRectangle(left, bottom, right, top);

    public static SKPath AddRectangle(this SKPath path, float left, float bottom, float right, float top)
    {
        path.AddRect(new SKRect(left, bottom, right, top));
        return path;
    }

    public static SKPath Circle(float x, float y, float radius)
    {
        var path = new SKPath();
        path.AddCircle(x, y, radius);
        return path;
    }

    /// <summary>Adds a nearly round polygon: many times faster to draw in perspective than a circle.</summary>
    public static void AddBlob(this SKPath path, float x, float y, float radius)
    {
        const int Corners = 10;
        Span<SKPoint> outline = stackalloc SKPoint[Corners];
        for (int i = 0; i < Corners; i++)
        {
            (float sin, float cos) = MathF.SinCos(i * MathF.Tau / Corners);
            outline[i] = new SKPoint(x + (radius * cos), y + (radius * sin));
        }

        path.AddPoly(outline.ToArray(), close: true);
    }

    /// <summary>A polygon given as x, y, x, y, …</summary>
    public static SKPath Polygon(params ReadOnlySpan<float> coordinates)
    {
        var path = new SKPath();
        path.MoveTo(coordinates[0], coordinates[1]);
        for (int i = 2; i < coordinates.Length; i += 2)
        {
            path.LineTo(coordinates[i], coordinates[i + 1]);
        }

        path.Close();
        return path;
    }
}

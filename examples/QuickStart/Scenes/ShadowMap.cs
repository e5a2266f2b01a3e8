using System.Numerics;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Collects the shadows of a scene on the ground and darkens the ground once, so that overlapping shadows do not add up.</summary>
internal sealed class ShadowMap(SceneLight light) : IDisposable
{
    private readonly SKPath _cast = new() { FillType = SKPathFillType.Winding };
    private readonly List<(SKRect Base, float Opacity)> _contacts = [];

    /// <summary>Adds an upright prism: its base on the ground in (x, z) metres, and its height.</summary>
    public void AddPrism(ReadOnlySpan<Vector2> footprint, float bottom, float top)
    {
        if (!light.CastsShadows)
        {
            return;
        }

        var corners = new List<Vector2>(footprint.Length * 2);
        foreach (Vector2 corner in footprint)
        {
            corners.Add(corner + (light.ShadowPerMetre * bottom));
            corners.Add(corner + (light.ShadowPerMetre * top));
        }

        // All hulls turn the same way round, so the winding rule joins them.
        Vector2[] hull = ConvexHull(corners);
        _cast.AddPoly([.. hull.Select(c => new SKPoint(c.X, c.Y))], close: true);
    }

    /// <summary>Adds a box with sides along the street.</summary>
    public void AddBox(float left, float near, float right, float far, float bottom, float top) =>
        AddPrism([new(left, near), new(right, near), new(right, far), new(left, far)], bottom, top);

    /// <summary>Adds the soft darkness under an object, which is there without sun too.</summary>
    public void AddContact(float left, float near, float right, float far, float opacity) =>
        _contacts.Add((new SKRect(left, near, right, far), opacity));

    public void Draw(ScenePainter painter)
    {
        // What is left in the shadow is the ambient light; black in that proportion is close enough and keeps every surface's colour.
        float lit = light.Weather.Ambient.Green + (light.Weather.Sun.Green * light.ToSun.Y);
        float darkness = 1 - (light.Weather.Ambient.Green / lit);
        using SKShader shade = SKShader.CreateColor(new SKColor(8, 10, 22).Fade(darkness));
        painter.Detail(Surface.Ground, _cast, shade);
        foreach ((SKRect area, float opacity) in _contacts)
        {
            using SKPath oval = Shapes.Circle(0, 0, 1);
            using SKShader soft = SKShader.CreateRadialGradient(
                SKPoint.Empty, 1, [SKColors.Black.Fade(opacity), SKColors.Black.Fade(opacity * 0.8f), SKColors.Black.Fade(0)], [0, 0.6f, 1], SKShaderTileMode.Clamp);
            var scaled = new Surface(
                new Vector3(area.MidX, 0, area.MidY), Vector3.UnitX * area.Width / 2, Vector3.UnitZ * area.Height / 2);
            painter.Detail(scaled, oval, soft);
        }
    }

    public void Dispose() => _cast.Dispose();

    private static Vector2[] ConvexHull(List<Vector2> points)
    {
        // Andrew's monotone chain.
        points.Sort((a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var hull = new List<Vector2>();
        for (int pass = 0; pass < 2; pass++)
        {
            int start = hull.Count;
            foreach (Vector2 point in points)
            {
                while (hull.Count >= start + 2 && Turn(hull[^2], hull[^1], point) <= 0)
                {
                    hull.RemoveAt(hull.Count - 1);
                }

                hull.Add(point);
            }

            hull.RemoveAt(hull.Count - 1);
            points.Reverse();
        }

        return [.. hull];

        static float Turn(Vector2 a, Vector2 b, Vector2 c) => ((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X));
    }
}

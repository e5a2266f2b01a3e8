using System.Numerics;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Ages the road: patches, cracks, manholes, wheel tracks and puddles.</summary>
internal static class RoadWear
{
    public static void Draw(ScenePainter painter, StreetLayout layout, SceneStyle style, SKColor asphalt, Random random)
    {
        float left = -layout.Kerb(layout.Sides[0]), right = layout.Kerb(layout.Sides[1]);
        int patches = (int)(style.Wear * random.Next(4, 14));
        for (int i = 0; i < patches; i++)
        {
            float x = random.In(left, right - 1), z = random.In(3f, 45f);
            using SKPath patch = Shapes.Rectangle(x, z, MathF.Min(right, x + random.In(0.5f, 2f)), z + random.In(1f, 7f));
            painter.Detail(Surface.Ground, patch, asphalt.Scale(random.In(0.75f, 1.25f)));
        }

        int cracks = (int)(style.Wear * random.Next(4, 16));
        for (int i = 0; i < cracks; i++)
        {
            DrawCrack(painter, random.In(left, right), random.In(3f, 30f), asphalt.Scale(0.55f), random);
        }

        int manholes = random.Next(0, 3);
        for (int i = 0; i < manholes; i++)
        {
            using SKPath cover = Shapes.Circle(random.In(left + 1, right - 1), random.In(5f, 30f), 0.35f);
            painter.Detail(Surface.Ground, cover, asphalt.Scale(0.6f));
        }

        for (int sign = -1; style.Wear > 0 && sign <= 1; sign += 2)
        {
            for (int track = -1; track <= 1; track += 2)
            {
                float x = layout.LaneCentre(sign, 0) + (track * 0.8f);
                using SKPath wheelTrack = Shapes.Rectangle(x - 0.3f, 1, x + 0.3f, 150);
                painter.Detail(Surface.Ground, wheelTrack, asphalt.Scale(0.7f).Fade(0.25f * style.Wear));
            }
        }
    }

    /// <summary>Draws puddles and wet stretches that mirror the sky.</summary>
    public static void DrawWet(ScenePainter painter, StreetLayout layout, Random random)
    {
        float left = -layout.PavementEdge(layout.Sides[0]), right = layout.PavementEdge(layout.Sides[1]);
        SKColor mirrored = painter.Light.Weather.SkyHorizon;
        int puddles = (int)(painter.Light.Wetness * 22);
        for (int i = 0; i < puddles; i++)
        {
            var surface = new Surface(
                new Vector3(random.In(left, right), 0, 4 + (random.In(0f, 7f) * random.In(0f, 7f))),
                Vector3.UnitX * random.In(0.3f, 1.5f),
                Vector3.UnitZ * random.In(1.5f, 6f));
            float opacity = painter.Light.Wetness * random.In(0.2f, 0.6f);
            using SKPath puddle = Shapes.Circle(0, 0, 1);
            using SKShader wet = SKShader.CreateRadialGradient(
                SKPoint.Empty, 1, [mirrored.Fade(opacity), mirrored.Fade(opacity * 0.6f), mirrored.Fade(0)], [0, 0.6f, 1], SKShaderTileMode.Clamp);
            painter.Detail(surface, puddle, wet);
        }
    }

    private static void DrawCrack(ScenePainter painter, float x, float z, SKColor colour, Random random)
    {
        const float Width = 0.04f;
        using var crack = new SKPath();
        for (int i = 0; i < 6; i++)
        {
            float nextX = x + random.In(-0.5f, 0.5f), nextZ = z + random.In(0.3f, 1.2f);
            crack.MoveTo(x, z);
            crack.LineTo(x + Width, z);
            crack.LineTo(nextX + Width, nextZ);
            crack.LineTo(nextX, nextZ);
            crack.Close();
            (x, z) = (nextX, nextZ);
        }

        painter.Detail(Surface.Ground, crack, colour);
    }
}

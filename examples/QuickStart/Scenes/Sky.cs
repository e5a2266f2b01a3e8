using System.Numerics;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Draws the sky over the whole picture; everything else comes in front.</summary>
internal static class Sky
{
    public static void Draw(ScenePainter painter, Random random)
    {
        StreetCamera camera = painter.Camera;
        SceneLight light = painter.Light;
        float horizon = MathF.Max(camera.Horizon, camera.Height * 0.1f);
        using var everything = new SKPath();
        everything.AddRect(new SKRect(0, 0, camera.Width, camera.Height));
        using var paint = new SKPaint { IsAntialias = true };
        using SKShader gradient = SKShader.CreateLinearGradient(
            SKPoint.Empty, new SKPoint(0, horizon), [light.Weather.SkyTop, light.Weather.SkyHorizon], SKShaderTileMode.Clamp);
        paint.Shader = gradient;
        painter.Screen(everything, StreetClass.Sky, paint);

        DrawSunGlow(painter, everything, paint);
        int clouds = (int)(light.CloudCover * 14);
        for (int i = 0; i < clouds; i++)
        {
            DrawCloud(painter, horizon, random);
        }
    }

    private static void DrawSunGlow(ScenePainter painter, SKPath everything, SKPaint paint)
    {
        StreetCamera camera = painter.Camera;
        Vector3 sun = painter.Light.ToSun * 1e5f;
        if (!painter.Light.CastsShadows || camera.Depth(sun) <= 0)
        {
            return;
        }

        using SKShader glow = SKShader.CreateRadialGradient(
            camera.Project(sun), camera.Width * 0.5f, [SKColors.White, SKColors.White.Fade(0.35f), SKColors.White.Fade(0)], [0, 0.15f, 1], SKShaderTileMode.Clamp);
        paint.Shader = glow;
        painter.Screen(everything, null, paint);
    }

    private static void DrawCloud(ScenePainter painter, float horizon, Random random)
    {
        float width = painter.Camera.Width * random.In(0.1f, 0.4f);
        float left = random.In(-0.1f, 1f) * painter.Camera.Width, middle = random.In(0f, 0.75f) * horizon;
        SKColor colour = random.Near(painter.Light.Weather.Cloud, 0.05f);
        int puffs = random.Next(4, 9);
        for (int i = 0; i < puffs; i++)
        {
            float along = (i + 0.5f) / puffs;
            float radius = width * random.In(0.12f, 0.25f) * (1.2f - MathF.Abs(along - 0.5f));
            float x = left + (width * along), y = middle + (radius * random.In(-0.15f, 0.15f));
            using SKPath puff = Shapes.Circle(0, 0, 1);
            puff.Transform(SKMatrix.CreateScaleTranslation(radius, radius * 0.45f, x, y));
            using SKShader soft = SKShader.CreateRadialGradient(
                SKPoint.Empty, 1, [colour.Fade(0.9f), colour.Fade(0.7f), colour.Fade(0)], [0, 0.55f, 1], SKShaderTileMode.Clamp,
                SKMatrix.CreateScaleTranslation(radius, radius * 0.45f, x, y));
            using var paint = new SKPaint { IsAntialias = true, Shader = soft };
            painter.Screen(puff, null, paint);
        }
    }
}

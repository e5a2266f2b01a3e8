using System.Numerics;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>A time of day and weather that scenes of a domain can have.</summary>
internal sealed record Weather
{
    public required SKColor SkyTop { get; init; }

    public required SKColor SkyHorizon { get; init; }

    public required SKColor Cloud { get; init; }

    /// <summary>How much of the sky is clouded, 0–1.</summary>
    public required Interval CloudCover { get; init; }

    /// <summary>Height of the sun, in degrees.</summary>
    public required Interval SunElevation { get; init; }

    /// <summary>Colour of the direct light; black is an overcast day without cast shadows.</summary>
    public required SKColor Sun { get; init; }

    /// <summary>Colour of the light in the shade.</summary>
    public required SKColor Ambient { get; init; }

    /// <summary>Share of the haze colour that is added for each metre of distance.</summary>
    public required float Haze { get; init; }

    /// <summary>Share of the road that is wet, 0–1.</summary>
    public required Interval Wetness { get; init; }

    /// <summary>Chance that a window is lit from inside.</summary>
    public required float LitWindows { get; init; }
}

/// <summary>The light of one scene.</summary>
internal sealed class SceneLight
{
    public SceneLight(Weather weather, Random random)
    {
        Weather = weather;
        float elevation = random.In(weather.SunElevation) * MathF.PI / 180;
        float azimuth = random.In(-MathF.PI, MathF.PI);
        ToSun = new Vector3(
            MathF.Cos(elevation) * MathF.Sin(azimuth), MathF.Sin(elevation), MathF.Cos(elevation) * MathF.Cos(azimuth));
        Wetness = random.In(weather.Wetness);
        CloudCover = random.In(weather.CloudCover);
    }

    public Weather Weather { get; }

    public Vector3 ToSun { get; }

    public float Wetness { get; }

    public float CloudCover { get; }

    public bool CastsShadows => Weather.Sun.Red > 0;

    /// <summary>How far a shadow reaches on the ground, as (x, z) metres for each metre of height.</summary>
    public Vector2 ShadowPerMetre => new Vector2(-ToSun.X, -ToSun.Z) / ToSun.Y;

    /// <summary>The colour in which a matt surface is seen.</summary>
    /// <param name="colour">Its own colour.</param>
    /// <param name="normal">Its unit normal.</param>
    /// <param name="depth">Its distance in metres.</param>
    public SKColor Shade(SKColor colour, Vector3 normal, float depth)
    {
        // Half of the ambient light comes from above, so undersides and walls are darker than the ground.
        float ambient = 0.8f + (0.2f * normal.Y);
        float direct = MathF.Max(0, Vector3.Dot(normal, ToSun));
        SKColor sun = Weather.Sun, sky = Weather.Ambient;
        return colour.Scale(
            ((sky.Red * ambient) + (sun.Red * direct)) / 255,
            ((sky.Green * ambient) + (sun.Green * direct)) / 255,
            ((sky.Blue * ambient) + (sun.Blue * direct)) / 255).Towards(Weather.SkyHorizon, HazeAt(depth));
    }

    public float HazeAt(float depth) => 1 - MathF.Exp(-Weather.Haze * MathF.Max(0, depth));
}

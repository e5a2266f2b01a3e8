namespace StreetScenes;

/// <summary>Time of day and weather of a scene.</summary>
internal sealed record Daylight
{
    /// <summary>Radiance overhead.</summary>
    public required Rgb Zenith { get; init; }

    /// <summary>Radiance above the roofs.</summary>
    public required Rgb Horizon { get; init; }

    /// <summary>Radiance of clouds.</summary>
    public required Rgb Clouds { get; init; }

    /// <summary>How much of the sky is clouded, 0–1.</summary>
    public required float CloudCover { get; init; }

    /// <summary>Unit vector.</summary>
    public required Vec3 ToSun { get; init; }

    /// <summary>What the sun adds on a surface that faces it; black on an overcast day.</summary>
    public required Rgb Sun { get; init; }

    /// <summary>What the sky adds on a surface that faces up.</summary>
    public required Rgb Ambient { get; init; }

    /// <summary>Distance in metres at which half of what is seen is haze.</summary>
    public required float HazeDistance { get; init; }

    /// <summary>How wet the street is, 0–1.</summary>
    public required float Wetness { get; init; }

    /// <summary>Chance that a window or lamp is lit.</summary>
    public required float LitWindows { get; init; }

    /// <summary>What the camera multiplies radiance with.</summary>
    public required float Exposure { get; init; }

    public bool HasSun => Sun.R > 0;

    public static Daylight Draw(SceneRandom random, Days days)
    {
        Daylight light = random.Weighted(days.LowSun, days.HighSun, days.Overcast, days.Dusk) switch
        {
            0 => Sunny(random, random.In(9, 24), 0.55f),
            1 => Sunny(random, random.In(22, 55), 0.3f),
            2 => Overcast(random),
            _ => Dusk(random),
        };
        light = light with { HazeDistance = light.HazeDistance * days.Visibility };
        return days.Sky is { } sky ? light with { Zenith = sky, Horizon = Rgb.Lerp(Rgb.White, sky, 0.4f) } : light;
    }

    private static Daylight Sunny(SceneRandom random, float elevation, float warmth)
    {
        float blue = random.In(0, 1),
            bright = random.In(0.75f, 1.7f);
        return new Daylight
        {
            Zenith = Rgb.Lerp(new(0.95f, 1.0f, 1.05f), new(0.42f, 0.62f, 0.95f), blue) * bright,
            Horizon = Rgb.Lerp(new(1.0f, 1.0f, 1.0f), new(0.8f, 0.92f, 1.02f), blue) * bright,
            Clouds = Rgb.White * (bright * 1.1f),
            CloudCover = random.In(-0.1f, 0.8f),
            ToSun = Direction(elevation, random.In(-180, 180)),
            Sun = Rgb.Lerp(new(1, 0.96f, 0.9f), new(1.1f, 0.88f, 0.66f), warmth * random.Unit()) * random.In(1.3f, 3.0f),
            Ambient = Rgb.Lerp(new(1, 1, 1), new(0.84f, 0.95f, 1.12f), random.In(0.2f, 1)) * random.In(0.36f, 0.85f),
            HazeDistance = random.In(700, 4000),
            Wetness = random.Chance(0.1f) ? random.In(0.2f, 0.7f) : 0,
            LitWindows = 0.03f,
            Exposure = random.In(0.75f, 1.35f),
        };
    }

    private static Daylight Overcast(SceneRandom random)
    {
        float bright = random.In(0.9f, 1.8f);
        return new Daylight
        {
            Zenith = new Rgb(0.92f, 0.95f, 1f) * bright,
            Horizon = new Rgb(1f, 1f, 1f) * bright,
            Clouds = new Rgb(0.8f, 0.82f, 0.86f) * bright,
            CloudCover = random.In(0.2f, 1),
            ToSun = Direction(60, random.In(-180, 180)),
            Sun = default,
            Ambient = Rgb.Lerp(new(1, 1, 1), new(0.93f, 0.98f, 1.08f), random.Unit()) * random.In(0.8f, 1.25f),
            HazeDistance = random.In(500, 3000),
            Wetness = random.Chance(0.45f) ? random.In(0.2f, 1) : 0,
            LitWindows = 0.12f,
            Exposure = random.In(0.8f, 1.3f),
        };
    }

    private static Daylight Dusk(SceneRandom random)
    {
        float bright = random.In(0.35f, 0.9f);
        Rgb glow = Rgb.Lerp(new(0.9f, 0.95f, 1.05f), new(1.1f, 0.9f, 0.72f), random.Unit());
        return new Daylight
        {
            Zenith = new Rgb(0.5f, 0.58f, 0.68f) * bright,
            Horizon = glow * bright,
            Clouds = new Rgb(0.3f, 0.32f, 0.35f) * bright,
            CloudCover = random.In(0.2f, 1),
            ToSun = Direction(8, random.In(-180, 180)),
            Sun = default,
            Ambient = Rgb.Lerp(new(1, 1, 1), new(0.88f, 0.97f, 1.1f), random.Unit()) * random.In(0.13f, 0.42f),
            HazeDistance = random.In(600, 3000),
            Wetness = random.Chance(0.3f) ? random.In(0.2f, 1) : 0,
            LitWindows = random.In(0.05f, 0.35f),
            Exposure = random.In(0.85f, 1.25f),
        };
    }

    private static Vec3 Direction(float elevation, float azimuth)
    {
        (float e, float a) = (Angle.Degrees(elevation), Angle.Degrees(azimuth));
        return new(Angle.Cos(e) * Angle.Sin(a), Angle.Sin(e), Angle.Cos(e) * Angle.Cos(a));
    }
}

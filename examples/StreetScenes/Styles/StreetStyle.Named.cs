namespace StreetScenes;

/// <content>The named styles.</content>
public sealed partial class StreetStyle
{
    /// <summary>Streets as CamVid has them: sun, clouds and dusk, seen through a windscreen. The default.</summary>
    public static StreetStyle Street { get; } = new("street");

    /// <summary>A game at noon in summer: wide streets seen from high up, one strong colour for most classes, a perfect lens.</summary>
    public static StreetStyle Game { get; } =
        new("game")
        {
            Days = new()
            {
                LowSun = 0,
                HighSun = 1,
                Overcast = 0,
                Dusk = 0,
                Leafy = 1,
                Bare = 0,
                Mixed = 0,
                Sky = new(0.12f, 0.4f, 0.95f),
            },
            Layout = new() { RoadWidth = 1.6f, PavementWidth = 1.7f },
            Mount = new()
            {
                Height = (2.6f, 3.6f),
                HalfView = (0.6f, 0.75f),
                Horizon = (0.26f, 0.38f),
            },
            Optics = new()
            {
                Blur = (-0.12f, -0.08f),
                Vignette = (0, 0),
                Noise = (0, 0.5f),
                Contrast = (0.6f, 0.8f),
                Saturation = (1.2f, 1.4f),
                FlareChance = 0,
                BonnetChance = 0,
                Tint = new(0.8f, 0.8f, 0.8f),
            },
            Finish = new()
            {
                Flatness = 0.8f,
                Colours = new Dictionary<StreetClass, Rgb>
                {
                    [StreetClass.Road] = Rgb.Hex(0x5A5478),
                    [StreetClass.Pavement] = Rgb.Hex(0xD8B078),
                    [StreetClass.Building] = Rgb.Hex(0xD88C70),
                    [StreetClass.Tree] = Rgb.Hex(0x58B038),
                },
            },
        };

    /// <summary>A cheap dashboard camera in winter: snow, haze, dull days and evenings, a low narrow view, noise and blur.</summary>
    public static StreetStyle Camera { get; } =
        new("camera")
        {
            Days = new()
            {
                LowSun = 0,
                HighSun = 0,
                Overcast = 0.6f,
                Dusk = 0.4f,
                Leafy = 0.3f,
                Bare = 0.2f,
                Mixed = 0.5f,
                Visibility = 0.2f,
            },
            Layout = new() { PavementWidth = 1.4f },
            Mount = new()
            {
                Height = (1.1f, 1.4f),
                HalfView = (0.42f, 0.52f),
                Horizon = (0.48f, 0.62f),
            },
            Optics = new()
            {
                Blur = (0.1f, 0.16f),
                Vignette = (0.3f, 0.7f),
                Noise = (3, 7),
                Contrast = (0, 0.3f),
                Saturation = (0.3f, 0.7f),
                BonnetChance = 0.3f,
                Tint = new(1.35f, 1.55f, 1.85f),
                Flakes = (20, 160),
            },
            Finish = new() { Snow = (0.5f, 1f) },
        };
}

using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>What differs between two domains of street scenes. The classes, and the code that draws them, are the same.</summary>
internal sealed class SceneStyle
{
    /// <summary>The source: a driving game at noon. Wide and regular streets, clean strong colours, a high camera, no lens faults.</summary>
    public static readonly SceneStyle Game = new()
    {
        Name = "game",
        Palette = ScenePalette.Game,
        Texture = 0.25f,
        Wear = 0,
        Crowns = CrownShape.Tidy,
        Lens = null,
        Mount = new CameraMount
        {
            Height = (2.0f, 2.8f), Pitch = (3f, 7f), Yaw = (-3f, 3f), Roll = 0, FieldOfView = (68f, 80f), BonnetChance = 0,
        },
        Weathers =
        [
            new Weather
            {
                SkyTop = new(0xFF2F7FE0), SkyHorizon = new(0xFFDCEAF6), Cloud = new(0xFFFFFFFF), CloudCover = (0.1f, 0.7f),
                SunElevation = (50f, 75f), Sun = new(0xFF8C8880), Ambient = new(0xFFB0B4BC), Haze = 0.0012f, Wetness = 0, LitWindows = 0,
            },
        ],
        Plan = new StreetPlan
        {
            LanesEachWay = 2, LaneWidth = (3.3f, 3.8f), ParkingChance = 0.15f, PavementWidth = (4f, 6f), Setback = (0f, 5f),
            BuildingLength = (14f, 24f), BuildingHeight = (9f, 30f), ParkChance = 0.2f, CrossingChance = 0.45f, TreeSpacing = (12f, 20f),
            TrafficGap = (8f, 30f), People = (9f, 18f), LampSpacing = (18f, 26f), Disorder = 0.1f,
        },
    };

    /// <summary>The target: a camera behind the windscreen in an old town, on dull days, in low sun and at dusk.</summary>
    public static readonly SceneStyle Camera = new()
    {
        Name = "camera",
        Palette = ScenePalette.Camera,
        Texture = 0.5f,
        Wear = 0.8f,
        Crowns = CrownShape.Ragged,
        Lens = new LensFaults
        {
            Blur = (0.0014f, 0.0026f), Noise = (3f, 8f), Vignette = (0.15f, 0.4f), Exposure = (0.9f, 1.2f),
            WhiteBalance = (-0.02f, 0.10f), BlackLevel = (6f, 22f), JpegQuality = 45,
        },
        Mount = new CameraMount
        {
            Height = (1.2f, 1.5f), Pitch = (-2f, 2.5f), Yaw = (-6f, 6f), Roll = (-1.2f, 1.2f), FieldOfView = (55f, 66f), BonnetChance = 0.4f,
        },
        Weathers =
        [
            new Weather
            {
                SkyTop = new(0xFFC8CACC), SkyHorizon = new(0xFFECEAE4), Cloud = new(0xFFA4A8AE), CloudCover = (0.4f, 1f),
                SunElevation = 60, Sun = new(0xFF000000), Ambient = new(0xFFECECEE), Haze = 0.006f, Wetness = (0f, 0.8f), LitWindows = 0.05f,
            },
            new Weather
            {
                SkyTop = new(0xFF94B0CC), SkyHorizon = new(0xFFFFE6BC), Cloud = new(0xFFFFF0D8), CloudCover = (0f, 0.4f),
                SunElevation = (14f, 28f), Sun = new(0xFFFFC890), Ambient = new(0xFFA8A4A8), Haze = 0.007f, Wetness = (0f, 0.2f), LitWindows = 0,
            },
            new Weather
            {
                SkyTop = new(0xFF6C7490), SkyHorizon = new(0xFFF0B890), Cloud = new(0xFF9A7880), CloudCover = (0.2f, 0.7f),
                SunElevation = 30, Sun = new(0xFF000000), Ambient = new(0xFFB4AEB8), Haze = 0.005f, Wetness = (0f, 0.6f), LitWindows = 0.3f,
            },
        ],
        Plan = new StreetPlan
        {
            LanesEachWay = 1, LaneWidth = (2.9f, 3.5f), ParkingChance = 0.5f, PavementWidth = (2.4f, 4f), Setback = (0f, 3.5f),
            BuildingLength = (6f, 13f), BuildingHeight = (7f, 17f), ParkChance = 0.2f, CrossingChance = 0.35f, TreeSpacing = (6f, 16f),
            TrafficGap = (10f, 40f), People = (8f, 18f), LampSpacing = (14f, 24f), Disorder = 0.8f,
        },
    };

    private SceneStyle()
    {
    }

    public required string Name { get; init; }

    public required ScenePalette Palette { get; init; }

    /// <summary>Strength of the roughness of surfaces, 0–1.</summary>
    public required float Texture { get; init; }

    /// <summary>Cracks, patches, stains and worn paint, 0–1.</summary>
    public required float Wear { get; init; }

    public required CrownShape Crowns { get; init; }

    /// <summary>What lens and sensor do to the picture; null is a perfect camera.</summary>
    public required LensFaults? Lens { get; init; }

    public required CameraMount Mount { get; init; }

    /// <summary>Each scene has one of them.</summary>
    public required IReadOnlyList<Weather> Weathers { get; init; }

    public required StreetPlan Plan { get; init; }
}

namespace StreetScenes;

/// <summary>What a style's lens and sensor do to a picture.</summary>
internal sealed record Optics
{
    /// <summary>Share that a pixel takes from each of its four neighbours; below 0 the picture is sharpened.</summary>
    public (float Min, float Max) Blur { get; init; } = (-0.1f, 0.08f);

    /// <summary>Share of the light that is lost in the corners.</summary>
    public (float Min, float Max) Vignette { get; init; } = (0, 0.35f);

    /// <summary>Largest deviation by noise, in grey levels.</summary>
    public (float Min, float Max) Noise { get; init; } = (0.6f, 4.5f);

    /// <summary>How far the contrast of the middle tones is raised, 0–1.</summary>
    public (float Min, float Max) Contrast { get; init; } = (0.2f, 0.9f);

    /// <summary>0 is grey, 1 as seen.</summary>
    public (float Min, float Max) Saturation { get; init; } = (0.6f, 1.1f);

    /// <summary>Chance that light strays over the whole picture.</summary>
    public float FlareChance { get; init; } = 0.3f;

    /// <summary>Chance that the car's bonnet is in the picture.</summary>
    public float BonnetChance { get; init; } = 0.15f;

    /// <summary>What red, green and blue are multiplied with.</summary>
    public Rgb Tint { get; init; } = Rgb.White;

    /// <summary>Snowflakes or drops before the lens, in a picture; 0 as a rule.</summary>
    public (float Min, float Max) Flakes { get; init; }
}

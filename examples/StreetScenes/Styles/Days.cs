namespace StreetScenes;

/// <summary>How often a style has which kind of day, and which trees.</summary>
internal sealed record Days
{
    /// <summary>Weight of days with a low, warm sun.</summary>
    public float LowSun { get; init; } = 0.36f;

    /// <summary>Weight of days with a high sun.</summary>
    public float HighSun { get; init; } = 0.22f;

    /// <summary>Weight of days without sun.</summary>
    public float Overcast { get; init; } = 0.24f;

    /// <summary>Weight of evenings.</summary>
    public float Dusk { get; init; } = 0.18f;

    /// <summary>Weight of winters.</summary>
    public float Bare { get; init; } = 0.6f;

    /// <summary>Weight of summers.</summary>
    public float Leafy { get; init; } = 0.2f;

    /// <summary>Weight of the seasons between.</summary>
    public float Mixed { get; init; } = 0.2f;

    /// <summary>Radiance of the clear sky overhead; null: what the day has.</summary>
    public Rgb? Sky { get; init; }

    /// <summary>What the distance at which haze hides things is multiplied with: 0.05 is fog.</summary>
    public float Visibility { get; init; } = 1;
}

namespace StreetScenes;

/// <summary>The measures of a style's streets.</summary>
internal sealed record Layout
{
    /// <summary>What roads' widths are multiplied with.</summary>
    public float RoadWidth { get; init; } = 1;

    /// <summary>What pavements' widths are multiplied with.</summary>
    public float PavementWidth { get; init; } = 1;
}

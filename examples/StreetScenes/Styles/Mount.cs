namespace StreetScenes;

/// <summary>How a style's camera is mounted.</summary>
internal sealed record Mount
{
    /// <summary>Metres above the road.</summary>
    public (float Min, float Max) Height { get; init; } = (1.2f, 1.75f);

    /// <summary>Tangent of half the angle of view.</summary>
    public (float Min, float Max) HalfView { get; init; } = (0.46f, 0.64f);

    /// <summary>Where the horizon is, as a share of the picture's height from its top.</summary>
    public (float Min, float Max) Horizon { get; init; } = (0.44f, 0.6f);
}

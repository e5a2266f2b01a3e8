namespace StreetScenes;

/// <summary>What a style lays over the materials: a class's own colour, as games have it, or snow.</summary>
internal sealed record Finish
{
    /// <summary>How far a surface's own colour gives way to its class's, 0–1.</summary>
    public float Flatness { get; init; }

    /// <summary>Classes that have a colour of their own; the others keep their materials'.</summary>
    public IReadOnlyDictionary<StreetClass, Rgb> Colours { get; init; } = new Dictionary<StreetClass, Rgb>();

    /// <summary>Share of the ground that snow covers.</summary>
    public (float Min, float Max) Snow { get; init; }
}

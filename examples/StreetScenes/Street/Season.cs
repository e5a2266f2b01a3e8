namespace StreetScenes;

/// <summary>The trees of a scene.</summary>
/// <param name="Bare">Chance that a tree has no leaves.</param>
/// <param name="Conifers">Chance that a tree is a conifer.</param>
internal readonly record struct Season(float Bare, float Conifers)
{
    public static Season Draw(SceneRandom random, Days days) =>
        random.Weighted(days.Bare, days.Leafy, days.Mixed) switch
        {
            0 => new(0.85f, random.In(0, 0.25f)),
            1 => new(0.02f, random.In(0, 0.15f)),
            _ => new(0.4f, random.In(0, 0.2f)),
        };
}

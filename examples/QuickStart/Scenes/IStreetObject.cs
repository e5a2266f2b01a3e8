namespace QuickStart.Scenes;

/// <summary>Something that stands on the street and can hide what is behind it.</summary>
internal interface IStreetObject
{
    /// <summary>Position across the street in metres; 0 is its middle.</summary>
    float Across { get; }

    /// <summary>Distance ahead in metres, by which farther objects are drawn first.</summary>
    float Distance { get; }

    void CastShadow(ShadowMap shadows);

    void Draw(ScenePainter painter);
}

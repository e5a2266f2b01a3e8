namespace QuickStart.Scenes;

/// <summary>Something that stands on the street and can hide what is behind it.</summary>
internal interface IStreetObject
{
    /// <summary>Distance ahead in metres, by which farther objects are drawn first.</summary>
    float Distance { get; }

    void CastShadow(ShadowMap shadows);

    void Draw(ScenePainter painter);
}

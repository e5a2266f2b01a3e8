namespace QuickStart.Scenes;

/// <summary>What a pixel of a street scene shows; the value is the train id stored in the label image.</summary>
internal enum StreetClass : byte
{
    Road,
    Pavement,
    Building,
    Vegetation,
    Sky,
    Vehicle,
    Pole,
    Person,

    /// <summary>Left out of training and scoring: the bonnet of the car that carries the camera.</summary>
    Ignored = 255,
}

/// <summary>The class list in train-id order.</summary>
internal static class StreetClasses
{
    public static readonly IReadOnlyList<string> Names =
        [.. Enum.GetValues<StreetClass>().Where(c => c != StreetClass.Ignored).Order().Select(c => c.ToString().ToLowerInvariant())];
}

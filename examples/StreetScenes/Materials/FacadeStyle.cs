namespace StreetScenes;

/// <summary>The measures and colours of a building's front.</summary>
internal sealed record FacadeStyle
{
    public required MasonryKind Kind { get; init; }

    public required Rgb Wall { get; init; }

    public required Rgb Trim { get; init; }

    public required Rgb Glass { get; init; }

    public required Rgb Door { get; init; }

    /// <summary>Colour of the board above shop windows.</summary>
    public required Rgb Fascia { get; init; }

    /// <summary>Metres from floor to floor.</summary>
    public required float Floor { get; init; }

    /// <summary>Metres from window to window.</summary>
    public required float Bay { get; init; }

    /// <summary>Share of a bay that its window takes.</summary>
    public required float WindowWidth { get; init; }

    /// <summary>Share of a floor that its window takes.</summary>
    public required float WindowHeight { get; init; }

    /// <summary>Height of the frames' bars, as a share of the window; 0.5 is a sash window, 0 has none.</summary>
    public required float Bar { get; init; }

    /// <summary>Whether windows end in an arch.</summary>
    public required bool Arched { get; init; }

    /// <summary>Whether the ground floor has shop windows.</summary>
    public required bool Shop { get; init; }

    /// <summary>Whether bands of trim run along the floors.</summary>
    public required bool Bands { get; init; }

    public required float Dirt { get; init; }

    /// <summary>Chance that a window is lit from inside.</summary>
    public required float Lit { get; init; }
}

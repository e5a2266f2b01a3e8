namespace StreetScenes;

/// <summary>The look of a road.</summary>
internal sealed class RoadStyle
{
    public RoadStyle(StreetPlan plan, SceneRandom random)
    {
        Asphalt =
            random.Near(Rgb.Hex(random.Pick([0x5A5A5C, 0x626262, 0x6E6C6A, 0x4E4E52, 0x747270, 0x5C5A5C, 0x686260])), 0.18f)
            * random.In(0.5f, 0.9f);
        Seed = random.Below(1000);
        Grain = random.In(0.06f, 0.22f);
        Blotches = random.In(0.04f, 0.2f);
        Tracks = random.In(-0.1f, 0.16f);
        Cracks = random.Chance(0.4f) ? random.In(0.1f, 0.3f) : 0;
        Patches = random.In(0, 0.5f);
        Paint = random.Near(Rgb.Hex(0xD8D8D2), 0.08f);
        Yellow = random.Near(Rgb.Hex(0xC8A848), 0.15f);
        Wear = random.In(0.05f, 0.6f);
        CentreDash = random.Weighted(0.5f, 0.2f, 0.2f, 0.1f) switch
        {
            0 => (2f, 6f),
            1 => (4f, 6f),
            2 => (1f, 3f),
            _ => (1f, 1f),
        };
        HasCentre = random.Chance(0.8f);
        KerbLines = plan.Quarter == Quarter.Centre ? random.Weighted(0.3f, 0.2f, 0.5f) : random.Weighted(0.7f, 0.2f, 0.1f);
        Crossing = random.Chance(0.12f) ? random.In(7, 35) : null;
        StopLine = random.Chance(0.15f) ? random.In(5, 25) : null;
        Hatched = random.Chance(0.12f);
        Box = random.Chance(0.1f) ? random.In(6, 25) : null;
        Writing = random.Chance(0.3f) ? random.In(4, 20) : null;
        Manholes = random.In(0, 0.5f);
        CycleLane = random.Chance(0.15f) ? random.In(1.2f, 1.6f) : 0;
    }

    public Rgb Asphalt { get; }

    public int Seed { get; }

    /// <summary>Roughness, 0–1.</summary>
    public float Grain { get; }

    /// <summary>Large unevenness of brightness, 0–1.</summary>
    public float Blotches { get; }

    /// <summary>How much darker (negative: lighter) the asphalt is where wheels run.</summary>
    public float Tracks { get; }

    /// <summary>How dark cracks are, 0–1.</summary>
    public float Cracks { get; }

    /// <summary>Chance that a stretch of a lane has been mended.</summary>
    public float Patches { get; }

    public Rgb Paint { get; }

    public Rgb Yellow { get; }

    /// <summary>Share of the paint that is gone, 0–1.</summary>
    public float Wear { get; }

    /// <summary>Length of a dash of the middle line, and of the gap after it, in metres.</summary>
    public (float Dash, float Gap) CentreDash { get; }

    public bool HasCentre { get; }

    /// <summary>Yellow lines at each kerb: 0, 1 or 2.</summary>
    public int KerbLines { get; }

    /// <summary>Where a zebra crossing begins, in metres along the street.</summary>
    public float? Crossing { get; }

    /// <summary>Where traffic waits, in metres along the street.</summary>
    public float? StopLine { get; }

    /// <summary>Whether strokes fill the space between two middle lines.</summary>
    public bool Hatched { get; }

    /// <summary>Where a yellow grid begins that must be kept free, in metres along the street.</summary>
    public float? Box { get; }

    /// <summary>Where there are letters or an arrow on the camera's lane, in metres along the street.</summary>
    public float? Writing { get; }

    /// <summary>Chance of a manhole every few metres.</summary>
    public float Manholes { get; }

    /// <summary>Width of a cycle lane in metres; 0 without.</summary>
    public float CycleLane { get; }
}

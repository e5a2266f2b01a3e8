namespace StreetScenes;

/// <summary>What kind of place a street runs through.</summary>
internal enum Quarter
{
    Centre,
    Residential,
    Suburb,
    Park,
}

/// <summary>A side street.</summary>
/// <param name="Side">−1 left, 1 right.</param>
/// <param name="Along">Its middle, metres along the street.</param>
/// <param name="HalfWidth">Metres from its middle to its kerb.</param>
internal readonly record struct Junction(int Side, float Along, float HalfWidth);

/// <summary>The measures of a street, in metres.</summary>
internal sealed class StreetPlan
{
    /// <summary>Where everything begins: behind the camera, which is at 0.</summary>
    public const float Begin = -6;

    private readonly bool[] _parking = new bool[2];

    public StreetPlan(SceneRandom random, Layout layout)
    {
        Quarter = (Quarter)random.Weighted(0.42f, 0.2f, 0.2f, 0.18f);
        HalfWidth = layout.RoadWidth * (Quarter is Quarter.Suburb or Quarter.Park ? random.In(3.4f, 6.5f) : random.In(3.1f, 5.2f));
        float widest = Quarter == Quarter.Centre ? 3.8f : 2.6f;
        Pavements = [layout.PavementWidth * random.In(1.4f, widest), layout.PavementWidth * random.In(1.4f, widest)];
        End = random.In(70, 200);
        Line = random.Chance(0.45f) ? new(0, 0) : new(random.In(2, 40), random.Sign() / random.In(60, 400));
        foreach (int side in new[] { -1, 1 })
        {
            _parking[side < 0 ? 0 : 1] = random.Chance(HalfWidth > 4.2f ? 0.46f : 0.22f);
        }

        // The camera car keeps off what is parked.
        float leftmost = -HalfWidth + (HasParking(-1) ? 3.3f : 1.3f);
        CameraAcross = MathF.Max(leftmost, (-HalfWidth * 0.5f) + random.In(-0.6f, 0.6f)) + random.In(0, 0.4f);
        var junctions = new List<Junction>();
        foreach (int side in new[] { -1, 1 })
        {
            for (float along = random.In(6, 60); along < End; along += random.In(28, 90))
            {
                if (random.Chance(0.6f))
                {
                    junctions.Add(new(side, along, random.In(2.6f, 4.6f)));
                }
            }
        }

        Junctions = [.. junctions];
    }

    public Quarter Quarter { get; }

    /// <summary>From the middle to the kerb.</summary>
    public float HalfWidth { get; }

    /// <summary>Width of the pavement on the left and on the right.</summary>
    public IReadOnlyList<float> Pavements { get; }

    /// <summary>Where the street ends in a row of buildings or trees.</summary>
    public float End { get; }

    public StreetLine Line { get; }

    public float CameraAcross { get; }

    /// <summary>An array, since every pixel of the road asks for it.</summary>
    public Junction[] Junctions { get; }

    /// <summary>Whether cars stand along the kerb of a side.</summary>
    public bool HasParking(int side) => _parking[side < 0 ? 0 : 1];

    /// <summary>The middle of the oncoming lane.</summary>
    public float Oncoming
    {
        get
        {
            float free = HalfWidth - (HasParking(1) ? 2.2f : 0);
            return (free + MathF.Max(0, CameraAcross)) / 2;
        }
    }

    /// <param name="side">−1 left, 1 right.</param>
    public float Pavement(int side) => Pavements[side < 0 ? 0 : 1];

    /// <summary>From the middle to where gardens and buildings begin.</summary>
    public float Edge(int side) => HalfWidth + Pavement(side);

    /// <summary>Whether a side street meets the street there, its pavements included.</summary>
    public bool IsJunction(int side, float along, float margin = 0)
    {
        foreach (Junction junction in Junctions)
        {
            if (junction.Side == side && MathF.Abs(along - junction.Along) < junction.HalfWidth + Pavement(side) + margin)
            {
                return true;
            }
        }

        return false;
    }
}

namespace QuickStart.Scenes;

/// <summary>How the streets of a domain are built; lengths in metres.</summary>
internal sealed record StreetPlan
{
    /// <summary>Lanes for traffic in each direction.</summary>
    public required int LanesEachWay { get; init; }

    public required Interval LaneWidth { get; init; }

    /// <summary>Chance, for each side, of a row of parked cars.</summary>
    public required float ParkingChance { get; init; }

    public required Interval PavementWidth { get; init; }

    /// <summary>Distance from the pavement to the buildings.</summary>
    public required Interval Setback { get; init; }

    public required Interval BuildingLength { get; init; }

    public required Interval BuildingHeight { get; init; }

    /// <summary>Chance that a side of the street is a park, not a row of buildings.</summary>
    public required float ParkChance { get; init; }

    public required float CrossingChance { get; init; }

    /// <summary>Distance from one street tree to the next.</summary>
    public required Interval TreeSpacing { get; init; }

    /// <summary>Distance between vehicles that drive in a lane.</summary>
    public required Interval TrafficGap { get; init; }

    /// <summary>Number of people.</summary>
    public required Interval People { get; init; }

    public required Interval LampSpacing { get; init; }

    /// <summary>How strongly positions depart from a regular grid, 0–1.</summary>
    public required float Disorder { get; init; }
}

/// <summary>One side of the street.</summary>
/// <param name="Sign">−1 left, +1 right.</param>
/// <param name="Parking">Whether cars are parked along the kerb.</param>
/// <param name="Park">Whether there is a park instead of buildings.</param>
/// <param name="Setback">Metres from the pavement to the buildings.</param>
internal sealed record StreetSide(int Sign, bool Parking, bool Park, float Setback);

/// <summary>The street of one scene, straight ahead along z, its middle at x = 0.</summary>
internal sealed class StreetLayout
{
    public const float ParkingWidth = 2.3f;

    /// <summary>Where the street ends, in metres.</summary>
    public const float End = 170;

    public StreetLayout(StreetPlan plan, Random random)
    {
        Plan = plan;
        LaneWidth = random.In(plan.LaneWidth);
        PavementWidth = random.In(plan.PavementWidth);
        Sides = [CreateSide(-1, plan, random), CreateSide(1, plan, random)];
        CameraLane = random.Next(plan.LanesEachWay);
        CrossingHalfWidth = random.In(3f, 5f);
        Crossing = random.Chance(plan.CrossingChance) ? random.In(20f, 55f) : null;
    }

    public StreetPlan Plan { get; }

    public float LaneWidth { get; }

    public float PavementWidth { get; }

    public IReadOnlyList<StreetSide> Sides { get; }

    /// <summary>The lane that the camera drives in; 0 is the innermost.</summary>
    public int CameraLane { get; }

    /// <summary>Distance of the crossing street's middle; null without one.</summary>
    public float? Crossing { get; }

    public float CrossingHalfWidth { get; }

    /// <summary>Distance from the middle of the street to a side's kerb.</summary>
    public float Kerb(StreetSide side) => (LaneWidth * Plan.LanesEachWay) + (side.Parking ? ParkingWidth : 0);

    /// <summary>Distance from the middle of the street to the far edge of a side's pavement.</summary>
    public float PavementEdge(StreetSide side) => Kerb(side) + PavementWidth;

    /// <summary>x of the middle of a lane that drives away (<paramref name="sign"/> +1) or comes (−1); lane 0 is the innermost.</summary>
    public float LaneCentre(int sign, int lane) => sign * LaneWidth * (lane + 0.5f);

    /// <summary>Whether an object stands on the street or in a front garden, so that no building of the rows can hide it.</summary>
    public bool IsBetweenBuildings(IStreetObject thing)
    {
        StreetSide side = Sides[thing.Across < 0 ? 0 : 1];
        return thing.Distance < End && MathF.Abs(thing.Across) < PavementEdge(side) + side.Setback;
    }

    /// <summary>Whether a stretch of the street's length touches the crossing street or its pavements.</summary>
    public bool MeetsCrossing(float near, float far, float margin = 0)
    {
        float reach = CrossingHalfWidth + PavementWidth + margin;
        return Crossing is { } z && near < z + reach && far > z - reach;
    }

    private static StreetSide CreateSide(int sign, StreetPlan plan, Random random) =>
        new(sign, random.Chance(plan.ParkingChance), random.Chance(plan.ParkChance), random.In(plan.Setback));
}

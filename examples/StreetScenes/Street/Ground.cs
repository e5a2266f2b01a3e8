namespace StreetScenes;

/// <summary>What lies flat: the road, pavements with kerbs, and what is beyond them.</summary>
internal sealed class Ground
{
    private const float Kerb = 0.12f,
        Step = 4,
        Far = 500,
        Wide = 90;

    private readonly Mesh _mesh;
    private readonly StreetPlan _plan;
    private readonly Paving _paving,
        _stones;
    private readonly Grass _grass;

    public Ground(Mesh mesh, StreetPlan plan, RoadStyle road, Daylight light, SceneRandom random)
    {
        (_mesh, _plan) = (mesh, plan);
        Rgb kerb = random.Near(Rgb.Hex(random.Pick([0x98968E, 0x8C8C8C, 0xA4A29A])), 0.1f) * random.In(0.35f, 0.85f);
        Rgb slabs =
            random.Near(Rgb.Hex(random.Pick([0x84827E, 0x787878, 0x94928C, 0x6C6C6E, 0x8C827A, 0x706C6C])), 0.15f) * random.In(0.3f, 0.75f);
        float slab = random.Chance(0.7f) ? random.Pick([0.45f, 0.6f, 0.9f]) : 0;
        _paving = new(slabs, kerb, slab, random.Below(500), light.Wetness);
        _stones = new(kerb, kerb * 0.85f, 0, random.Below(500), light.Wetness);
        _grass = new(
            random.Near(Rgb.Hex(random.Pick([0x6C7E40, 0x5C6E3A, 0x7A8048, 0x60743E])), 0.15f),
            random.In(0, 0.5f),
            random.Below(500)
        );
        mesh.Polygon(
            new Road(plan, road, light.Wetness),
            StreetClass.Road,
            new(-Far, 0, StreetPlan.Begin),
            new(Far, 0, StreetPlan.Begin),
            new(Far, 0, Far),
            new(-Far, 0, Far)
        );
    }

    /// <summary>Draws the pavement of a side, with gaps for side streets, and the pavements along those.</summary>
    public void DrawPavement(int side)
    {
        foreach ((float from, float to) in Stretches(side, StreetPlan.Begin, _plan.End + 60, 0))
        {
            Strip(side, from, to, _plan.HalfWidth, _plan.Edge(side), _paving, StreetClass.Pavement);
        }
        foreach (Junction junction in _plan.Junctions)
        {
            if (junction.Side == side)
            {
                DrawSidePavements(junction);
            }
        }
    }

    /// <summary>Covers the ground beyond a pavement.</summary>
    /// <param name="side">−1 left, 1 right.</param>
    /// <param name="from">Metres along the street.</param>
    /// <param name="to">Metres along the street.</param>
    /// <param name="green">Whether it is grass; otherwise paved.</param>
    public void DrawLot(int side, float from, float to, bool green)
    {
        foreach ((float a, float b) in Stretches(side, from, to, _plan.Pavement(side)))
        {
            Strip(side, a, b, _plan.Edge(side), Wide, green ? _grass : _stones, green ? StreetClass.Tree : StreetClass.Pavement);
        }
    }

    private void Strip(int side, float from, float to, float inner, float outer, Material material, StreetClass shows)
    {
        for (float along = from; along < to; along += along < 60 ? Step : Step * 3)
        {
            float next = MathF.Min(to, along + (along < 60 ? Step : Step * 3));
            Vec3 a = _plan.Line.At(along, side * inner, Kerb).Foot,
                b = _plan.Line.At(next, side * inner, Kerb).Foot;
            _mesh.Polygon(
                material,
                shows,
                a,
                b,
                _plan.Line.At(next, side * outer, Kerb).Foot,
                _plan.Line.At(along, side * outer, Kerb).Foot
            );
            if (inner == _plan.HalfWidth)
            {
                _mesh.Polygon(_stones, shows, a, b, b - (Vec3.Up * Kerb), a - (Vec3.Up * Kerb));
            }
        }
    }

    private void DrawSidePavements(Junction junction)
    {
        float width = _plan.Pavement(junction.Side),
            inner = _plan.HalfWidth + 0.3f;
        foreach (int end in new[] { -1, 1 })
        {
            Pose corner = _plan.Line.At(junction.Along, junction.Side * inner, Kerb);
            float near = end * junction.HalfWidth,
                far = end * (junction.HalfWidth + width);
            float reach = junction.Side * Wide;
            Vec3 a = corner.At(0, 0, near),
                b = corner.At(reach, 0, near);
            _mesh.Polygon(_paving, StreetClass.Pavement, a, b, corner.At(reach, 0, far), corner.At(-junction.Side * 0.3f, 0, far));
            _mesh.Polygon(_stones, StreetClass.Pavement, a, b, b - (Vec3.Up * Kerb), a - (Vec3.Up * Kerb));
        }
    }

    /// <summary>The parts of a stretch where no side street is.</summary>
    private IEnumerable<(float From, float To)> Stretches(int side, float from, float to, float margin)
    {
        float at = from;
        foreach (Junction junction in _plan.Junctions.Where(j => j.Side == side).OrderBy(j => j.Along))
        {
            float before = junction.Along - junction.HalfWidth - margin,
                after = junction.Along + junction.HalfWidth + margin;
            if (before > at && before < to)
            {
                yield return (at, before);
            }
            at = MathF.Max(at, after);
        }

        if (at < to)
        {
            yield return (at, to);
        }
    }
}

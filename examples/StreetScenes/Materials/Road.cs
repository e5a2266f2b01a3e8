namespace StreetScenes;

/// <summary>Asphalt with wear, covers and markings, by its place on the street.</summary>
internal sealed class Road(StreetPlan plan, RoadStyle style, float wetness) : Material
{
    // Farther away, lines are much thinner than a pixel.
    private const float MarkingsSeen = 130;

    private readonly RoadMarkings _markings = new(plan, style);

    public override void Shade(in Hit hit, ref Look look)
    {
        (float along, float across) = plan.Line.Find(hit.Point);
        bool inside = MathF.Abs(across) < plan.HalfWidth;
        float shade =
            1
            + (style.Blotches * Noise.Cloud((hit.Point.X * 8) + style.Seed, hit.Point.Z * 3))
            + (style.Grain * MathF.Max(0.3f, Pattern.Detail(0.04f, hit.Footprint)) * Noise.Grain(hit.Point.X * 45, hit.Point.Z * 30));
        if (inside)
        {
            shade += Wear(along, across, hit);
        }
        look.Albedo = style.Asphalt * shade;

        // Water lies in hollows and mirrors the sky.
        float puddle =
            wetness == 0 ? 0 : wetness * Math.Clamp(0.5f + Noise.Cloud((hit.Point.X * 7) + 30, (hit.Point.Z * 3) + style.Seed), 0, 1);
        look.Albedo *= 1 - (0.45f * wetness);
        look.Gloss = 0.1f + (0.45f * puddle);
        if (inside && along < MarkingsSeen)
        {
            Mark(along, across, hit, ref look);
        }
    }

    private float Wear(float along, float across, in Hit hit)
    {
        float lane = MathF.Abs(across) - (plan.HalfWidth / 2),
            track = MathF.Max(0, 1 - MathF.Abs(MathF.Abs(lane) - 0.75f) * 2.2f);
        float shade = -style.Tracks * track;

        // Mended stretches end in straight cuts.
        int cellX = (int)MathF.Floor((across + (0.3f * Noise.Cell((int)MathF.Floor(along / 7), style.Seed))) / 1.9f),
            cellZ = (int)MathF.Floor(along / 7 + (cellX * 0.37f));
        float mended = Noise.Cell((cellX * 5) + style.Seed, cellZ);
        if (mended > 1 - (2 * style.Patches * 0.5f))
        {
            shade += 0.22f * Noise.Cell(cellZ + 50, cellX + style.Seed);
        }

        if (style.Cracks > 0 && hit.Footprint < 0.04f)
        {
            shade -= Crack(along, across, hit.Footprint);
        }
        float gutter = MathF.Max(0, 1 - ((plan.HalfWidth - MathF.Abs(across)) * 2.5f));
        shade -= 0.22f * gutter;
        return shade - Manhole(along, across);
    }

    /// <summary>Cracks are where smooth noise changes its sign.</summary>
    private float Crack(float along, float across, float footprint)
    {
        float noise = MathF.Abs(Noise.Cloud((across * 14) + style.Seed, along * 9));
        return style.Cracks * Pattern.Detail(0.02f, footprint) * MathF.Max(0, 1 - (noise * 45));
    }

    private float Manhole(float along, float across)
    {
        int cellX = (int)MathF.Floor(across / 2.4f),
            cellZ = (int)MathF.Floor(along / 5);
        if ((Noise.Cell((cellX * 3) + style.Seed, cellZ + 11) + 1) / 2 > style.Manholes * 0.4f)
        {
            return 0;
        }
        float x = across - ((cellX + 0.5f) * 2.4f),
            z = along - ((cellZ + 0.5f) * 5),
            r = (x * x) + (z * z);
        return r < 0.11f ? 0.35f
            : r < 0.16f ? -0.05f
            : 0;
    }

    private void Mark(float along, float across, in Hit hit, ref Look look)
    {
        (float white, float yellow) = _markings.At(along, across, hit.FootprintU, hit.FootprintV);
        if (white + yellow == 0)
        {
            return;
        }
        float worn =
            Noise.Cloud((hit.Point.X * 40) + style.Seed, hit.Point.Z * 24) + (0.5f * Noise.Grain(hit.Point.X * 30, hit.Point.Z * 30));
        float kept = Math.Clamp(1.15f - (style.Wear * (1 + worn)), 0.1f, 0.95f);
        look.Albedo = Rgb.Lerp(look.Albedo, style.Paint, white * kept);
        look.Albedo = Rgb.Lerp(look.Albedo, style.Yellow, yellow * kept);
    }
}

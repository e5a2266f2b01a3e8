namespace StreetScenes;

/// <summary>Paint on the road.</summary>
internal sealed class RoadMarkings(StreetPlan plan, RoadStyle style)
{
    /// <summary>How much of a pixel is white paint and how much is yellow.</summary>
    /// <param name="along">Metres along the street.</param>
    /// <param name="across">Metres to the right of its middle.</param>
    /// <param name="fx">Metres that the pixel covers across the street.</param>
    /// <param name="fz">Metres that the pixel covers along it.</param>
    public (float White, float Yellow) At(float along, float across, float fx, float fz)
    {
        float white = 0,
            yellow = 0,
            fromKerb = plan.HalfWidth - MathF.Abs(across);
        (float dash, float gap) = style.CentreDash;
        if (style.HasCentre && MathF.Abs(across) < 1.5f)
        {
            white = Middle(along, across, dash, gap, fx, fz);
        }
        if (fromKerb < 0.6f + fx)
        {
            (white, yellow) = Kerb(along, fromKerb, across < 0 ? -1 : 1, white, fx, fz);
        }
        if (style.CycleLane > 0)
        {
            white = MathF.Max(
                white,
                Pattern.Band(fromKerb, style.CycleLane, style.CycleLane + 0.1f, fx) * Pattern.Repeat(along, 6, 0, 4, fz)
            );
        }
        if (style.Crossing is { } from && along > from - 12 && along < from + 15)
        {
            white = MathF.Max(white, Zebra(along - from, across, fromKerb, fx, fz));
        }
        if (style.StopLine is { } stop && across < 0)
        {
            white = MathF.Max(white, Pattern.Band(along, stop, stop + 0.3f, fz));
        }
        if (style.Box is { } box && along > box && along < box + 12)
        {
            yellow = MathF.Max(yellow, Box(along - box, across, fx, fz));
        }
        if (style.Writing is { } text && along > text && along < text + 6)
        {
            white = MathF.Max(white, Writing(along - text, across - (plan.HalfWidth * -0.5f)));
        }
        return (white, yellow);
    }

    /// <summary>Yellow lines forbid parking; where a side street begins, there are white dashes instead.</summary>
    private (float White, float Yellow) Kerb(float along, float fromKerb, int side, float white, float fx, float fz)
    {
        if (plan.IsJunction(side, along, 1))
        {
            return (MathF.Max(white, Pattern.Band(fromKerb, 0.05f, 0.2f, fx) * Pattern.Repeat(along, 1, 0, 0.6f, fz)), 0);
        }
        if (style.KerbLines == 0)
        {
            return (white, 0);
        }
        float inner = style.KerbLines > 1 ? Pattern.Band(fromKerb, 0.45f, 0.54f, fx) : 0;
        return (white, MathF.Max(Pattern.Band(fromKerb, 0.25f, 0.34f, fx), inner));
    }

    private float Middle(float along, float across, float dash, float gap, float fx, float fz)
    {
        if (!style.Hatched)
        {
            return Pattern.Band(across, -0.06f, 0.06f, fx) * Pattern.Repeat(along, dash + gap, 0, dash, fz);
        }

        // Two lines with slanted strokes between them.
        float lines = Pattern.Band(MathF.Abs(across), 0.7f, 0.82f, fx) * Pattern.Repeat(along, dash + gap, 0, dash, fz);
        float strokes = Pattern.Band(across, -0.7f, 0.7f, fx) * Pattern.Repeat(along + across, 3.2f, 0, 0.45f, fx + fz);
        return MathF.Max(lines, strokes);
    }

    private float Zebra(float along, float across, float fromKerb, float fx, float fz)
    {
        float white = Pattern.Repeat(across, 1.2f, 0, 0.6f, fx) * Pattern.Band(along, 0, 2.8f, fz);
        white = MathF.Max(white, Pattern.Band(along, -1.4f, -1.2f, fz) * Pattern.Repeat(across, 1.2f, 0, 0.6f, fx));

        // Before and behind it, zigzags along the kerbs and the middle.
        float zigzag = 0.25f * MathF.Abs((along / 2) - MathF.Floor(along / 2) - 0.5f);
        float outside = along is < -1.6f or > 4 ? 1 : 0;
        white = MathF.Max(white, outside * Pattern.Band(MathF.Min(fromKerb - 0.3f, MathF.Abs(across)) - zigzag, 0, 0.1f, fx));
        return white;
    }

    private float Box(float along, float across, float fx, float fz)
    {
        float edge = MathF.Max(Pattern.Band(along, 0, 0.2f, fz), Pattern.Band(along, 11.8f, 12, fz));
        float up = Pattern.Repeat(along + (across * 1.1f), 2.6f, 0, 0.16f, fx + fz),
            down = Pattern.Repeat(along - (across * 1.1f), 2.6f, 0, 0.16f, fx + fz);
        return MathF.Max(edge, MathF.Max(up, down));
    }

    /// <summary>Letters as long as a car, or an arrow.</summary>
    private float Writing(float along, float across)
    {
        if (style.Seed % 2 == 0)
        {
            float head = (5 - along) * 0.35f;
            return along is > 1 and < 5 && MathF.Abs(across) < (along > 3.5f ? head : 0.09f) ? 1 : 0;
        }

        if (MathF.Abs(across) > 1.2f || along is < 1 or > 3.6f)
        {
            return 0;
        }
        float letter = MathF.Floor((across + 1.2f) / 0.6f),
            inside = across + 1.2f - (letter * 0.6f),
            rise = MathF.Floor((along - 1) / 0.52f);
        bool upright =
            inside is > 0.06f and < 0.18f || (inside is > 0.36f and < 0.48f && Noise.Cell((int)letter + style.Seed, (int)rise) > -0.3f);
        bool level = inside is > 0.06f and < 0.48f && rise is 0 or 2 or 4 && Noise.Cell((int)letter + style.Seed, (int)rise + 9) > -0.2f;
        return upright || level ? 1 : 0;
    }
}

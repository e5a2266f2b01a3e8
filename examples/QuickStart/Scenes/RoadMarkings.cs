using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Paints lane lines, edge lines, stop lines and zebra crossings on the road.</summary>
internal static class RoadMarkings
{
    private const float Line = 0.15f, Visible = 150;

    public static void Draw(ScenePainter painter, StreetLayout layout, SceneStyle style, Random random)
    {
        float opacity = 1 - (style.Wear * random.In(0.35f, 0.75f));
        float phase = random.In(0f, 6f);
        using var white = new SKPath();
        using var centre = new SKPath();
        bool solidCentre = random.Chance(0.4f);
        AddLine(centre, layout, 0, solidCentre ? Visible : 3, solidCentre ? 0 : 5, phase);
        for (int lane = 1; lane < layout.Plan.LanesEachWay; lane++)
        {
            AddLine(white, layout, lane * layout.LaneWidth, 3, 5, phase);
            AddLine(white, layout, -lane * layout.LaneWidth, 3, 5, phase);
        }

        foreach (StreetSide side in layout.Sides)
        {
            AddLine(white, layout, side.Sign * ((layout.LaneWidth * layout.Plan.LanesEachWay) - 0.2f), Visible, 0, 0);
        }

        float? zebra = layout.Crossing is { } z
            ? z - layout.CrossingHalfWidth - layout.PavementWidth - 1
            : random.Chance(0.3f) ? random.In(10f, 35f) : null;
        if (zebra is { } far)
        {
            AddZebra(white, layout, far);
        }

        painter.Detail(Surface.Ground, centre, style.Palette.CentreMarking.Fade(opacity));
        painter.Detail(Surface.Ground, white, style.Palette.Marking.Fade(opacity));
    }

    private static void AddLine(SKPath path, StreetLayout layout, float x, float dash, float gap, float start)
    {
        for (float z = 1 + start; z < Visible; z += dash + gap)
        {
            float end = MathF.Min(z + dash, Visible);
            if (layout.Crossing is not { } crossing)
            {
                path.AddRectangle(x - (Line / 2), z, x + (Line / 2), end);
                continue;
            }

            // No lines across the junction: keep what lies before and what lies behind it.
            float reach = layout.CrossingHalfWidth + layout.PavementWidth + 1;
            float before = MathF.Min(end, crossing - reach), behind = MathF.Max(z, crossing + reach);
            if (before > z)
            {
                path.AddRectangle(x - (Line / 2), z, x + (Line / 2), before);
            }

            if (end > behind)
            {
                path.AddRectangle(x - (Line / 2), behind, x + (Line / 2), end);
            }
        }
    }

    private static void AddZebra(SKPath path, StreetLayout layout, float far)
    {
        float left = -layout.Kerb(layout.Sides[0]), right = layout.Kerb(layout.Sides[1]);
        for (float x = left + 0.4f; x + 0.5f < right; x += 1)
        {
            path.AddRectangle(x, far - 3, x + 0.5f, far);
        }

        path.AddRectangle(0.1f, far - 4.6f, layout.LaneWidth * layout.Plan.LanesEachWay, far - 4.2f);
    }
}

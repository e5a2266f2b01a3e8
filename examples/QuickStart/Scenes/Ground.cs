using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Draws what lies flat: gardens, pavements with kerbs, the road and its crossing street.</summary>
internal static class Ground
{
    // The ground is drawn from just before the camera to well behind the last building.
    private const float Near = 0.8f, Far = 420, Wide = 260;

    public static void Draw(ScenePainter painter, StreetLayout layout, SceneStyle style, Random random)
    {
        ScenePalette palette = style.Palette;
        SKColor paving = random.Near(random.Pick(palette.Pavement), 0.06f);
        SKColor asphalt = random.Near(random.Pick(palette.Road), 0.08f);
        foreach (StreetSide side in layout.Sides)
        {
            SKColor grass = random.Near(random.Pick(palette.Grass), 0.08f);
            bool garden = side.Park || side.Setback > 1.2f;
            Strip(painter, side, layout.PavementEdge(side), Wide, garden ? StreetClass.Vegetation : StreetClass.Pavement, garden ? grass : paving, style.Texture);
        }

        float slab = random.In(0.6f, 1.2f);
        foreach (StreetSide side in layout.Sides)
        {
            float kerb = layout.Kerb(side), edge = layout.PavementEdge(side);
            Strip(painter, side, kerb, edge, StreetClass.Pavement, paving, style.Texture);
            DrawSlabs(painter, side, kerb, edge, slab, paving.Scale(0.8f));
            DrawKerb(painter, side, kerb, paving);
        }

        using SKPath main = Shapes.Rectangle(-layout.Kerb(layout.Sides[0]), Near, layout.Kerb(layout.Sides[1]), Far);
        using var road = new SKPath(main);
        if (layout.Crossing is { } z)
        {
            float half = layout.CrossingHalfWidth, reach = half + layout.PavementWidth;
            using SKPath crossPavement = Shapes.Rectangle(-Wide, z - reach, Wide, z + reach);
            painter.Fill(Surface.Ground, crossPavement, StreetClass.Pavement, paving);
            Grain.Detail(painter, Surface.Ground, crossPavement, 4, style.Texture);
            road.AddRectangle(-Wide, z - half, Wide, z + half);
        }

        painter.Fill(Surface.Ground, road, StreetClass.Road, asphalt);
        Grain.Detail(painter, Surface.Ground, road, 5, style.Texture);
        RoadWear.Draw(painter, layout, style, asphalt, random);
        RoadMarkings.Draw(painter, layout, style, random);
        RoadWear.DrawWet(painter, layout, random);
        DrawHaze(painter);
    }

    private static void Strip(ScenePainter painter, StreetSide side, float from, float to, StreetClass shows, SKColor colour, float texture)
    {
        using SKPath strip = Shapes.Rectangle(MathF.Min(side.Sign * from, side.Sign * to), Near, MathF.Max(side.Sign * from, side.Sign * to), Far);
        painter.Fill(Surface.Ground, strip, shows, colour);
        Grain.Detail(painter, Surface.Ground, strip, shows == StreetClass.Vegetation ? 9 : 3, texture);
    }

    private static void DrawSlabs(ScenePainter painter, StreetSide side, float kerb, float edge, float slab, SKColor joint)
    {
        const float Width = 0.03f;
        using var joints = new SKPath();
        float left = MathF.Min(side.Sign * kerb, side.Sign * edge), right = MathF.Max(side.Sign * kerb, side.Sign * edge);
        for (float z = 2; z < 40; z += slab)
        {
            joints.AddRectangle(left, z, right, z + Width);
        }

        for (float x = kerb + slab; x < edge; x += slab)
        {
            joints.AddRectangle((side.Sign * x) - (Width / 2), Near, (side.Sign * x) + (Width / 2), 60);
        }

        painter.Detail(Surface.Ground, joints, joint);
    }

    private static void DrawKerb(ScenePainter painter, StreetSide side, float kerb, SKColor paving)
    {
        using SKPath stones = Shapes.Rectangle(
            MathF.Min(side.Sign * kerb, side.Sign * (kerb + 0.18f)), Near, MathF.Max(side.Sign * kerb, side.Sign * (kerb + 0.18f)), Far);
        painter.Detail(Surface.Ground, stones, paving.Scale(1.2f));
    }

    private static void DrawHaze(ScenePainter painter)
    {
        SKColor haze = painter.Light.Weather.SkyHorizon;
        float[] stops = [0, 0.1f, 0.25f, 0.5f, 1];
        using SKPath everything = Shapes.Rectangle(-Wide, Near, Wide, Far);
        using SKShader gradient = SKShader.CreateLinearGradient(
            new SKPoint(0, 0), new SKPoint(0, Far), [.. stops.Select(s => haze.Fade(painter.Light.HazeAt(s * Far)))], stops, SKShaderTileMode.Clamp);
        painter.Detail(Surface.Ground, everything, gradient);
    }
}

namespace StreetScenes;

/// <summary>Everything that one seed stands for: a street, its light and a camera in it.</summary>
internal sealed class Scenery
{
    /// <param name="seed">The scene.</param>
    /// <param name="style">What kind of scene.</param>
    /// <param name="width">Width of the grid of samples.</param>
    /// <param name="height">Height of the grid of samples.</param>
    /// <param name="mesh">Takes what is seen.</param>
    /// <param name="outlines">Takes the outlines of what is seen through.</param>
    public Scenery(ulong seed, StreetStyle style, int width, int height, Mesh mesh, Mesh outlines)
    {
        // Every part draws from numbers of its own, so that a change of one leaves the others as they are.
        var random = new SceneRandom(seed);
        SceneRandom Part() => new(random.Next());
        Light = Daylight.Draw(Part(), style.Days);
        Plan = new StreetPlan(Part(), style.Layout);
        Camera = StreetCamera.Mount(Plan, width, height, style.Mount, Part());
        (Mesh, Outlines) = (mesh, outlines);
        mesh.Begin(Camera.Eye);
        outlines.Begin(Camera.Eye);
        Season season = Season.Draw(Part(), style.Days);
        var road = new RoadStyle(Plan, Part());
        var ground = new Ground(Mesh, Plan, road, Light, Part());
        var buildings = new Building(Mesh, Light, Part());
        var trees = new Tree(Mesh, Outlines, Shade, Part());
        var vehicles = new Vehicle(Mesh, Shade, Light, Part());
        var furniture = new Furniture(Mesh, Shade, Light, Part());
        var lots = new Lots(Plan, Mesh, Outlines, ground, Shade, buildings, trees, vehicles, furniture, season, Part());
        var pavements = new Pavements(Plan, Mesh, Outlines, Shade, furniture, trees, season, Part());
        foreach (int side in new[] { -1, 1 })
        {
            ground.DrawPavement(side);
            lots.Draw(side);
            pavements.Draw(side);
        }

        foreach (Junction junction in Plan.Junctions)
        {
            lots.DrawSideStreet(junction);
        }
        lots.DrawBackdrop();
        new Traffic(Plan, Mesh, Shade, vehicles, Part()).Draw();
        pavements.DrawCrossing(road.Crossing);
        if ((road.Crossing ?? road.StopLine) is { } along)
        {
            pavements.DrawCrossingPoles(along, lights: road.Crossing is null);
        }
        Sky = new Sky(Light, Part().In(0, 200));
        Lens = new Lens(Light, style.Optics, Part());
        if (style.Finish is { } finish)
        {
            Coat = new Coat(finish, Part());
        }
    }

    public Daylight Light { get; }

    public StreetPlan Plan { get; }

    public CameraView Camera { get; }

    /// <summary>Everything that is seen.</summary>
    public Mesh Mesh { get; }

    /// <summary>Outlines of crowns and railings: what is seen through them is labelled as part of them.</summary>
    public Mesh Outlines { get; }

    public GroundShade Shade { get; } = new();

    public Sky Sky { get; }

    public Lens Lens { get; }

    /// <summary>What lies over the materials; null where there is nothing.</summary>
    public Coat? Coat { get; }
}

namespace StreetScenes;

/// <summary>People and furniture on a pavement.</summary>
internal sealed class Pavements(
    StreetPlan plan,
    Mesh mesh,
    Mesh outlines,
    GroundShade shade,
    Furniture furniture,
    Tree trees,
    Season season,
    SceneRandom random
)
{
    private const float Height = 0.12f;

    private readonly Person _people = new(mesh, shade, random);

    public void Draw(int side)
    {
        DrawLampPosts(side);
        DrawSigns(side);
        if (random.Chance(0.25f))
        {
            DrawBollards(side);
        }
        if (plan.Pavement(side) > 1.8f && random.Chance(plan.Quarter == Quarter.Centre ? 0.22f : 0.5f))
        {
            DrawTrees(side);
        }
        if (random.Chance(0.2f))
        {
            DrawRailings(side);
        }
        if (random.Chance(0.2f))
        {
            DrawParkedBicycles(side);
        }
        DrawPeople(side);
    }

    /// <summary>People on the road.</summary>
    public void DrawCrossing(float? crossing)
    {
        if (!random.Chance(crossing is null ? 0.1f : 0.5f))
        {
            return;
        }
        int count = 1 + random.Below(3);
        for (int i = 0; i < count; i++)
        {
            Pose pose = plan.Line.At((crossing ?? random.In(8, 40)) + random.In(0.3f, 2.5f), random.In(-plan.HalfWidth, plan.HalfWidth));
            _people.DrawPedestrian(pose with { Heading = pose.Heading + (random.Sign() * MathF.PI / 2) }, walks: true);
        }
    }

    /// <summary>The beacons or traffic lights at a crossing.</summary>
    public void DrawCrossingPoles(float along, bool lights)
    {
        foreach (int side in new[] { -1, 1 })
        {
            Pose pose = AtKerb(side, along - 0.5f);
            if (lights)
            {
                furniture.DrawTrafficLight(pose);
            }
            else
            {
                furniture.DrawBeacon(pose);
            }
        }
    }

    private Pose AtKerb(int side, float along, float off = 0.35f) => plan.Line.At(along, side * (plan.HalfWidth + off), Height);

    private float Somewhere(int side) => plan.HalfWidth + random.In(0.4f, plan.Pavement(side) - 0.3f);

    private void DrawLampPosts(int side)
    {
        float spacing = random.In(18, 36);
        bool inner = random.Chance(0.5f);
        for (float along = random.In(4, 26); along < plan.End; along += spacing)
        {
            if (!plan.IsJunction(side, along) && random.Chance(0.8f))
            {
                furniture.DrawLampPost(inner ? plan.Line.At(along, side * (plan.Edge(side) - 0.2f), Height) : AtKerb(side, along), -side);
            }
        }
    }

    private void DrawSigns(int side)
    {
        for (float along = random.In(3, 18); along < MathF.Min(90, plan.End); along += random.In(4, 15))
        {
            if (plan.IsJunction(side, along))
            {
                continue;
            }
            Pose pose = AtKerb(side, along, random.In(0.3f, 0.8f));

            // Half of what stands on the right looks the other way; it is seen from behind.
            Pose facing =
                side > 0 && random.Chance(0.3f)
                    ? pose with
                    {
                        Heading = pose.Heading + MathF.PI,
                    }
                    : pose with
                    {
                        Heading = pose.Heading + random.In(-0.2f, 0.2f),
                    };
            switch (random.Weighted(0.46f, 0.2f, 0.2f, 0.14f))
            {
                case 0:
                    furniture.DrawSign(facing);
                    break;
                case 1:
                    furniture.DrawBoard(plan.Line.At(along, side * (plan.Edge(side) - random.In(-0.3f, 0.5f)), Height));
                    break;
                case 2:
                    furniture.DrawTrafficLight(facing);
                    break;
                default:
                    furniture.DrawBin(plan.Line.At(along, side * (plan.Edge(side) - 0.4f), Height));
                    break;
            }
        }
    }

    private void DrawBollards(int side)
    {
        Round look = new(Rgb.Hex(random.Pick([0x1E1E20, 0x2A2A2C, 0xD8D8D4, 0x5A5A5C, 0x4A3E34])));
        float from = random.In(2, 30),
            to = from + random.In(6, 30),
            spacing = random.In(1.3f, 2.6f);
        for (float along = from; along < to; along += spacing)
        {
            if (!plan.IsJunction(side, along))
            {
                furniture.DrawBollard(AtKerb(side, along, 0.4f), look);
            }
        }
    }

    private void DrawTrees(int side)
    {
        float spacing = random.In(7, 18);
        for (float along = random.In(5, 20); along < MathF.Min(100, plan.End); along += spacing)
        {
            if (!plan.IsJunction(side, along, 2))
            {
                trees.Draw(AtKerb(side, along, 0.6f).Foot, random.In(4.5f, 9), random.Chance(season.Bare));
            }
        }
    }

    private void DrawRailings(int side)
    {
        Action<Vec3, Vec3> railing = new Barrier(mesh, outlines, random).Fence();
        float from = random.In(3, 30),
            to = from + random.In(8, 30);
        for (float along = from; along < to; along += 2)
        {
            if (!plan.IsJunction(side, along + 1))
            {
                railing(AtKerb(side, along, 0.25f).Foot, AtKerb(side, along + 2, 0.25f).Foot);
            }
        }
    }

    private void DrawParkedBicycles(int side)
    {
        var bicycles = new Bicycle(mesh, shade, random);
        float from = random.In(4, 35);
        int count = 1 + random.Below(6);
        for (int i = 0; i < count; i++)
        {
            float along = from + (i * random.In(0.5f, 0.8f));
            if (plan.IsJunction(side, along))
            {
                continue;
            }
            Pose pose = plan.Line.At(along, side * (plan.Edge(side) - 0.5f), Height);
            bicycles.DrawParked(pose with { Heading = pose.Heading + (MathF.PI / 2) + random.In(-0.3f, 0.3f) });
        }
    }

    private void DrawPeople(int side)
    {
        float busy = plan.Quarter == Quarter.Centre ? random.In(0.02f, 0.58f) : random.In(0.01f, 0.2f);
        for (float along = random.In(2, 14); along < MathF.Min(85, plan.End); along += random.In(1, 5))
        {
            if (!random.Chance(busy))
            {
                continue;
            }
            int group = random.Weighted(0.65f, 0.25f, 0.1f) + 1;
            bool walks = random.Chance(0.8f);
            float heading = random.Chance(0.8f) ? (random.Chance(0.5f) ? 0 : MathF.PI) : random.In(-3, 3);
            for (int i = 0; i < group; i++)
            {
                Pose pose = plan.Line.At(along + random.In(-0.5f, 0.5f), side * Somewhere(side), Height);
                _people.DrawPedestrian(pose with { Heading = pose.Heading + heading + random.In(-0.2f, 0.2f) }, walks);
            }
        }
    }
}

namespace StreetScenes;

/// <summary>What stands beyond the pavements: buildings, gardens, parks and car parks.</summary>
internal sealed class Lots(
    StreetPlan plan,
    Mesh mesh,
    Mesh outlines,
    Ground ground,
    GroundShade shade,
    Building buildings,
    Tree trees,
    Vehicle vehicles,
    Furniture furniture,
    Season season,
    SceneRandom random
)
{
    private const float Lowest = 0.12f;

    private enum Kind
    {
        Terrace,
        Block,
        House,
        Park,
        CarPark,
    }

    public void Draw(int side)
    {
        float at = StreetPlan.Begin;
        while (at < plan.End)
        {
            if (plan.IsJunction(side, at, 0.1f))
            {
                at += 1;
                continue;
            }

            Kind kind = Choose();
            float length = kind switch
            {
                Kind.Terrace => random.In(5, 13),
                Kind.Block => random.In(14, 34),
                Kind.House => random.In(9, 17),
                _ => random.In(14, 45),
            };
            float to = Limit(side, at, at + length);
            if (to - at > 2)
            {
                DrawLot(kind, side, at, to);
            }
            at = to + 0.01f;
        }

        ground.DrawLot(side, at, at + 150, green: plan.Quarter == Quarter.Park);
    }

    /// <summary>Puts rows of buildings along a side street, behind those at its corners.</summary>
    public void DrawSideStreet(Junction junction)
    {
        foreach (int end in new[] { -1, 1 })
        {
            float away = junction.HalfWidth + plan.Pavement(junction.Side) + (plan.Quarter == Quarter.Centre ? 0 : random.In(0, 3));
            for (float out1 = plan.Edge(junction.Side) + random.In(9, 14); out1 < 70; )
            {
                float width = random.In(6, 13);
                if (random.Chance(plan.Quarter == Quarter.Park ? 0.2f : 0.85f))
                {
                    Pose corner = plan.Line.At(junction.Along, junction.Side * out1);
                    Vec3 a = corner.At(0, 0, end * away),
                        b = corner.At(junction.Side * width, 0, end * away);
                    buildings.Draw(new(a, b, corner.Forward * (end * 9)), random.In(5, 10), random.Chance(0.2f), false);
                }
                else
                {
                    trees.Draw(
                        plan.Line.At(junction.Along + (end * (away + 3)), junction.Side * out1).Foot,
                        random.In(5, 11),
                        random.Chance(season.Bare)
                    );
                }

                out1 += width;
            }
        }
    }

    /// <summary>What closes the view at the end of the street, and far beyond open lots.</summary>
    public void DrawBackdrop()
    {
        for (float across = -75; across < 75; across += random.In(5, 11))
        {
            Pose pose = plan.Line.At(plan.End + random.In(6, 30), across);
            if (random.Chance(0.02f))
            {
                buildings.DrawTower(pose);
            }
            else if (random.Chance(plan.Quarter is Quarter.Park or Quarter.Suburb ? 0.75f : 0.3f))
            {
                DrawTree(pose.Foot, random.In(7, 17));
            }
            else
            {
                float width = random.In(7, 16);
                buildings.Draw(
                    new(pose.At(-width / 2, 0, 0), pose.At(width / 2, 0, 0), pose.Forward * 9),
                    random.In(4, 9),
                    random.Chance(0.3f),
                    false
                );
            }
        }

        foreach (int side in new[] { -1, 1 })
        {
            for (float along = random.In(20, 40); along < plan.End; along += random.In(9, 20))
            {
                Pose pose = plan.Line.At(along, side * random.In(38, 85));
                if (random.Chance(plan.Quarter == Quarter.Centre ? 0.3f : 0.65f))
                {
                    DrawTree(pose.Foot, random.In(6, 14));
                }
                else
                {
                    buildings.Draw(new(pose.At(-5, 0, 0), pose.At(6, 0, 0), pose.Forward * 8), random.In(4, 9), random.Chance(0.3f), false);
                }
            }
        }
    }

    private Kind Choose() =>
        (Kind)(
            plan.Quarter switch
            {
                Quarter.Centre => random.Weighted(0.72f, 0.2f, 0, 0.04f, 0.04f),
                Quarter.Residential => random.Weighted(0.42f, 0.05f, 0.42f, 0.11f, 0),
                Quarter.Suburb => random.Weighted(0.08f, 0.2f, 0.32f, 0.3f, 0.1f),
                _ => random.Weighted(0, 0.08f, 0.14f, 0.66f, 0.12f),
            }
        );

    private void DrawLot(Kind kind, int side, float from, float to)
    {
        bool green = kind is Kind.House or Kind.Park || (kind == Kind.Block && random.Chance(0.3f));

        // Car parks lie as low as the road, and are asphalt like it.
        if (kind != Kind.CarPark)
        {
            ground.DrawLot(side, from, to, green);
        }
        switch (kind)
        {
            case Kind.Terrace:
                bool shop = plan.Quarter == Quarter.Centre ? random.Chance(0.7f) : random.Chance(0.12f);
                float back = plan.Quarter == Quarter.Residential && !shop ? random.In(0, 2.5f) : random.In(0, 0.2f);
                float height = random.In(5.5f, plan.Quarter == Quarter.Centre ? 14 : 9);
                Footprint terrace = Place(side, from, to, back, 10);
                buildings.Draw(terrace, height, random.Chance(0.12f), shop);
                if (!shop && back > 1 && random.Chance(0.6f))
                {
                    buildings.DrawBay(terrace, height);
                }
                if (back > 1.2f)
                {
                    Border(side, from, to, 0.1f);
                }
                if (shop && random.Chance(0.4f))
                {
                    DrawShopSign(side, random.In(from, to), back);
                }
                break;
            case Kind.Block:
                buildings.Draw(
                    Place(side, from, to, green ? random.In(2, 8) : random.In(0, 2), 16),
                    random.In(7, 19),
                    true,
                    random.Chance(0.35f)
                );
                break;
            case Kind.House:
                Footprint house = Place(side, from + random.In(0.5f, 2), to - random.In(0.5f, 2), random.In(3, 8), 9);
                buildings.Draw(house, random.In(4.6f, 6.2f), false, false);
                if (random.Chance(0.5f))
                {
                    buildings.DrawBay(house, 5);
                }
                Border(side, from, to, 0.1f);
                DrawGarden(side, from, to, 4);
                break;
            case Kind.Park:
                if (random.Chance(0.7f))
                {
                    Border(side, from, to, random.In(0.1f, 1));
                }
                DrawGarden(side, from, to, 18);
                break;
            default:
                Border(side, from, to, 0.3f);
                DrawCarPark(side, from, to);
                break;
        }
    }

    private Footprint Place(int side, float from, float to, float back, float depth)
    {
        float across = side * (plan.Edge(side) + back);
        Pose near = plan.Line.At(from, across),
            far = plan.Line.At(to, across);
        Pose middle = plan.Line.At((from + to) / 2, across);
        shade.Darken(middle, 0.1f, (to - from) / 2, 1.5f, 0.3f);
        return new(near.Foot, far.Foot, middle.Right * (side * depth));
    }

    private void Border(int side, float from, float to, float back)
    {
        var barrier = new Barrier(mesh, outlines, random);
        Action<Vec3, Vec3> draw = random.Weighted(0.5f, 0.22f, 0.28f) switch
        {
            0 => barrier.Fence(),
            1 => barrier.Wall(),
            _ => barrier.Hedge(),
        };
        float across = side * (plan.Edge(side) + back),
            gap = random.In(from, to);
        for (float at = from; at < to - 0.5f; at += 2.5f)
        {
            if (MathF.Abs(at - gap) < 1.5f)
            {
                continue;
            }
            draw(plan.Line.At(at, across, Lowest).Foot, plan.Line.At(MathF.Min(to, at + 2.5f), across, Lowest).Foot);
        }
    }

    private void DrawGarden(int side, float from, float to, float deep)
    {
        float density = deep > 10 ? random.In(0.2f, 0.7f) : random.In(0.05f, 0.3f);
        int count = (int)((to - from) * density) + (random.Chance(0.5f) ? 1 : 0);
        for (int i = 0; i < count; i++)
        {
            Vec3 foot = plan.Line.At(random.In(from, to), side * (plan.Edge(side) + random.In(1, deep)), Lowest).Foot;
            if (random.Chance(0.55f))
            {
                DrawTree(foot, random.In(5, deep > 10 ? 17 : 9));
            }
            else
            {
                trees.DrawBush(foot, random.In(0.5f, 1.4f));
            }
        }
    }

    private void DrawTree(Vec3 foot, float height)
    {
        if (random.Chance(season.Conifers))
        {
            trees.DrawConifer(foot, height);
        }
        else
        {
            trees.Draw(foot, height, random.Chance(season.Bare));
        }
    }

    private void DrawCarPark(int side, float from, float to)
    {
        foreach (float across in new[] { 3f, 14f })
        {
            for (float along = from + 1.5f; along < to - 1.5f; along += 2.6f)
            {
                if (random.Chance(0.6f))
                {
                    vehicles.Draw(
                        random.Pick(VehicleModel.Parked),
                        plan.Line.At(along, side * (plan.Edge(side) + across)) with
                        {
                            Heading = (side * MathF.PI / 2) + random.In(-0.06f, 0.06f),
                        }
                    );
                }
            }
        }

        if (random.Chance(0.6f))
        {
            buildings.Draw(Place(side, from, to, random.In(22, 30), 12), random.In(4, 8), true, random.Chance(0.5f));
        }
    }

    private void DrawShopSign(int side, float along, float back) =>
        furniture.DrawShopSign(plan.Line.At(along, side * (plan.Edge(side) + back), random.In(2.6f, 3.6f)), -side);

    /// <summary>Where a lot has to end: before the next side street.</summary>
    private float Limit(int side, float from, float to)
    {
        foreach (Junction junction in plan.Junctions)
        {
            float begin = junction.Along - junction.HalfWidth - plan.Pavement(side);
            if (junction.Side == side && begin > from && begin < to)
            {
                to = begin;
            }
        }

        return to;
    }
}

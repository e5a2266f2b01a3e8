using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>Places everything that stands on a street.</summary>
internal static class StreetComposer
{
    public static IReadOnlyList<IStreetObject> Compose(StreetLayout layout, SceneStyle style, Random random)
    {
        var objects = new List<IStreetObject>();
        foreach (StreetSide side in layout.Sides)
        {
            if (side.Park)
            {
                Planting.AddPark(objects, layout, side, style, random);
            }
            else
            {
                AddBuildings(objects, layout, side, style, random);
                Planting.AddHedges(objects, layout, side, style, random);
            }

            Planting.AddStreetTrees(objects, layout, side, style, random);
            AddPoles(objects, layout, side, style, random);
        }

        AddEnd(objects, style, random);
        Traffic.Add(objects, layout, style, random);
        AddPeople(objects, layout, style, random);
        return objects;
    }

    private static void AddBuildings(List<IStreetObject> objects, StreetLayout layout, StreetSide side, SceneStyle style, Random random)
    {
        const float Depth = 13;
        for (float z = random.In(-10f, 1f); z < StreetLayout.End;)
        {
            float length = random.In(layout.Plan.BuildingLength);
            if (layout.MeetsCrossing(z, z + length))
            {
                z += 1;
                continue;
            }

            float near = layout.PavementEdge(side) + side.Setback + (random.Chance(layout.Plan.Disorder) ? random.In(0f, 0.8f) : 0);
            float start = MathF.Max(z, 0.8f);
            if (z + length > start + 1)
            {
                objects.Add(side.Sign < 0
                    ? new Building(-near - Depth, start, -near, z + length, true, style, random)
                    : new Building(near, start, near + Depth, z + length, true, style, random));
            }

            z += length + (random.Chance(0.25f) ? random.In(1f, 5f) : 0);
        }
    }

    private static void AddEnd(List<IStreetObject> objects, SceneStyle style, Random random)
    {
        // A block across the end of the street, and trees before it, close the view to the horizon.
        for (float x = -260; x < 260;)
        {
            float length = random.In(style.Plan.BuildingLength) * 2;
            objects.Add(new Building(x, StreetLayout.End + 30, x + length, StreetLayout.End + 45, false, style, random));
            x += length;
        }

        for (float x = -120; x < 120; x += random.In(6f, 14f))
        {
            objects.Add(new Tree(x, StreetLayout.End + random.In(2f, 25f), random.In(0f, 2f), random.In(2.5f, 4.5f), random.In(2f, 4f), style, random));
        }
    }

    private static void AddPoles(List<IStreetObject> objects, StreetLayout layout, StreetSide side, SceneStyle style, Random random)
    {
        float x = side.Sign * (layout.Kerb(side) + 0.4f), spacing = random.In(layout.Plan.LampSpacing);
        for (float z = random.In(5f, spacing); z < 130; z += spacing)
        {
            objects.Add(new Pole(PoleKind.StreetLight, x, z, -side.Sign, style, random));
        }

        int signs = random.Next(1, 5);
        for (int i = 0; i < signs; i++)
        {
            objects.Add(new Pole(PoleKind.Sign, x, random.In(6f, 40f), -side.Sign, style, random));
        }

        if (layout.Crossing is { } crossing)
        {
            objects.Add(new Pole(PoleKind.TrafficLight, x, crossing - layout.CrossingHalfWidth - layout.PavementWidth, -side.Sign, style, random));
        }

        if (random.Chance(0.25f))
        {
            float start = random.In(4f, 20f);
            for (int i = 0; i < 6; i++)
            {
                objects.Add(new Pole(PoleKind.Bollard, x, start + (i * 1.8f), -side.Sign, style, random));
            }
        }
    }

    private static void AddPeople(List<IStreetObject> objects, StreetLayout layout, SceneStyle style, Random random)
    {
        int people = (int)random.In(layout.Plan.People);
        for (int i = 0; i < people; i++)
        {
            StreetSide side = random.Pick(layout.Sides);
            float z = 6 + (random.NextSingle() * random.In(4f, 45f));
            bool onRoad = z > 11 && random.Chance(0.15f);
            float x = onRoad
                ? random.In(-layout.Kerb(layout.Sides[0]), layout.Kerb(layout.Sides[1]))
                : side.Sign * random.In(layout.Kerb(side) + 0.6f, layout.PavementEdge(side) - 0.2f);
            objects.Add(new Pedestrian(x, z, style, random));
            if (random.Chance(0.3f))
            {
                objects.Add(new Pedestrian(x + random.In(0.5f, 0.7f), z + random.In(0f, 0.4f), style, random));
            }
        }
    }
}

namespace QuickStart.Scenes;

/// <summary>Places trees, hedges and parks.</summary>
internal static class Planting
{
    public static void AddStreetTrees(List<IStreetObject> objects, StreetLayout layout, StreetSide side, SceneStyle style, Random random)
    {
        float spacing = random.In(layout.Plan.TreeSpacing);
        if (random.Chance(0.2f))
        {
            return;
        }

        float x = side.Sign * (layout.Kerb(side) + 0.9f);
        for (float z = random.In(5f, 5 + spacing); z < StreetLayout.End; z += spacing * (1 + (layout.Plan.Disorder * random.In(-0.5f, 0.6f))))
        {
            if (!layout.MeetsCrossing(z - 2, z + 2))
            {
                float crown = random.In(1.3f, 2.6f);
                objects.Add(new Tree(x, z, random.In(1.8f, 3.2f), crown, crown * random.In(0.8f, 1.4f), style, random));
            }
        }
    }

    public static void AddHedges(List<IStreetObject> objects, StreetLayout layout, StreetSide side, SceneStyle style, Random random)
    {
        if (side.Setback < 1.2f)
        {
            return;
        }

        for (float z = random.In(3f, 6f); z < 80; z += random.In(1f, 3f))
        {
            float half = random.In(0.5f, 1f);
            if (!layout.MeetsCrossing(z, z) && random.Chance(0.6f))
            {
                objects.Add(new Tree(side.Sign * (layout.PavementEdge(side) + half), z, 0, half, random.In(0.4f, 0.9f), style, random));
            }
        }
    }

    public static void AddPark(List<IStreetObject> objects, StreetLayout layout, StreetSide side, SceneStyle style, Random random)
    {
        for (float z = 6; z < StreetLayout.End; z += random.In(2f, 5f))
        {
            float x = side.Sign * (layout.PavementEdge(side) + 3 + (random.NextSingle() * random.In(3f, 30f)));
            if (layout.MeetsCrossing(z - 2, z + 2))
            {
                continue;
            }

            float crown = random.In(1.5f, 3.2f);
            objects.Add(random.Chance(0.3f)
                ? new Tree(x, z, 0, random.In(0.6f, 1.6f), random.In(0.5f, 1f), style, random)
                : new Tree(x, z, random.In(1.2f, 3f), crown, crown * random.In(0.8f, 1.5f), style, random));
        }
    }
}

namespace QuickStart.Scenes;

/// <summary>Places moving and parked vehicles.</summary>
internal static class Traffic
{
    private const float Farthest = 140;

    public static void Add(List<IStreetObject> objects, StreetLayout layout, SceneStyle style, Random random)
    {
        foreach (StreetSide side in layout.Sides)
        {
            for (int lane = 0; lane < layout.Plan.LanesEachWay; lane++)
            {
                AddLane(objects, layout, style, side.Sign, lane, random);
            }

            if (side.Parking)
            {
                AddParked(objects, layout, style, side, random);
            }
        }

        if (layout.Crossing is { } crossing)
        {
            AddCrossTraffic(objects, layout, style, crossing, random);
        }
    }

    private static void AddLane(List<IStreetObject> objects, StreetLayout layout, SceneStyle style, int sign, int lane, Random random)
    {
        // The camera's own lane is free for a stretch.
        bool own = sign > 0 && lane == layout.CameraLane;
        for (float z = own ? random.In(8f, 26f) : random.In(4f, 22f); z < Farthest;)
        {
            VehicleModel model = random.Pick(VehicleModel.Moving);
            float drift = layout.Plan.Disorder * random.In(-0.25f, 0.25f);
            objects.Add(new Vehicle(
                model, layout.LaneCentre(sign, lane) + drift, z + (model.Length / 2), sign > 0 ? 0 : MathF.PI,
                random.Near(random.Pick(style.Palette.Vehicles), 0.1f)));
            z += model.Length + random.In(layout.Plan.TrafficGap);
        }
    }

    private static void AddParked(List<IStreetObject> objects, StreetLayout layout, SceneStyle style, StreetSide side, Random random)
    {
        float x = side.Sign * (layout.Kerb(side) - (StreetLayout.ParkingWidth / 2) + 0.05f);
        for (float z = random.In(2f, 6f); z < Farthest;)
        {
            VehicleModel model = random.Pick(VehicleModel.Parked);
            if (!layout.MeetsCrossing(z, z + model.Length, 2))
            {
                float turn = layout.Plan.Disorder * random.In(-0.03f, 0.03f);
                objects.Add(new Vehicle(
                    model, x, z + (model.Length / 2), turn + (side.Sign > 0 ? 0 : MathF.PI), random.Near(random.Pick(style.Palette.Vehicles), 0.1f)));
            }

            z += model.Length + random.In(0.6f, 1.4f) + (random.Chance(0.2f) ? random.In(3f, 12f) : 0);
        }
    }

    private static void AddCrossTraffic(List<IStreetObject> objects, StreetLayout layout, SceneStyle style, float crossing, Random random)
    {
        for (int direction = -1; direction <= 1; direction += 2)
        {
            // Right-hand traffic: what drives to the right is on the near lane.
            float z = crossing - (direction * layout.CrossingHalfWidth / 2);
            for (float x = random.In(-60f, -30f); x < 60; x += random.In(9f, 40f))
            {
                objects.Add(new Vehicle(
                    random.Pick(VehicleModel.Moving), x, z, direction * MathF.PI / 2, random.Near(random.Pick(style.Palette.Vehicles), 0.1f)));
            }
        }
    }
}

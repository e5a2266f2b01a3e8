namespace StreetScenes;

/// <summary>Vehicles and bicycles on the road, which drive on the left.</summary>
internal sealed class Traffic(StreetPlan plan, Mesh mesh, GroundShade shade, Vehicle vehicles, SceneRandom random)
{
    // Behind its rear, the camera car keeps this distance at least.
    private const float Nearest = 6.5f;

    public void Draw()
    {
        foreach (int side in new[] { -1, 1 })
        {
            if (plan.HasParking(side))
            {
                DrawParked(side);
            }
        }

        Drive(-1, random.In(Nearest, 60), random.Chance(0.25f) ? 5 : 24);
        if (plan.Oncoming > plan.CameraAcross + 2.3f)
        {
            Drive(1, random.In(4, 55), random.Chance(0.25f) ? 5 : 22);
        }
        foreach (Junction junction in plan.Junctions)
        {
            if (random.Chance(0.2f))
            {
                DrawWaiting(junction);
            }
        }

        DrawBicycles();
    }

    private void DrawParked(int side)
    {
        float share = random.In(0.3f, 0.95f);
        bool against = random.Chance(0.3f);
        for (float along = random.In(-2, 12); along < MathF.Min(plan.End, 110); along += random.In(5.2f, 6.5f))
        {
            if (!random.Chance(share) || plan.IsJunction(side, along + 2, 3))
            {
                continue;
            }
            VehicleModel model = random.Pick(VehicleModel.Parked);
            Pose pose = plan.Line.At(along, side * (plan.HalfWidth - (model.Width / 2) - random.In(0.05f, 0.35f)));
            vehicles.Draw(model, Turned(pose, (side > 0) != (against && random.Chance(0.4f)), model));
        }
    }

    /// <summary>Drives a lane: −1 is the camera's, 1 the oncoming one.</summary>
    private void Drive(int lane, float first, float spacing)
    {
        if (random.Chance(0.2f))
        {
            return;
        }
        float across = lane < 0 ? plan.CameraAcross + random.In(-0.3f, 0.3f) : plan.Oncoming;
        for (float along = first; along < MathF.Min(plan.End, 140); along += spacing * random.In(0.8f, 3))
        {
            VehicleModel model = random.Pick(VehicleModel.Moving);
            vehicles.Draw(model, Turned(plan.Line.At(along, across + random.In(-0.2f, 0.2f)), lane > 0, model));
            along += model.Length + 1;
        }
    }

    /// <summary>A car that waits in a side street, or crosses.</summary>
    private void DrawWaiting(Junction junction)
    {
        VehicleModel model = random.Pick(VehicleModel.Parked);
        float across = junction.Side * (plan.HalfWidth + random.In(0.5f, 3) + model.Length);
        Pose pose = plan.Line.At(junction.Along + (junction.Side * junction.HalfWidth * 0.45f), across);
        vehicles.Draw(model, pose with { Heading = pose.Heading - (junction.Side * MathF.PI / 2) });
    }

    private void DrawBicycles()
    {
        var bicycles = new Bicycle(mesh, shade, random);
        int count = random.Weighted(0.5f, 0.3f, 0.14f, 0.06f);
        for (int i = 0; i < count; i++)
        {
            bool oncoming = random.Chance(0.35f);
            float along = 5 + (random.Unit() * random.Unit() * 60);
            Pose pose = plan.Line.At(along, (oncoming ? 1 : -1) * (plan.HalfWidth - random.In(0.5f, 1.6f)));
            float turn = (oncoming ? MathF.PI : 0) + random.In(-0.2f, 0.2f) + (random.Chance(0.12f) ? random.Sign() * 1.4f : 0);
            bicycles.DrawRidden(pose with { Heading = pose.Heading + turn });
        }
    }

    /// <summary>The pose of a vehicle's rear, along the street or against it.</summary>
    private static Pose Turned(Pose pose, bool against, VehicleModel model) =>
        against ? new Pose(pose.At(0, 0, model.Length), pose.Heading + MathF.PI) : pose;
}

namespace StreetScenes;

/// <summary>How the camera is mounted behind a windscreen.</summary>
internal static class StreetCamera
{
    /// <param name="plan">The street; the camera drives on the left lane.</param>
    /// <param name="width">Width of the grid of samples.</param>
    /// <param name="height">Height of the grid of samples.</param>
    /// <param name="random">Draws height, angles and focal length.</param>
    public static CameraView Mount(StreetPlan plan, int width, int height, SceneRandom random)
    {
        float focal = width / 2f / MathF.Max(0.3f, random.In(0.46f, 0.64f));
        float yaw = Angle.Degrees((random.Bell() * 2.5f) + (random.Chance(0.12f) ? random.In(-24, 24) : 0));

        // Where the horizon is, as a share of the picture's height from its top.
        float horizon = random.In(0.44f, 0.6f), pitch = Angle.Of((horizon - 0.5f) * height, focal);
        float roll = Angle.Degrees(random.Bell() * 0.7f);
        return new CameraView(new(plan.CameraAcross, random.In(1.2f, 1.75f), 0), yaw, pitch, roll, focal, width, height);
    }
}

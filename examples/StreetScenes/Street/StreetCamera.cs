namespace StreetScenes;

/// <summary>How the camera is mounted behind a windscreen.</summary>
internal static class StreetCamera
{
    /// <param name="plan">The street; the camera drives on the left lane.</param>
    /// <param name="width">Width of the grid of samples.</param>
    /// <param name="height">Height of the grid of samples.</param>
    /// <param name="mount">Between which limits.</param>
    /// <param name="random">Draws height, angles and focal length.</param>
    public static CameraView Mount(StreetPlan plan, int width, int height, Mount mount, SceneRandom random)
    {
        float focal = width / 2f / MathF.Max(0.3f, random.In(mount.HalfView));
        float yaw = Angle.Degrees((random.Bell() * 2.5f) + (random.Chance(0.12f) ? random.In(-24, 24) : 0));

        float horizon = random.In(mount.Horizon),
            pitch = Angle.Of((horizon - 0.5f) * height, focal);
        float roll = Angle.Degrees(random.Bell() * 0.7f);
        return new CameraView(new(plan.CameraAcross, random.In(mount.Height), 0), yaw, pitch, roll, focal, width, height);
    }
}

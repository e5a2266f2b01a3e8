namespace StreetScenes;

/// <summary>The middle of the street: straight at first, then perhaps a bend. Places are given along it and across it (to the right), in
/// metres.</summary>
/// <param name="bendFrom">Where the bend begins.</param>
/// <param name="curvature">1 / radius, positive to the right.</param>
internal sealed class StreetLine(float bendFrom, float curvature)
{
    private const float MostSlope = 0.7f;

    /// <summary>The pose of something that stands on the street and looks along it.</summary>
    public Pose At(float along, float across, float height = 0)
    {
        (float offset, float slope) = Offset(along);
        float length = 1 / MathF.Sqrt(1 + (slope * slope));
        return new Pose(new(offset + (across * length), height, along - (across * slope * length)), Angle.Of(slope, 1));
    }

    /// <summary>Along and across of a point of the ground.</summary>
    public (float Along, float Across) Find(Vec3 point)
    {
        float along = point.Z;
        (float offset, float slope) = Offset(along);
        if (slope == 0 && curvature == 0)
        {
            return (along, point.X);
        }

        // One step from the line's own place: the slope changes little over a street's width.
        along += (point.X - offset) * slope / (1 + (slope * slope));
        (offset, slope) = Offset(along);
        float length = 1 / MathF.Sqrt(1 + (slope * slope));
        return (along, ((point.X - offset) * length) - ((point.Z - along) * slope * length));
    }

    private (float Offset, float Slope) Offset(float along)
    {
        float t = along - bendFrom;
        if (t <= 0 || curvature == 0)
        {
            return (0, 0);
        }
        float bend = MathF.Min(t, MostSlope / MathF.Abs(curvature)),
            slope = curvature * bend;
        return ((curvature * bend * bend / 2) + ((t - bend) * slope), slope);
    }
}

namespace StreetScenes;

/// <summary>Where a thing stands and which way it looks.</summary>
/// <param name="Foot">Its origin.</param>
/// <param name="Heading">Radians to the right of the world's z axis.</param>
internal readonly record struct Pose(Vec3 Foot, float Heading)
{
    private readonly float _sin = Angle.Sin(Heading),
        _cos = Angle.Cos(Heading);

    public Vec3 Right => new(_cos, 0, -_sin);

    public Vec3 Forward => new(_sin, 0, _cos);

    /// <summary>A point to the right, above and before the origin, in metres.</summary>
    public Vec3 At(float right, float up, float forward) =>
        new(Foot.X + (right * _cos) + (forward * _sin), Foot.Y + up, Foot.Z - (right * _sin) + (forward * _cos));

    public Pose Moved(float right, float up, float forward, float turn = 0) => new(At(right, up, forward), Heading + turn);
}

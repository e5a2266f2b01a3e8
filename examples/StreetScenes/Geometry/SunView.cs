namespace StreetScenes;

/// <summary>The street as the sun sees it, in parallel: what it does not see lies in the shade.</summary>
internal sealed class SunView : View
{
    private readonly Vec3 _right,
        _up,
        _toSun;
    private readonly float _scaleX,
        _scaleY,
        _offsetX,
        _offsetY;

    /// <param name="toSun">Unit vector.</param>
    /// <param name="low">Corner of the box whose shadows are wanted.</param>
    /// <param name="high">Its opposite corner.</param>
    /// <param name="size">Width and height of the grid.</param>
    public SunView(Vec3 toSun, Vec3 low, Vec3 high, int size)
    {
        _toSun = toSun;
        _right = Vec3.Cross(Vec3.Up, toSun).Normalized;
        _up = Vec3.Cross(toSun, _right);
        (float left, float right, float bottom, float top) = (float.MaxValue, float.MinValue, float.MaxValue, float.MinValue);
        for (int corner = 0; corner < 8; corner++)
        {
            Vec3 p = new((corner & 1) == 0 ? low.X : high.X, (corner & 2) == 0 ? low.Y : high.Y, (corner & 4) == 0 ? low.Z : high.Z);
            (float x, float y) = (Vec3.Dot(p, _right), Vec3.Dot(p, _up));
            (left, right, bottom, top) = (MathF.Min(left, x), MathF.Max(right, x), MathF.Min(bottom, y), MathF.Max(top, y));
        }

        (_scaleX, _scaleY) = (size / (right - left), size / (top - bottom));
        (_offsetX, _offsetY) = (-left * _scaleX, -bottom * _scaleY);
    }

    public override float? NearestDepth => null;

    public override bool IsInverse => false;

    public override float Depth(Vec3 point) => -Vec3.Dot(point, _toSun);

    public override (float X, float Y) Project(Vec3 point) =>
        ((Vec3.Dot(point, _right) * _scaleX) + _offsetX, (Vec3.Dot(point, _up) * _scaleY) + _offsetY);

    public override Nearness Plane(Vec3 point, Vec3 normal)
    {
        // Solves n·p = n·q for the component towards the sun.
        float facing = Vec3.Dot(normal, _toSun);
        facing = MathF.Abs(facing) < 1e-4f ? 1e-4f : facing;
        float a = -Vec3.Dot(normal, _right) / (facing * _scaleX),
            b = -Vec3.Dot(normal, _up) / (facing * _scaleY);
        return new(a, b, (Vec3.Dot(normal, point) / facing) - (a * _offsetX) - (b * _offsetY));
    }

    public override Coordinate Coordinate(Vec3 origin, Vec3 axis)
    {
        float x = Vec3.Dot(_right, axis) / _scaleX,
            y = Vec3.Dot(_up, axis) / _scaleY;
        return new(-Vec3.Dot(origin, axis) - (x * _offsetX) - (y * _offsetY), x, y, Vec3.Dot(_toSun, axis));
    }
}

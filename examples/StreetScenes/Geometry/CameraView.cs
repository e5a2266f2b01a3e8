namespace StreetScenes;

/// <summary>A pinhole camera. Nearness is 1 / depth, which is linear on the picture.</summary>
internal sealed class CameraView : View
{
    private readonly Vec3 _right,
        _up,
        _forward;
    private readonly float _focal,
        _centreX,
        _centreY;

    /// <param name="eye">Where it is.</param>
    /// <param name="yaw">Turn to the right, radians.</param>
    /// <param name="pitch">Turn upwards, radians.</param>
    /// <param name="roll">Turn about the line of sight, radians.</param>
    /// <param name="focal">Focal length in pixels.</param>
    /// <param name="width">Width of the picture, pixels.</param>
    /// <param name="height">Height of the picture, pixels.</param>
    public CameraView(Vec3 eye, float yaw, float pitch, float roll, float focal, int width, int height)
    {
        (float sy, float cy, float sp, float cp) = (Angle.Sin(yaw), Angle.Cos(yaw), Angle.Sin(pitch), Angle.Cos(pitch));
        (float sr, float cr) = (Angle.Sin(roll), Angle.Cos(roll));
        Vec3 right = new(cy, 0, -sy),
            up = new(-sy * sp, cp, -cy * sp);
        Eye = eye;
        _forward = new(sy * cp, sp, cy * cp);
        _right = (right * cr) + (up * sr);
        _up = (up * cr) - (right * sr);
        (_focal, _centreX, _centreY) = (focal, width / 2f, height / 2f);
    }

    private CameraView(CameraView camera, float scale)
    {
        (Eye, _right, _up, _forward) = (camera.Eye, camera._right, camera._up, camera._forward);
        (_focal, _centreX, _centreY) = (camera._focal * scale, camera._centreX * scale, camera._centreY * scale);
    }

    public Vec3 Eye { get; }

    /// <summary>Pixels in which a metre at a distance of one metre is seen.</summary>
    public float Focal => _focal;

    public override float? NearestDepth => 0.25f;

    public override bool IsInverse => true;

    public override float Depth(Vec3 point) => Vec3.Dot(point - Eye, _forward);

    public override (float X, float Y) Project(Vec3 point)
    {
        Vec3 p = point - Eye;
        float scale = _focal / Vec3.Dot(p, _forward);
        return (_centreX + (Vec3.Dot(p, _right) * scale), _centreY - (Vec3.Dot(p, _up) * scale));
    }

    public override Nearness Plane(Vec3 point, Vec3 normal)
    {
        // On the ray d through a pixel, the plane n·p = n·q is met at depth n·q / n·d.
        float distance = Vec3.Dot(normal, point - Eye);
        distance = MathF.Abs(distance) < 1e-6f ? 1e-6f : distance;
        float a = Vec3.Dot(normal, _right) / (_focal * distance),
            b = -Vec3.Dot(normal, _up) / (_focal * distance);
        return new(a, b, (Vec3.Dot(normal, _forward) / distance) - (a * _centreX) - (b * _centreY));
    }

    public override Coordinate Coordinate(Vec3 origin, Vec3 axis)
    {
        // The ray through a pixel is linear in column and row.
        float x = Vec3.Dot(_right, axis) / _focal,
            y = -Vec3.Dot(_up, axis) / _focal;
        return new(Vec3.Dot(Eye - origin, axis), x, y, Vec3.Dot(_forward, axis) - (x * _centreX) - (y * _centreY));
    }

    /// <summary>The ray through a pixel, 1 long in the direction of sight.</summary>
    public Vec3 Ray(float x, float y) => _forward + (_right * ((x - _centreX) / _focal)) + (_up * ((_centreY - y) / _focal));

    /// <summary>The same camera on a coarser or finer grid.</summary>
    public CameraView Scaled(float scale) => new(this, scale);
}

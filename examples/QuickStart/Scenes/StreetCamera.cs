using System.Numerics;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>How a domain's camera is mounted; angles in degrees, lengths in metres.</summary>
internal sealed record CameraMount
{
    /// <summary>Height above the road.</summary>
    public required Interval Height { get; init; }

    /// <summary>Tilt towards the ground.</summary>
    public required Interval Pitch { get; init; }

    /// <summary>Turn to the right, away from the direction of the street.</summary>
    public required Interval Yaw { get; init; }

    public required Interval Roll { get; init; }

    /// <summary>Horizontal field of view.</summary>
    public required Interval FieldOfView { get; init; }

    /// <summary>Chance that the bonnet of the car is in the picture.</summary>
    public required float BonnetChance { get; init; }
}

/// <summary>A pinhole camera: maps surfaces of the world to pixels.</summary>
internal sealed class StreetCamera
{
    // What is nearer is cut off: it projects far outside the picture, or behind it.
    private const float NearestDepth = 0.3f;

    private readonly Vector3 _position, _right, _up, _forward;
    private readonly float _focal, _centreX, _centreY;

    public StreetCamera(CameraMount mount, float x, int width, int height, Random random)
    {
        float Radians(Interval degrees) => random.In(degrees) * MathF.PI / 180;
        _position = new Vector3(x, random.In(mount.Height), 0);
        var turn = Quaternion.CreateFromYawPitchRoll(Radians(mount.Yaw), Radians(mount.Pitch), Radians(mount.Roll));
        _right = Vector3.Transform(Vector3.UnitX, turn);
        _up = Vector3.Transform(Vector3.UnitY, turn);
        _forward = Vector3.Transform(Vector3.UnitZ, turn);
        _focal = width / 2f / MathF.Tan(Radians(mount.FieldOfView) / 2);
        _centreX = width / 2f;
        _centreY = height / 2f;
        Width = width;
        Height = height;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Distance along the line of sight, in metres; not positive behind the camera.</summary>
    public float Depth(Vector3 point) => Vector3.Dot(point - _position, _forward);

    /// <summary>Whether the camera is on the outer side of a plane through a point.</summary>
    public bool Sees(Vector3 point, Vector3 normal) => Vector3.Dot(normal, _position - point) > 0;

    public bool Sees(Surface surface) => Sees(surface.Origin, surface.Outward);

    public SKPoint Project(Vector3 point)
    {
        Vector3 h = Homogeneous(point - _position);
        return new SKPoint(h.X / h.Z, h.Y / h.Z);
    }

    /// <summary>The part of a polygon that lies before the camera, in pixels; it can be empty.</summary>
    public SKPoint[] Project(ReadOnlySpan<Vector3> corners)
    {
        var kept = new List<SKPoint>(corners.Length + 1);
        Vector3 previous = corners[^1];
        foreach (Vector3 corner in corners)
        {
            float before = Depth(previous) - NearestDepth, now = Depth(corner) - NearestDepth;
            if (before * now < 0)
            {
                kept.Add(Project(Vector3.Lerp(previous, corner, before / (before - now))));
            }

            if (now >= 0)
            {
                kept.Add(Project(corner));
            }

            previous = corner;
        }

        return [.. kept];
    }

    /// <summary>The pixel row of the horizon in the middle of the picture.</summary>
    public float Horizon => Project(_position + (new Vector3(_forward.X, 0, _forward.Z) * 1000)).Y;

    /// <summary>The matrix from a surface's coordinates to pixels.</summary>
    public SKMatrix Matrix(Surface surface)
    {
        // A point is Origin + u·U + v·V, and projection is linear in homogeneous coordinates: three columns are enough.
        Vector3 u = Homogeneous(surface.U), v = Homogeneous(surface.V), o = Homogeneous(surface.Origin - _position);
        return new SKMatrix(u.X, v.X, o.X, u.Y, v.Y, o.Y, u.Z, v.Z, o.Z);
    }

    private Vector3 Homogeneous(Vector3 direction)
    {
        float depth = Vector3.Dot(direction, _forward);
        return new Vector3(
            (_focal * Vector3.Dot(direction, _right)) + (_centreX * depth),
            (-_focal * Vector3.Dot(direction, _up)) + (_centreY * depth),
            depth);
    }
}

namespace StreetScenes;

/// <summary>Faces of a scene.</summary>
internal sealed class Mesh
{
    private const int RoundCorners = 12;

    private static readonly (float X, float Y)[] Circle =
    [
        .. Enumerable
            .Range(0, RoundCorners)
            .Select(i => (Angle.Cos(i * 2 * MathF.PI / RoundCorners), Angle.Sin(i * 2 * MathF.PI / RoundCorners))),
    ];

    private Vec3[] _corners = new Vec3[1024];
    private Face[] _faces = new Face[256];
    private int _cornerCount;

    /// <summary>Where the camera is: round things are faces that look at it.</summary>
    public Vec3 Eye { get; private set; }

    public int Count { get; private set; }

    public ReadOnlySpan<Face> Faces => _faces.AsSpan(0, Count);

    public ReadOnlySpan<Vec3> Corners(in Face face) => _corners.AsSpan(face.First, face.Count);

    /// <summary>Begins another scene; the room of the last one is used again.</summary>
    public void Begin(Vec3 eye) => (Eye, Count, _cornerCount) = (eye, 0, 0);

    /// <summary>A flat convex polygon. Its coordinates are metres from the first corner: along the first edge, and across it.</summary>
    public void Polygon(Material material, StreetClass shows, params ReadOnlySpan<Vec3> corners)
    {
        Vec3 u = (corners[1] - corners[0]).Normalized;
        Vec3 across = corners[^1] - corners[0];
        Vec3 v = (across - (u * Vec3.Dot(across, u))).Normalized;
        Add(material, shows, corners[0], u, v, Vec3.Cross(u, v), corners);
    }

    /// <summary>A piece of something round between two points, seen as a strip that faces the camera; across it the first coordinate goes
    /// from −1 to 1.</summary>
    public void Limb(Material material, StreetClass shows, Vec3 from, Vec3 to, float radiusFrom, float radiusTo)
    {
        Vec3 axis = to - from,
            sight = Eye - from;
        Vec3 side = Vec3.Cross(axis, sight);
        if (side.Length < 1e-6f)
        {
            return;
        }
        side = side.Normalized;
        Vec3 along = axis.Normalized;
        ReadOnlySpan<Vec3> corners =
        [
            from - (side * radiusFrom),
            from + (side * radiusFrom),
            to + (side * radiusTo),
            to - (side * radiusTo),
        ];
        Add(material, shows, from, side * (2 / (radiusFrom + radiusTo)), along, Vec3.Cross(side, along), corners);
    }

    /// <summary>An upright ellipsoid, seen as a disc that faces the camera; both coordinates go from −1 to 1.</summary>
    public void Ball(Material material, StreetClass shows, Vec3 centre, float radius, float halfHeight)
    {
        Vec3 normal = (Eye - centre).Normalized;
        Vec3 side = Vec3.Cross(normal, Vec3.Up).Normalized,
            up = Vec3.Cross(side, normal);
        Span<Vec3> corners = stackalloc Vec3[RoundCorners];
        for (int i = 0; i < RoundCorners; i++)
        {
            corners[i] = centre + (side * (Circle[i].X * radius)) + (up * (Circle[i].Y * halfHeight));
        }
        Add(material, shows, centre, side * (1 / radius), up * (1 / halfHeight), normal, corners);
    }

    /// <summary>A flat disc in a given plane; both coordinates go from −1 to 1.</summary>
    public void Disc(Material material, StreetClass shows, Vec3 centre, Vec3 side, Vec3 up, float radius)
    {
        Span<Vec3> corners = stackalloc Vec3[RoundCorners];
        for (int i = 0; i < RoundCorners; i++)
        {
            corners[i] = centre + (side * (Circle[i].X * radius)) + (up * (Circle[i].Y * radius));
        }
        Add(material, shows, centre, side * (1 / radius), up * (1 / radius), Vec3.Cross(side, up), corners);
    }

    /// <summary>The sides and the top of a box that stands in a pose; the bottom is never seen.</summary>
    /// <param name="material">Of all faces.</param>
    /// <param name="shows">Of all faces.</param>
    /// <param name="pose">Where it stands.</param>
    /// <param name="low">Left, bottom and rear.</param>
    /// <param name="high">Right, top and front.</param>
    /// <param name="top">The look of the top, where it has its own.</param>
    public void Box(Material material, StreetClass shows, in Pose pose, Vec3 low, Vec3 high, Material? top = null)
    {
        Vec3 a = pose.At(low.X, low.Y, low.Z),
            b = pose.At(high.X, low.Y, low.Z),
            c = pose.At(high.X, low.Y, high.Z),
            d = pose.At(low.X, low.Y, high.Z);
        Vec3 rise = Vec3.Up * (high.Y - low.Y);
        Polygon(material, shows, a, b, b + rise, a + rise);
        Polygon(material, shows, b, c, c + rise, b + rise);
        Polygon(material, shows, c, d, d + rise, c + rise);
        Polygon(material, shows, d, a, a + rise, d + rise);
        Polygon(top ?? material, shows, a + rise, b + rise, c + rise, d + rise);
    }

    private void Add(Material material, StreetClass shows, Vec3 origin, Vec3 u, Vec3 v, Vec3 normal, ReadOnlySpan<Vec3> corners)
    {
        if (Count == _faces.Length)
        {
            Array.Resize(ref _faces, 2 * Count);
        }
        if (_cornerCount + corners.Length > _corners.Length)
        {
            Array.Resize(ref _corners, 2 * _corners.Length);
        }
        _faces[Count++] = new Face(_cornerCount, corners.Length, origin, u, v, normal, material, shows);
        corners.CopyTo(_corners.AsSpan(_cornerCount));
        _cornerCount += corners.Length;
    }
}

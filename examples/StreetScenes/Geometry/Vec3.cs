using System.Runtime.CompilerServices;

namespace StreetScenes;

/// <summary>A point or direction of the world in metres: x to the right, y up, z along the street.</summary>
/// <remarks>
/// Not <see cref="System.Numerics.Vector3"/>: the order in which that adds up a dot product depends on the processor, and a seed is to give
/// the same scene everywhere.
/// </remarks>
internal readonly record struct Vec3(float X, float Y, float Z)
{
    public static readonly Vec3 Up = new(0, 1, 0);

    public float Length => MathF.Sqrt(Dot(this, this));

    public Vec3 Normalized => this * (1 / Length);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 operator -(Vec3 a, Vec3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 operator -(Vec3 a) => new(-a.X, -a.Y, -a.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 operator *(Vec3 a, float s) => new(a.X * s, a.Y * s, a.Z * s);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(Vec3 a, Vec3 b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 Cross(Vec3 a, Vec3 b) => new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vec3 Lerp(Vec3 a, Vec3 b, float t) => a + ((b - a) * t);
}

using System.Runtime.CompilerServices;

namespace StreetScenes;

/// <summary>A way to look at the world: where points come to lie on a grid, and how near planes are there.</summary>
internal abstract class View
{
    /// <summary>What lies before this depth is cut off; null where a view has no such limit.</summary>
    public abstract float? NearestDepth { get; }

    /// <summary>Whether nearness is 1 / depth.</summary>
    public abstract bool IsInverse { get; }

    /// <summary>Metres in the direction of sight.</summary>
    public abstract float Depth(Vec3 point);

    /// <summary>Column and row on the grid.</summary>
    public abstract (float X, float Y) Project(Vec3 point);

    /// <summary>Nearness of a plane: on the grid it is <c>A·x + B·y + C</c>, and larger is nearer.</summary>
    public abstract Nearness Plane(Vec3 point, Vec3 normal);

    /// <summary>A coordinate of a plane, as a function of the place on the grid.</summary>
    /// <param name="origin">Where the coordinate is 0.</param>
    /// <param name="axis">A point's coordinate is its offset from the origin times this.</param>
    public abstract Coordinate Coordinate(Vec3 origin, Vec3 axis);
}

/// <summary>How near a plane is at column x and row y: <c>A·x + B·y + C</c>.</summary>
internal readonly record struct Nearness(float A, float B, float C)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float At(float x, float y) => (A * x) + (B * y) + C;
}

/// <summary>
/// A coordinate of a plane at column x, row y and nearness n: <c>Start + (X·x + Y·y + Depth) / n</c> in a view where nearness is 1 / depth,
/// otherwise <c>Start + X·x + Y·y + Depth·n</c>.
/// </summary>
internal readonly record struct Coordinate(float Start, float X, float Y, float Depth)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float AtInverse(float x, float y, float depth) => Start + (((X * x) + (Y * y) + Depth) * depth);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float At(float x, float y, float nearness) => Start + (X * x) + (Y * y) + (Depth * nearness);
}

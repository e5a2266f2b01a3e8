using System.Numerics;

namespace QuickStart.Scenes;

/// <summary>
/// A flat piece of the world to draw on, in metres: x to the right, y up, z away from the camera.
/// Seen from its outside, <paramref name="U"/> points right and <paramref name="V"/> up.
/// </summary>
internal readonly record struct Surface(Vector3 Origin, Vector3 U, Vector3 V)
{
    /// <summary>The ground: coordinates (x, z).</summary>
    public static readonly Surface Ground = new(Vector3.Zero, Vector3.UnitX, Vector3.UnitZ);

    /// <summary>Unit normal on the outside.</summary>
    public Vector3 Outward => Vector3.Normalize(Vector3.Cross(V, U));

    /// <summary>An upright surface that faces the camera, its origin on the ground: coordinates (metres right, metres up).</summary>
    public static Surface Facing(float x, float z) => new(new Vector3(x, 0, z), Vector3.UnitX, Vector3.UnitY);

    /// <summary>A wall along the street from <paramref name="near"/> to <paramref name="far"/> that looks at the street: coordinates (metres along, metres up).</summary>
    /// <param name="x">Distance from the middle of the street; negative is left.</param>
    public static Surface Wall(float x, float near, float far) => x < 0
        ? new(new Vector3(x, 0, near), Vector3.UnitZ, Vector3.UnitY)
        : new(new Vector3(x, 0, far), -Vector3.UnitZ, Vector3.UnitY);

    public Vector3 At(float u, float v) => Origin + (U * u) + (V * v);
}

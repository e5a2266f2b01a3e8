using System.Numerics;

namespace QuickStart.Scenes;

/// <summary>A vehicle's shape at its place in the world.</summary>
/// <param name="model">Its kind.</param>
/// <param name="x">Its middle, across the street, in metres.</param>
/// <param name="z">Its middle, along the street, in metres.</param>
/// <param name="heading">Direction it points to, in radians: 0 away from the camera, π towards it, π/2 to the right.</param>
internal sealed class VehicleBody(VehicleModel model, float x, float z, float heading)
{
    public Vector3 Forward { get; } = new(MathF.Sin(heading), 0, MathF.Cos(heading));

    public Vector3 Right { get; } = new(MathF.Cos(heading), 0, -MathF.Sin(heading));

    /// <summary>A point of the body, in the world.</summary>
    /// <param name="side">−1 left to 1 right side.</param>
    /// <param name="along">0 rear to 1 front.</param>
    /// <param name="up">Share of the height.</param>
    public Vector3 At(float side, float along, float up)
    {
        float inward = model.Taper * MathF.Max(0, up - model.Belt) / (1 - model.Belt);
        float half = (model.Width / 2) - inward;
        return new Vector3(x, up * model.Height, z) + (Right * side * half) + (Forward * (along - 0.5f) * model.Length);
    }

    /// <summary>The middle of an edge of the profile, named by its first point.</summary>
    public Vector3 EdgeMiddle(int edge)
    {
        Vector2 middle = (model.Profile[edge] + model.Profile[edge + 1]) / 2;
        return At(0, middle.X, middle.Y);
    }
}

using System.Numerics;

namespace QuickStart.Scenes;

/// <summary>The shape of a kind of vehicle: a side view that is extruded across the width and drawn in above the belt line.</summary>
/// <param name="Length">Metres.</param>
/// <param name="Width">Metres.</param>
/// <param name="Height">Metres.</param>
/// <param name="Belt">Where the windows begin, as a share of the height.</param>
/// <param name="Taper">How much narrower the roof is than the body on each side, in metres.</param>
/// <param name="WheelRadius">Metres.</param>
/// <param name="SideGlass">Where the side windows are, from the rear (0) to the front (1).</param>
/// <param name="GlassTop">Where the side windows end, as a share of the height.</param>
/// <param name="GlassEdges">Edges of the profile (by their first point) that are windscreens.</param>
/// <param name="Profile">Side view from the rear bottom over the top to the front bottom, as shares of length and height.</param>
internal sealed record VehicleModel(
    float Length, float Width, float Height, float Belt, float Taper, float WheelRadius, Interval SideGlass, float GlassTop, int[] GlassEdges, Vector2[] Profile)
{
    private static readonly VehicleModel Hatchback = new(
        3.9f, 1.75f, 1.48f, 0.62f, 0.16f, 0.31f, (0.1f, 0.66f), 0.93f, [2, 4],
        [new(0, 0.2f), new(0, 0.56f), new(0.03f, 0.63f), new(0.14f, 0.99f), new(0.55f, 1), new(0.74f, 0.64f), new(0.97f, 0.54f), new(1, 0.46f), new(1, 0.2f)]);

    private static readonly VehicleModel Saloon = new(
        4.6f, 1.82f, 1.45f, 0.63f, 0.18f, 0.32f, (0.2f, 0.7f), 0.93f, [3, 5],
        [new(0, 0.2f), new(0, 0.58f), new(0.02f, 0.64f), new(0.17f, 0.67f), new(0.29f, 0.99f), new(0.57f, 1), new(0.75f, 0.65f), new(0.98f, 0.54f), new(1, 0.46f), new(1, 0.2f)]);

    private static readonly VehicleModel Suv = new(
        4.5f, 1.9f, 1.72f, 0.6f, 0.12f, 0.37f, (0.06f, 0.66f), 0.93f, [2, 4],
        [new(0, 0.2f), new(0, 0.58f), new(0.01f, 0.64f), new(0.07f, 0.98f), new(0.58f, 1), new(0.72f, 0.64f), new(0.98f, 0.58f), new(1, 0.48f), new(1, 0.2f)]);

    private static readonly VehicleModel Van = new(
        5.2f, 2f, 2.3f, 0.5f, 0.06f, 0.34f, (0.58f, 0.8f), 0.93f, [4],
        [new(0, 0.14f), new(0, 0.5f), new(0.005f, 0.97f), new(0.02f, 1), new(0.72f, 1), new(0.86f, 0.56f), new(0.98f, 0.46f), new(1, 0.4f), new(1, 0.14f)]);

    private static readonly VehicleModel Lorry = new(
        8f, 2.45f, 3.3f, 0.45f, 0.02f, 0.48f, (0.82f, 0.95f), 0.78f, [4],
        [new(0, 0.18f), new(0, 1), new(0.75f, 1), new(0.76f, 0.84f), new(0.95f, 0.82f), new(0.99f, 0.45f), new(1, 0.4f), new(1, 0.14f)]);

    private static readonly VehicleModel Bus = new(
        11f, 2.5f, 3.1f, 0.42f, 0.03f, 0.48f, (0.03f, 0.97f), 0.9f, [1, 4],
        [new(0, 0.1f), new(0, 0.45f), new(0, 0.94f), new(0.01f, 1), new(0.985f, 1), new(1, 0.42f), new(1, 0.1f)]);

    /// <summary>Cars that stand along the kerb.</summary>
    public static readonly IReadOnlyList<VehicleModel> Parked = [Hatchback, Saloon, Suv, Hatchback, Saloon, Suv, Van];

    /// <summary>Vehicles that drive.</summary>
    public static readonly IReadOnlyList<VehicleModel> Moving = [Hatchback, Saloon, Suv, Hatchback, Saloon, Suv, Van, Hatchback, Saloon, Lorry, Bus];
}

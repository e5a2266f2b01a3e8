namespace StreetScenes;

/// <summary>The shape of a kind of vehicle, in metres; z goes from the rear (0) to the front.</summary>
/// <param name="Width">Metres.</param>
/// <param name="WheelRadius">Metres.</param>
/// <param name="Axles">Where the wheels are.</param>
/// <param name="Body">Side view of the body from the rear bottom over the top to the front bottom: convex.</param>
/// <param name="Cabin">Side view of what stands on the body from rear to front: four corners, or none.</param>
/// <param name="Windows">Side windows of a body without cabin: from, to, bottom and top.</param>
internal sealed record VehicleModel(
    float Width,
    float WheelRadius,
    float[] Axles,
    (float Z, float Y)[] Body,
    (float Z, float Y)[] Cabin,
    (float From, float To, float Bottom, float Top)[] Windows
)
{
    private static readonly VehicleModel Hatchback = new(
        1.7f,
        0.3f,
        [0.65f, 3.1f],
        [(0.02f, 0.26f), (0, 0.6f), (0.06f, 0.92f), (2.85f, 0.95f), (3.65f, 0.82f), (3.83f, 0.62f), (3.85f, 0.26f)],
        [(0.1f, 0.92f), (0.48f, 1.42f), (1.95f, 1.45f), (2.9f, 0.94f)],
        []
    );

    private static readonly VehicleModel Saloon = new(
        1.76f,
        0.31f,
        [0.9f, 3.6f],
        [(0.02f, 0.27f), (0, 0.6f), (0.05f, 0.93f), (3.2f, 0.95f), (4.3f, 0.8f), (4.5f, 0.6f), (4.52f, 0.26f)],
        [(0.7f, 0.93f), (1.4f, 1.38f), (2.45f, 1.41f), (3.35f, 0.93f)],
        []
    );

    private static readonly VehicleModel Estate = new(
        1.8f,
        0.32f,
        [0.95f, 3.7f],
        [(0.02f, 0.28f), (0, 0.6f), (0.05f, 0.96f), (3.3f, 0.98f), (4.4f, 0.84f), (4.6f, 0.62f), (4.62f, 0.28f)],
        [(0.08f, 0.96f), (0.42f, 1.46f), (2.5f, 1.48f), (3.45f, 0.97f)],
        []
    );

    private static readonly VehicleModel OffRoad = new(
        1.9f,
        0.37f,
        [0.85f, 3.5f],
        [(0.02f, 0.36f), (0, 0.7f), (0.03f, 1.1f), (3.15f, 1.12f), (4.2f, 1.0f), (4.38f, 0.75f), (4.4f, 0.36f)],
        [(0.04f, 1.1f), (0.22f, 1.74f), (2.4f, 1.78f), (3.2f, 1.11f)],
        []
    );

    private static readonly VehicleModel Van = new(
        1.95f,
        0.34f,
        [0.95f, 4.1f],
        [(0.02f, 0.3f), (0, 1.2f), (0.06f, 2.15f), (3.5f, 2.25f), (4.35f, 1.3f), (5.0f, 1.05f), (5.1f, 0.3f)],
        [],
        [(3.15f, 4.1f, 1.25f, 1.75f)]
    );

    private static readonly VehicleModel Lorry = new(
        2.4f,
        0.46f,
        [1.6f, 6.2f],
        [(0.02f, 0.5f), (0, 1.5f), (0.02f, 3.2f), (5.6f, 3.25f), (6.9f, 2.5f), (7.3f, 1.4f), (7.35f, 0.5f)],
        [],
        [(5.9f, 6.9f, 1.6f, 2.3f)]
    );

    private static readonly VehicleModel Bus = new(
        2.5f,
        0.48f,
        [2.6f, 8.4f],
        [(0.02f, 0.35f), (0, 1.3f), (0.08f, 2.95f), (10.6f, 3f), (10.9f, 2.6f), (11f, 1.2f), (11f, 0.35f)],
        [],
        [(0.4f, 10.6f, 1.35f, 2.4f)]
    );

    private static readonly VehicleModel DoubleDecker = new(
        2.5f,
        0.48f,
        [2.4f, 7.8f],
        [(0.02f, 0.35f), (0, 1.3f), (0.1f, 4.2f), (9.7f, 4.3f), (10.2f, 3.6f), (10.3f, 1.2f), (10.3f, 0.35f)],
        [],
        [(0.5f, 9.8f, 1.3f, 2.1f), (0.3f, 9.8f, 2.9f, 3.7f)]
    );

    /// <summary>Cars that stand along the kerb.</summary>
    public static readonly IReadOnlyList<VehicleModel> Parked =
    [
        Hatchback,
        Hatchback,
        Saloon,
        Estate,
        OffRoad,
        Hatchback,
        Saloon,
        Estate,
        Van,
    ];

    /// <summary>Vehicles that drive.</summary>
    public static readonly IReadOnlyList<VehicleModel> Moving =
    [
        Hatchback,
        Hatchback,
        Saloon,
        Estate,
        OffRoad,
        Hatchback,
        Saloon,
        Estate,
        Van,
        Van,
        Lorry,
        Bus,
        DoubleDecker,
        Saloon,
        Hatchback,
    ];

    public float Length => Body[^1].Z;

    public float Height => Cabin.Length > 0 ? Cabin[2].Y : Body[3].Y;
}

namespace StreetScenes;

/// <summary>A map of the ground: how much of the sky's light reaches it beside and below what stands on it.</summary>
internal sealed class GroundShade
{
    private const int Columns = 160,
        Rows = 400;
    private const float Cell = 0.2f,
        Left = -Columns * Cell / 2;

    private readonly float[] _open = new float[Columns * Rows];

    public GroundShade() => Array.Fill(_open, 1);

    /// <summary>Darkens a rectangle that fades out around its edge.</summary>
    /// <param name="pose">Its middle.</param>
    /// <param name="halfWidth">Metres to either side.</param>
    /// <param name="halfLength">Metres to front and rear.</param>
    /// <param name="fade">Metres over which it fades, half of them inside.</param>
    /// <param name="depth">How dark its middle is, 0–1.</param>
    public void Darken(Pose pose, float halfWidth, float halfLength, float fade, float depth)
    {
        float reach = halfWidth + halfLength + fade;
        int left = Column(pose.Foot.X - reach),
            right = Column(pose.Foot.X + reach),
            top = Row(pose.Foot.Z - reach),
            bottom = Row(pose.Foot.Z + reach);
        for (int row = Math.Max(0, top); row < Math.Min(Rows, bottom); row++)
        {
            for (int column = Math.Max(0, left); column < Math.Min(Columns, right); column++)
            {
                Vec3 offset = new Vec3(Left + ((column + 0.5f) * Cell), 0, (row + 0.5f) * Cell) - pose.Foot;
                float across = MathF.Abs(Vec3.Dot(offset, pose.Right)) - halfWidth,
                    along = MathF.Abs(Vec3.Dot(offset, pose.Forward)) - halfLength;
                float inside = Math.Clamp(0.5f - (MathF.Max(across, along) / fade), 0, 1);
                _open[(row * Columns) + column] *= 1 - (depth * inside);
            }
        }
    }

    /// <summary>The share of the sky's light at a place on the ground, 0–1.</summary>
    public float Openness(Vec3 point)
    {
        float x = ((point.X - Left) / Cell) - 0.5f,
            y = (point.Z / Cell) - 0.5f;
        float fx = MathF.Floor(x),
            fy = MathF.Floor(y);
        int column = (int)fx,
            row = (int)fy;
        if (column < 0 || row < 0 || column >= Columns - 1 || row >= Rows - 1)
        {
            return 1;
        }
        int at = (row * Columns) + column;
        float tx = x - fx,
            top = _open[at] + ((_open[at + 1] - _open[at]) * tx);
        float bottom = _open[at + Columns] + ((_open[at + Columns + 1] - _open[at + Columns]) * tx);
        return top + ((bottom - top) * (y - fy));
    }

    private static int Column(float x) => (int)MathF.Floor((x - Left) / Cell);

    private static int Row(float z) => (int)MathF.Floor(z / Cell);
}

namespace StreetScenes;

/// <summary>Snow that falls before the lens: soft light discs, larger the nearer.</summary>
/// <param name="count">How many.</param>
/// <param name="random">Draws where they are.</param>
internal sealed class Flakes(int count, SceneRandom random)
{
    /// <summary>Draws them over a picture.</summary>
    /// <param name="values">Height × width × (red, green, blue), row-major, 0–1.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public void Draw(float[] values, int width, int height)
    {
        for (int i = 0; i < count; i++)
        {
            float x = random.Unit() * width,
                y = random.Unit() * height,
                near = random.Unit();
            float radius = width * (0.0015f + (0.009f * near * near * near)),
                strength = random.In(0.25f, 0.7f) * (1 - (0.5f * near));
            for (int row = Math.Max(0, (int)(y - radius)); row <= Math.Min(height - 1, (int)(y + radius)); row++)
            {
                for (int column = Math.Max(0, (int)(x - radius)); column <= Math.Min(width - 1, (int)(x + radius)); column++)
                {
                    float dx = (column + 0.5f - x) / radius,
                        dy = (row + 0.5f - y) / radius,
                        share = strength * MathF.Max(0, 1 - (dx * dx) - (dy * dy));
                    Span<float> pixel = values.AsSpan(((row * width) + column) * 3, 3);
                    foreach (ref float value in pixel)
                    {
                        value += (0.85f - value) * share;
                    }
                }
            }
        }
    }
}

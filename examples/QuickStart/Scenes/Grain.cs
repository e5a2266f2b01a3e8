using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>A repeating pattern of light and dark specks: the roughness of asphalt, grass, plaster and brick.</summary>
internal static class Grain
{
    private const int Size = 128;

    private static readonly SKBitmap Tile = CreateTile();

    /// <summary>Covers a shape of a surface with grain.</summary>
    /// <param name="painter">Draws on the picture alone.</param>
    /// <param name="surface">The surface.</param>
    /// <param name="shape">The shape in surface coordinates.</param>
    /// <param name="metres">Side of one repetition; a speck is 1/64 of it.</param>
    /// <param name="strength">0–1.</param>
    public static void Detail(ScenePainter painter, Surface surface, SKPath shape, float metres, float strength)
    {
        if (strength <= 0)
        {
            return;
        }

        using SKShader tile = Tile.ToShader(
            SKShaderTileMode.Repeat, SKShaderTileMode.Repeat, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear), SKMatrix.CreateScale(metres / Size, metres / Size));
        using SKColorFilter fade = SKColorFilter.CreateBlendMode(SKColors.Black.Fade(strength), SKBlendMode.DstIn);
        using SKShader faded = tile.WithColorFilter(fade);
        painter.Detail(surface, shape, faded);
    }

    private static SKBitmap CreateTile()
    {
        var random = new Random(1);
        var tile = new SKBitmap(new SKImageInfo(Size, Size, SKColorType.Bgra8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(tile))
        using (var paint = new SKPaint { IsAntialias = true })
        {
            // Coarse stains under fine specks, so that both near and far surfaces keep some texture.
            foreach ((int count, float radius, float opacity) in new[] { (60, 12f, 0.10f), (260, 4f, 0.18f), (2600, 0.9f, 0.45f) })
            {
                for (int i = 0; i < count; i++)
                {
                    paint.Color = (random.Chance(0.5f) ? SKColors.Black : SKColors.White).Fade(random.In(0.3f, 1f) * opacity);
                    float x = random.In(0f, Size), y = random.In(0f, Size), r = radius * random.In(0.5f, 1.3f);
                    foreach (float dx in new[] { -Size, 0f, Size })
                    {
                        foreach (float dy in new[] { -Size, 0f, Size })
                        {
                            canvas.DrawOval(x + dx, y + dy, r, r * 0.8f, paint);
                        }
                    }
                }
            }
        }

        tile.SetImmutable();
        return tile;
    }
}

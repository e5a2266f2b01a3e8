using System.Runtime.CompilerServices;

namespace StreetScenes;

/// <summary>Tables of noise, the same in every scene, that repeat every 256 cells.</summary>
internal static class Noise
{
    private const int Size = 256,
        Mask = Size - 1;

    private static readonly float[] White = CreateWhite(),
        Clouds = CreateClouds();

    /// <summary>−1 … 1, another number in every cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Cell(int x, int y) => White[((y & Mask) * Size) + (x & Mask)];

    /// <summary>The cell of a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Grain(float x, float y) => Cell(Floor(x), Floor(y));

    /// <summary>Smooth noise of many scales, about −1 … 1; the largest have 64 cells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Cloud(float x, float y)
    {
        int column = Floor(x),
            row = Floor(y);
        float tx = x - column,
            ty = y - row;
        int x0 = column & Mask,
            x1 = (column + 1) & Mask,
            y0 = (row & Mask) * Size,
            y1 = ((row + 1) & Mask) * Size;
        float top = Clouds[y0 + x0] + ((Clouds[y0 + x1] - Clouds[y0 + x0]) * tx);
        float bottom = Clouds[y1 + x0] + ((Clouds[y1 + x1] - Clouds[y1 + x0]) * tx);
        return top + ((bottom - top) * ty);
    }

    /// <summary>As <see cref="Cloud"/>, without anything between the cells: for cells that are smaller than a pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Fine(float x, float y) => Clouds[((Floor(y) & Mask) * Size) + (Floor(x) & Mask)];

    /// <summary>The plain conversion: the one of C# takes longer, as it also has an answer for numbers that no integer holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Floor(float x) => float.ConvertToIntegerNative<int>(MathF.Floor(x));

    private static float[] CreateWhite()
    {
        var random = new SceneRandom(1);
        var white = new float[Size * Size];
        for (int i = 0; i < white.Length; i++)
        {
            white[i] = random.In(-1, 1);
        }
        return white;
    }

    private static float[] CreateClouds()
    {
        var clouds = new float[Size * Size];
        float strength = 0.9f;
        for (int scale = 64; scale >= 2; scale /= 2, strength *= 0.62f)
        {
            for (int y = 0; y < Size; y++)
            {
                for (int x = 0; x < Size; x++)
                {
                    clouds[(y * Size) + x] += strength * Smooth(x, y, scale);
                }
            }
        }

        return clouds;
    }

    private static float Smooth(int x, int y, int scale)
    {
        int cells = Size / scale,
            cx = x / scale,
            cy = y / scale;
        float At(int i, int j) => Cell((i % cells) + (scale * 3), (j % cells) + (scale * 5));
        float tx = Ease((x % scale) / (float)scale),
            ty = Ease((y % scale) / (float)scale);
        float top = At(cx, cy) + ((At(cx + 1, cy) - At(cx, cy)) * tx),
            bottom = At(cx, cy + 1) + ((At(cx + 1, cy + 1) - At(cx, cy + 1)) * tx);
        return top + ((bottom - top) * ty);
    }

    private static float Ease(float t) => t * t * (3 - (2 * t));
}

using System.Runtime.CompilerServices;

namespace StreetScenes;

/// <summary>Coverage of drawn patterns by pixels, so that detail fades with the distance instead of flickering.</summary>
internal static class Pattern
{
    /// <summary>How much of a pixel lies in a band.</summary>
    /// <param name="x">The pixel's middle.</param>
    /// <param name="from">Where the band begins.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="footprint">Size of the pixel.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Band(float x, float from, float to, float footprint)
    {
        float half = (footprint / 2) + 1e-4f;
        return MathF.Max(0, MathF.Min(x + half, to) - MathF.Max(x - half, from)) / (2 * half);
    }

    /// <summary>How much of a pixel lies in the bands of a repeating pattern: for pixels larger than the period, the bands'
    /// share.</summary>
    public static float Repeat(float x, float period, float from, float to, float footprint)
    {
        if (footprint >= period)
        {
            return (to - from) / period;
        }
        float inside = x - (MathF.Floor(x / period) * period);
        return Band(inside, from, to, footprint) + Band(inside - period, from, to, footprint) + Band(inside + period, from, to, footprint);
    }

    /// <summary>How much of a detail is left: 1 where pixels are much smaller than it, 0 where they are larger.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Detail(float size, float footprint) => Math.Clamp((size / footprint) - 0.5f, 0, 1);
}

using System.Runtime.CompilerServices;

namespace StreetScenes;

/// <summary>Linear light: a colour of a surface (0–1), or radiance. Files hold its square root, close to sRGB's curve and exact on every
/// machine.</summary>
internal readonly record struct Rgb(float R, float G, float B)
{
    public static readonly Rgb White = new(1, 1, 1);

    public float Luminance => (0.3f * R) + (0.6f * G) + (0.1f * B);

    /// <summary>A colour as screens have it, 0xRRGGBB.</summary>
    public static Rgb Hex(int rgb)
    {
        static float Linear(int value) => (value & 255) / 255f * ((value & 255) / 255f);
        return new(Linear(rgb >> 16), Linear(rgb >> 8), Linear(rgb));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rgb operator *(Rgb a, float s) => new(a.R * s, a.G * s, a.B * s);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rgb operator *(Rgb a, Rgb b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Rgb Lerp(Rgb a, Rgb b, float t) => new(a.R + ((b.R - a.R) * t), a.G + ((b.G - a.G) * t), a.B + ((b.B - a.B) * t));
}

using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>A range that a scene draws one value from, evenly.</summary>
internal readonly record struct Interval(float Min, float Max)
{
    public static implicit operator Interval((float Min, float Max) range) => new(range.Min, range.Max);

    public static implicit operator Interval(float value) => new(value, value);
}

/// <summary>The draws that scene parts make from their random numbers.</summary>
internal static class RandomDraws
{
    public static float In(this Random random, Interval range) => range.Min + ((range.Max - range.Min) * random.NextSingle());

    public static float In(this Random random, float min, float max) => random.In(new Interval(min, max));

    public static bool Chance(this Random random, float probability) => random.NextSingle() < probability;

    public static float Sign(this Random random) => random.Chance(0.5f) ? 1 : -1;

    public static T Pick<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    /// <summary>A colour near <paramref name="colour"/>: brightness and each channel vary by up to <paramref name="amount"/> (0–1).</summary>
    public static SKColor Near(this Random random, SKColor colour, float amount)
    {
        float brightness = 1 + random.In(-amount, amount);
        return colour.Scale(
            brightness * (1 + (random.In(-amount, amount) / 2)),
            brightness * (1 + (random.In(-amount, amount) / 2)),
            brightness * (1 + (random.In(-amount, amount) / 2)));
    }
}

/// <summary>Colour arithmetic; alpha stays as it is.</summary>
internal static class Colours
{
    public static SKColor Scale(this SKColor colour, float red, float green, float blue) =>
        new(Clip(colour.Red * red), Clip(colour.Green * green), Clip(colour.Blue * blue), colour.Alpha);

    public static SKColor Scale(this SKColor colour, float factor) => colour.Scale(factor, factor, factor);

    public static SKColor Towards(this SKColor colour, SKColor other, float share) =>
        new(
            Clip(colour.Red + ((other.Red - colour.Red) * share)),
            Clip(colour.Green + ((other.Green - colour.Green) * share)),
            Clip(colour.Blue + ((other.Blue - colour.Blue) * share)),
            colour.Alpha);

    public static SKColor Fade(this SKColor colour, float opacity) => colour.WithAlpha(Clip(255 * opacity));

    private static byte Clip(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);
}

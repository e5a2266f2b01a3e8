namespace StreetScenes;

/// <summary>Sine and cosine from additions and products alone: those of the C libraries differ in the last bit from platform to
/// platform.</summary>
internal static class Angle
{
    public static float Degrees(float degrees) => degrees * (MathF.PI / 180);

    /// <param name="x">Radians, at most some turns.</param>
    public static float Sin(float x)
    {
        // Taylor's series of degree 11 on [−π/2, π/2]: off by less than 1e-7.
        float half = MathF.Round(x / MathF.PI),
            r = x - (half * MathF.PI),
            s = r * r;
        float sine = r * (1 - (s / 6 * (1 - (s / 20 * (1 - (s / 42 * (1 - (s / 72 * (1 - (s / 110))))))))));
        return ((int)half & 1) == 0 ? sine : -sine;
    }

    public static float Cos(float x) => Sin(x + (MathF.PI / 2));

    /// <summary>The angle of a direction, −π … π, off by less than 1e-3.</summary>
    public static float Of(float sine, float cosine)
    {
        float y = MathF.Abs(sine),
            x = MathF.Abs(cosine),
            t = MathF.Min(x, y) / MathF.Max(MathF.Max(x, y), 1e-9f),
            s = t * t;
        float angle = t + (t * s * (-0.327622764f + (s * (0.15931422f - (s * 0.0464964749f)))));
        angle = y > x ? (MathF.PI / 2) - angle : angle;
        angle = cosine < 0 ? MathF.PI - angle : angle;
        return sine < 0 ? -angle : angle;
    }
}

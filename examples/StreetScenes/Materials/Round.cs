namespace StreetScenes;

/// <summary>Cloth, bark or metal on something round, whose face is a flat strip or disc that looks at the camera.</summary>
/// <param name="colour">The colour.</param>
/// <param name="ball">Whether it is round in both directions.</param>
/// <param name="blotches">How much the brightness varies, 0–1.</param>
/// <param name="frequency">Cells of noise along the strip's length.</param>
/// <param name="gloss">How much of a mirror it is, 0–1.</param>
internal sealed class Round(Rgb colour, bool ball = false, float blotches = 0.15f, float frequency = 30, float gloss = 0) : Material
{
    public override void Shade(in Hit hit, ref Look look)
    {
        float u = Math.Clamp(hit.U, -0.98f, 0.98f),
            v = ball ? Math.Clamp(hit.V, -0.98f, 0.98f) : 0;
        float out2 = MathF.Max(0.04f, 1 - (u * u) - (v * v));
        Vec3 side = Vec3.Cross(look.Normal, Vec3.Up);
        side = side.Length < 1e-3f ? new(1, 0, 0) : side.Normalized;
        Vec3 up = Vec3.Cross(side, look.Normal);

        // The face's own right is this one's left where it is seen from behind; cloth does not tell.
        look.Normal = ((look.Normal * MathF.Sqrt(out2)) + (side * u) + (up * v)).Normalized;
        look.Albedo = colour * (1 + (blotches * Noise.Cloud((u * 4) + (hit.Point.X * 9), hit.V * frequency)));
        look.Gloss = gloss;
        look.Openness = 0.75f + (0.25f * MathF.Sqrt(out2));
    }
}

namespace StreetScenes;

/// <summary>A ball of leaves, ragged at its edge and with gaps.</summary>
/// <param name="colour">Of leaves in the light.</param>
/// <param name="density">0 (few leaves) – 1 (no gaps).</param>
/// <param name="leaves">Cells of leaves across the ball.</param>
/// <param name="seed">Where the noise begins.</param>
internal sealed class Foliage(Rgb colour, float density, float leaves, int seed) : Material, IHoled
{
    private const float MostClump = 0.45f;

    public bool IsThere(float u, float v)
    {
        float edge = (u * u) + (v * v);
        if (edge > 1)
        {
            return false;
        }

        // The coarse noise takes longest: it is asked only where it makes a difference.
        float leaf = 1.1f * Noise.Fine((u * leaves * 11) + (seed * 3), (v * leaves * 11) + seed),
            there = leaf + (density * 1.7f) - 0.55f - (edge * 1.3f);
        if (MathF.Abs(there) > MostClump)
        {
            return there > 0;
        }
        float clump = Noise.Cloud((u * leaves * 0.7f) + seed, (v * leaves * 0.7f) - seed);
        return there + Math.Clamp(clump / 2, -MostClump, MostClump) > 0;
    }

    public override void Shade(in Hit hit, ref Look look)
    {
        float leaf = Noise.Fine((hit.U * leaves * 11) + (seed * 3) + 60, (hit.V * leaves * 11) + seed) * 1.3f;
        float clump = Noise.Cloud((hit.U * leaves * 0.7f) + seed + 9, (hit.V * leaves * 0.7f) - seed);

        // Leaves look every way, on the whole outwards; below and inside they are in the shade of others.
        Vec3 outward = look.Normal + (Vec3.Up * hit.V) + new Vec3(leaf * 0.6f, clump * 0.5f, leaf * -0.4f);
        look.Normal = outward.Normalized;
        look.Albedo = colour * MathF.Max(0.2f, 1 + (0.5f * leaf) + (0.35f * clump));
        look.Openness = Math.Clamp(0.62f + (0.3f * hit.V) + (0.25f * clump), 0.15f, 1);
    }
}

/// <summary>Twigs of a bare crown: fine lines with much air between them.</summary>
/// <param name="colour">Of bark.</param>
/// <param name="density">Share that is covered at the middle, 0–1.</param>
/// <param name="fineness">Cells across the crown.</param>
/// <param name="seed">Where the noise begins.</param>
internal sealed class Twigs(Rgb colour, float density, float fineness, int seed) : Material, IHoled
{
    public bool IsThere(float u, float v)
    {
        float edge = (u * u) + (v * v);
        if (edge > 1)
        {
            return false;
        }
        float wave = Noise.Fine((u * 20) + seed, (v * 20) - seed);

        // Lines that fan out from the foot of the crown, broken and bent by noise.
        float rise = v + 1.5f,
            fan = (u / rise * fineness) + (wave * fineness * 0.12f);
        float line = Noise.Grain(fan + seed, (rise * 3) + (wave * 2));
        float cross = Noise.Grain((u * fineness) + (seed * 7), (v * fineness) + seed);
        return line + (0.5f * cross) > 1.15f - (1.6f * density * (1.1f - edge)) + MathF.Max(0, (edge - 0.65f) * 2) - (wave * 0.3f);
    }

    public override void Shade(in Hit hit, ref Look look)
    {
        look.Albedo = colour * (1 + (0.4f * Noise.Grain(hit.U * fineness, hit.V * fineness)));
        look.Normal = (look.Normal + (Vec3.Up * 0.4f)).Normalized;
        look.Openness = 0.8f;
    }
}

namespace StreetScenes;

/// <summary>How a wall is built.</summary>
internal enum MasonryKind
{
    Brick,
    Stone,
    Plaster,
    Concrete,
}

/// <summary>A wall without openings; u along, v up, in metres.</summary>
/// <param name="kind">How it is built.</param>
/// <param name="colour">Of bricks, stones or paint.</param>
/// <param name="dirt">How dirty it is, 0–1.</param>
/// <param name="seed">Where the noise begins.</param>
internal sealed class Masonry(MasonryKind kind, Rgb colour, float dirt, int seed) : Material
{
    public override void Shade(in Hit hit, ref Look look) => look.Albedo = At(hit.U, hit.V, hit.FootprintU, hit.FootprintV);

    /// <summary>The colour at a place.</summary>
    public Rgb At(float u, float v, float footprintU, float footprintV)
    {
        float footprint = MathF.Max(footprintU, footprintV);
        float stain = Noise.Cloud((u * 6) + seed, (v * 4) - seed);
        float streak = Noise.Cloud((u * 30) + seed, v * 1.5f);
        float shade = 1 + (dirt * ((0.28f * stain) + (0.16f * streak)));
        (float width, float height, float contrast) = kind switch
        {
            MasonryKind.Brick => (0.23f, 0.078f, 0.30f),
            MasonryKind.Stone => (0.6f, 0.32f, 0.20f),
            MasonryKind.Concrete => (2.4f, 1.2f, 0.07f),
            _ => (0, 0, 0),
        };
        if (width > 0)
        {
            float left = Pattern.Detail(height, footprint);
            int course = (int)MathF.Floor(v / height);
            float along = u + ((course & 1) * width / 2);
            shade += contrast * MathF.Max(0.25f, left) * Noise.Cell((int)MathF.Floor(along / width) + seed, course);
            float joint = 0.012f;
            float mortar = MathF.Max(
                Pattern.Repeat(v, height, 0, joint, footprintV),
                left > 0 ? left * Pattern.Repeat(along, width, 0, joint, footprintU) : 0
            );
            shade *= 1 + (mortar * (kind == MasonryKind.Brick ? 0.35f : -0.3f));
        }

        // Fine roughness, which cameras see as noise up to some distance.
        shade +=
            (0.09f * Pattern.Detail(0.05f, footprint) * Noise.Grain(u * 25, v * 25))
            + (0.09f * Pattern.Detail(0.16f, footprint) * Noise.Grain((u * 7) + seed, v * 7));
        return colour * MathF.Max(0.1f, shade);
    }
}

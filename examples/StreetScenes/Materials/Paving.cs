namespace StreetScenes;

/// <summary>A pavement; u along the street, v from the kerb, in metres.</summary>
/// <param name="colour">Of its slabs.</param>
/// <param name="kerb">Of its kerb stones.</param>
/// <param name="slab">Side of a slab in metres; 0 for asphalt.</param>
/// <param name="seed">Where the noise begins.</param>
/// <param name="wetness">0–1.</param>
internal sealed class Paving(Rgb colour, Rgb kerb, float slab, int seed, float wetness) : Material
{
    private const float KerbWidth = 0.16f;

    public override void Shade(in Hit hit, ref Look look)
    {
        float shade =
            1
            + (0.16f * Noise.Cloud((hit.Point.X * 12) + seed, hit.Point.Z * 8))
            + (0.12f * MathF.Max(0.3f, Pattern.Detail(0.05f, hit.Footprint)) * Noise.Grain(hit.Point.X * 40, hit.Point.Z * 30));
        if (slab > 0)
        {
            int row = (int)MathF.Floor(hit.V / slab);
            float along = hit.U + ((row & 1) * slab * 0.5f);
            float joint = MathF.Max(
                Pattern.Repeat(along, slab, 0, 0.02f, hit.FootprintU),
                Pattern.Repeat(hit.V, slab, 0, 0.02f, hit.FootprintV)
            );
            shade +=
                (
                    0.13f
                    * MathF.Max(0.4f, Pattern.Detail(slab, hit.Footprint))
                    * Noise.Cell((int)MathF.Floor(along / slab) + (int)hit.Point.Z, row + seed)
                ) - (0.4f * joint);
        }

        float edge = Pattern.Band(hit.V, -1, KerbWidth, hit.FootprintV);
        look.Albedo = Rgb.Lerp(colour, kerb, edge) * (shade * (1 - (0.3f * wetness)));
        look.Gloss = 0.06f + (0.25f * wetness);
    }
}

/// <summary>Grass and soil.</summary>
internal sealed class Grass(Rgb colour, float bare, int seed) : Material
{
    private static readonly Rgb Soil = Rgb.Hex(0x6A5A48);

    public override void Shade(in Hit hit, ref Look look)
    {
        float patch = Noise.Cloud((hit.Point.X * 9) + seed, (hit.Point.Z * 6) - seed),
            blade = Noise.Grain(hit.Point.X * 28, hit.Point.Z * 18);
        Rgb ground = Rgb.Lerp(colour, Soil, Math.Clamp((patch + bare - 0.4f) * 2, 0, 0.9f));
        look.Albedo = ground * (1 + (0.25f * patch) + (0.28f * MathF.Max(0.25f, Pattern.Detail(0.08f, hit.Footprint)) * blade));
        look.Openness = 0.95f;
    }
}

namespace StreetScenes;

/// <summary>A roof; u along the eaves, v up the slope, in metres.</summary>
internal sealed class Tiles(Rgb colour, float course, int seed) : Material
{
    public override void Shade(in Hit hit, ref Look look)
    {
        float row = Pattern.Repeat(hit.V, course, 0, course * 0.2f, hit.FootprintV);
        float tile =
            Pattern.Detail(course, hit.Footprint) * Noise.Cell((int)MathF.Floor(hit.U / course) + seed, (int)MathF.Floor(hit.V / course));
        look.Albedo = colour * ((1 + (0.2f * Noise.Cloud((hit.U * 10) + seed, hit.V * 10)) + (0.2f * tile)) * (1 - (0.35f * row)));
    }
}

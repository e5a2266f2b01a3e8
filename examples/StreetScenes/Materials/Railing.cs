namespace StreetScenes;

/// <summary>Upright bars between rails; u along, v up, in metres.</summary>
/// <param name="colour">Of the metal or wood.</param>
/// <param name="height">Metres.</param>
/// <param name="spacing">Metres from bar to bar.</param>
/// <param name="bar">Width of a bar in metres.</param>
internal sealed class Railing(Rgb colour, float height, float spacing, float bar) : Material, IHoled
{
    private const float Rail = 0.05f;

    public bool IsThere(float u, float v)
    {
        float inside = u - (MathF.Floor(u / spacing) * spacing);
        return inside < bar || v > height - Rail || (v > 0.12f && v < 0.12f + Rail);
    }

    public override void Shade(in Hit hit, ref Look look)
    {
        look.Albedo = colour * (1 + (0.2f * Noise.Cloud(hit.U * 20, hit.V * 20)));
        look.Openness = 0.9f;
    }
}

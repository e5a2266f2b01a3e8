namespace StreetScenes;

/// <summary>One colour, with blotches.</summary>
/// <param name="colour">The colour.</param>
/// <param name="blotches">How much the brightness varies, 0–1.</param>
/// <param name="scale">Metres that a large blotch takes.</param>
/// <param name="gloss">How much of a mirror it is, 0–1.</param>
internal sealed class Plain(Rgb colour, float blotches = 0, float scale = 1, float gloss = 0) : Material
{
    private readonly float _frequency = 40 / scale;

    public override void Shade(in Hit hit, ref Look look)
    {
        look.Albedo = blotches == 0 ? colour : colour * (1 + (blotches * Noise.Cloud(hit.U * _frequency, hit.V * _frequency)));
        look.Gloss = gloss;
    }
}

/// <summary>Something that shines by itself, such as a lamp that is on.</summary>
/// <param name="colour">Its own radiance.</param>
internal sealed class Lamp(Rgb colour) : Material
{
    public override void Shade(in Hit hit, ref Look look) => (look.Albedo, look.Glow) = (colour * 0.3f, colour);
}

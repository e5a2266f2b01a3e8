namespace StreetScenes;

/// <summary>A vehicle's body: paint, or glass.</summary>
internal sealed class CarPaint(Rgb colour, float gloss) : Material
{
    public override void Shade(in Hit hit, ref Look look)
    {
        // Dirt from the wheels, and a body that bends towards the street below the middle.
        float low = Math.Clamp(1 - (hit.Point.Y / 0.7f), 0, 1);
        look.Albedo = Rgb.Lerp(colour, new Rgb(0.06f, 0.055f, 0.05f), low * 0.35f) * (1 + (0.05f * Noise.Cloud(hit.U * 20, hit.V * 20)));
        if (MathF.Abs(look.Normal.Y) < 0.3f)
        {
            look.Normal = (look.Normal + (Vec3.Up * Math.Clamp((hit.Point.Y - 0.75f) * 0.8f, -0.5f, 0.5f))).Normalized;
        }
        look.Gloss = gloss;
        look.Openness = 0.6f + (0.4f * MathF.Min(1, hit.Point.Y));
    }
}

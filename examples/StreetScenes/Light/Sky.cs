namespace StreetScenes;

/// <summary>What is seen where there is nothing.</summary>
/// <param name="light">The weather.</param>
/// <param name="offset">Which part of the noise the clouds come from.</param>
internal sealed class Sky(Daylight light, float offset)
{
    public Rgb Seen(Vec3 ray)
    {
        Vec3 d = ray.Normalized;
        float up = MathF.Max(d.Y, 0.02f),
            rise = MathF.Min(1, up * 1.8f);
        Rgb clear = Rgb.Lerp(light.Horizon, light.Zenith, MathF.Sqrt(rise));

        // Clouds lie on a plane high above, and thicken towards the horizon.
        float scale = 26 / (up + 0.12f);
        float noise = Noise.Cloud((d.X * scale) + offset, (d.Z * scale) + (offset * 0.37f));
        float cover = Math.Clamp((noise + (light.CloudCover * 1.6f) - 0.8f) * 1.4f, 0, 1);
        float relief = 1 + (0.4f * Noise.Cloud((d.X * scale * 2.3f) + 40, (d.Z * scale * 2.3f) + offset));
        Rgb sky = Rgb.Lerp(clear, light.Clouds * relief, cover);
        float glare = light.HasSun ? MathF.Max(0, Vec3.Dot(d, light.ToSun)) : 0;
        glare *= glare;
        glare *= glare;
        return sky + (light.Sun * (glare * glare * 0.35f));
    }

    /// <summary>What a mirror shows of the sky and of what stands around it.</summary>
    public Rgb Mirrored(Vec3 direction)
    {
        // Low down it shows the houses and trees on the other side, which end somewhere.
        float open = Math.Clamp((direction.Y - 0.02f) * 2.2f, 0, 1);
        Rgb above = Rgb.Lerp(light.Horizon, light.Zenith, MathF.Min(1, direction.Y * 1.5f));
        return Rgb.Lerp(light.Ambient * 0.14f, above, open * open * (3 - (2 * open)));
    }
}

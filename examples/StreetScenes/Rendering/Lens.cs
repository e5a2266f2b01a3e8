namespace StreetScenes;

/// <summary>What a cheap camera adds: exposure, cast, blur, vignetting, noise, and the car's own bonnet.</summary>
internal sealed class Lens
{
    private readonly Rgb _gain;
    private readonly Flakes? _flakes;
    private readonly float _blur,
        _vignette,
        _noise,
        _contrast,
        _saturation,
        _flare;
    private readonly float? _bonnet;
    private readonly int _seed;

    public Lens(Daylight light, Optics optics, SceneRandom random)
    {
        _gain =
            new Rgb(1 + (random.Bell() * 0.04f), 1 + (random.Bell() * 0.02f), 1 + (random.Bell() * 0.04f)) * light.Exposure * optics.Tint;
        _blur = random.In(optics.Blur);
        _vignette = random.In(optics.Vignette);
        _noise = random.In(optics.Noise);
        _contrast = random.In(optics.Contrast);
        _saturation = random.In(optics.Saturation);
        _flare = random.Chance(optics.FlareChance) ? random.In(0.01f, 0.05f) : random.In(0, 0.01f);
        _bonnet = random.Chance(optics.BonnetChance) ? random.In(0.93f, 0.98f) : null;
        _seed = random.Below(250);
        if (optics.Flakes.Max > 0)
        {
            _flakes = new Flakes((int)random.In(optics.Flakes), random);
        }
    }

    /// <summary>Turns radiance into a picture.</summary>
    /// <param name="radiance">Height × width × (red, green, blue), row-major; used up.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="pixels">Takes blue, green, red, 255.</param>
    /// <param name="labels">Is told where the bonnet is.</param>
    public void Expose(float[] radiance, int width, int height, byte[] pixels, byte[] labels)
    {
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float dx = ((x + 0.5f) / width) - 0.5f,
                    dy = ((y + 0.5f) / height) - 0.5f,
                    shade = 1 - (_vignette * 2 * ((dx * dx) + (dy * dy)));
                int at = ((y * width) + x) * 3;
                if (_bonnet is { } top && (y + 0.5f) / height > top + (dx * dx * 0.25f))
                {
                    labels[at / 3] = (byte)StreetClass.Ignored;
                    (radiance[at], radiance[at + 1], radiance[at + 2]) = (
                        0.02f + (0.05f * dy),
                        0.02f + (0.05f * dy),
                        0.025f + (0.05f * dy)
                    );
                }

                radiance[at] = Tone((radiance[at] * _gain.R * shade) + _flare);
                radiance[at + 1] = Tone((radiance[at + 1] * _gain.G * shade) + _flare);
                radiance[at + 2] = Tone((radiance[at + 2] * _gain.B * shade) + _flare);
            }
        }

        _flakes?.Draw(radiance, width, height);
        Blur(radiance, width * 3, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Write(
                    radiance,
                    ((y * width) + x) * 3,
                    pixels,
                    ((y * width) + x) * 4,
                    _noise * Noise.Cell(x + _seed, (y * 3) + _seed),
                    _noise * Noise.Cell((x * 5) + _seed, y + 90)
                );
            }
        }
    }

    /// <summary>Sensors clip; what is nearly white comes close to it slowly.</summary>
    private static float Tone(float radiance)
    {
        float over = radiance - 0.7f;
        return MathF.Sqrt(MathF.Max(0, over <= 0 ? radiance : 0.7f + (over / (1 + (over * 2.2f)))));
    }

    private void Write(float[] values, int at, byte[] pixels, int to, float noise, float chroma)
    {
        float r = values[at],
            g = values[at + 1],
            b = values[at + 2],
            grey = (0.3f * r) + (0.6f * g) + (0.1f * b);
        pixels[to] = Byte(grey + ((b - grey) * _saturation), noise - chroma);
        pixels[to + 1] = Byte(grey + ((g - grey) * _saturation), noise);
        pixels[to + 2] = Byte(grey + ((r - grey) * _saturation), noise + chroma);
        pixels[to + 3] = 255;
    }

    private byte Byte(float value, float noise)
    {
        float v = Math.Clamp(value, 0, 1),
            s = v * v * (3 - (2 * v));
        return (byte)(Math.Clamp(((v + ((s - v) * _contrast)) * 255) + noise, 0, 255) + 0.5f);
    }

    /// <summary>Each value takes a share from its four neighbours.</summary>
    private void Blur(float[] values, int stride, int rows)
    {
        float keep = 1 - (4 * _blur);
        float[] above = values[..stride],
            row = new float[stride];
        for (int y = 0; y < rows; y++)
        {
            Span<float> here = values.AsSpan(y * stride, stride),
                below = y + 1 < rows ? values.AsSpan((y + 1) * stride, stride) : here;
            here.CopyTo(row);
            for (int x = 3; x < stride - 3; x++)
            {
                here[x] = (row[x] * keep) + (_blur * (row[x - 3] + row[x + 3] + above[x] + below[x]));
            }
            (above, row) = (row, above);
        }
    }
}

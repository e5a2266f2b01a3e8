using System.Runtime.InteropServices;
using SkiaSharp;

namespace QuickStart.Scenes;

/// <summary>What a real lens, sensor and file format do to a picture. Labels stay as they are.</summary>
internal sealed record LensFaults
{
    /// <summary>Standard deviation of the blur, as a share of the picture's width.</summary>
    public required Interval Blur { get; init; }

    /// <summary>Standard deviation of the sensor noise, in grey levels.</summary>
    public required Interval Noise { get; init; }

    /// <summary>Share of light that is lost in the corners.</summary>
    public required Interval Vignette { get; init; }

    /// <summary>Factor on all channels.</summary>
    public required Interval Exposure { get; init; }

    /// <summary>Shift towards yellow (positive) or blue (negative), as a share.</summary>
    public required Interval WhiteBalance { get; init; }

    /// <summary>Grey level of black.</summary>
    public required Interval BlackLevel { get; init; }

    /// <summary>Quality of the JPEG file that the camera wrote, 0–100.</summary>
    public required int JpegQuality { get; init; }

    /// <summary>Returns the picture as the camera saves it; <paramref name="image"/> is disposed.</summary>
    public SKBitmap Apply(SKBitmap image, Random random)
    {
        using SKBitmap blurred = ApplyBlur(image, random.In(Blur) * image.Width);
        Expose(blurred, random);
        using SKData file = blurred.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        using SKBitmap decoded = SKBitmap.Decode(file);
        return decoded.Copy(SKColorType.Bgra8888);
    }

    private static SKBitmap ApplyBlur(SKBitmap image, float sigma)
    {
        using (image)
        {
            var blurred = new SKBitmap(image.Info);
            using var canvas = new SKCanvas(blurred);
            using SKImageFilter filter = SKImageFilter.CreateBlur(sigma, sigma);
            using var layer = new SKPaint { ImageFilter = filter };
            using SKShader beyond = SKShader.CreateBitmap(image, SKShaderTileMode.Clamp, SKShaderTileMode.Clamp);
            using var paint = new SKPaint { Shader = beyond };

            // The filter mixes in what lies beyond the border, so the border pixels are repeated there.
            float margin = (3 * sigma) + 2;
            canvas.SaveLayer(layer);
            canvas.DrawRect(-margin, -margin, image.Width + (2 * margin), image.Height + (2 * margin), paint);
            canvas.Restore();
            return blurred;
        }
    }

    private void Expose(SKBitmap image, Random random)
    {
        float exposure = random.In(Exposure), warm = random.In(WhiteBalance), black = random.In(BlackLevel);
        float vignette = random.In(Vignette), noise = random.In(Noise);
        float gain = exposure * (255 - black) / 255;
        float[] gains = [gain * (1 - (2 * warm)), gain, gain * (1 + warm)];
        uint state = (uint)random.Next() | 1;
        ReadOnlySpan<byte> view = image.GetPixelSpan();
        Span<byte> pixels = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(view), view.Length);
        for (int y = 0, at = 0; y < image.Height; y++)
        {
            float fy = (2f * y / image.Height) - 1;
            for (int x = 0; x < image.Width; x++, at += 4)
            {
                float fx = (2f * x / image.Width) - 1;
                float light = 1 - (vignette * ((fx * fx) + (fy * fy)) / 2);
                float grey = NormalNoise(Next(ref state)) * noise;
                uint colour = Next(ref state);
                for (int channel = 0; channel < 3; channel++, colour >>= 8)
                {
                    // An even byte has a deviation of 74: the colour noise is half as strong as the grey noise.
                    float value = (pixels[at + channel] * gains[channel] * light) + black + grey + (((int)(colour & 255) - 127.5f) * noise / 148);
                    pixels[at + channel] = (byte)Math.Clamp(value, 0, 255);
                }
            }
        }
    }

    /// <summary>Marsaglia's xorshift: a picture needs two numbers a pixel, which <see cref="Random"/> gives too slowly.</summary>
    private static uint Next(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        return state ^= state << 5;
    }

    /// <summary>Nearly normal, mean 0, deviation 1: the sum of four even bytes.</summary>
    private static float NormalNoise(uint bits) =>
        ((bits & 255) + ((bits >> 8) & 255) + ((bits >> 16) & 255) + (bits >> 24) - 510f) / 147.8f;
}

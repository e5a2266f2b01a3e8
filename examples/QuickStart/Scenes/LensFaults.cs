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
            using SKImageFilter filter = SKImageFilter.CreateBlur(sigma, sigma, SKShaderTileMode.Clamp);
            using var paint = new SKPaint { ImageFilter = filter };
            // The filter fades out at the border; the sharp picture beneath keeps it opaque there.
            canvas.DrawBitmap(image, 0, 0);
            canvas.DrawBitmap(image, 0, 0, paint);
            return blurred;
        }
    }

    private void Expose(SKBitmap image, Random random)
    {
        float exposure = random.In(Exposure), warm = random.In(WhiteBalance), black = random.In(BlackLevel);
        float vignette = random.In(Vignette), noise = random.In(Noise);
        float[] gains = [exposure * (1 - (2 * warm)), exposure, exposure * (1 + warm)];
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
                float grey = NextNoise(ref state) * noise;
                for (int channel = 0; channel < 3; channel++)
                {
                    float value = (pixels[at + channel] * gains[channel] * light * (255 - black) / 255) + black;
                    pixels[at + channel] = (byte)Math.Clamp(value + grey + (NextNoise(ref state) * noise * 0.5f), 0, 255);
                }
            }
        }
    }

    /// <summary>Nearly normal, mean 0, deviation 1: the sum of four even bytes, several times faster than an exact draw.</summary>
    private static float NextNoise(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        float sum = (state & 255) + ((state >> 8) & 255) + ((state >> 16) & 255) + (state >> 24);
        return (sum - 510) / 147.8f;
    }
}

using Ass.MLNet.Images;
using Ass.MLNet.Tests;
using Microsoft.ML.Data;

namespace Ass.MLNet.Benchmarks;

/// <summary>A street-like picture of 2048×1024 pixels and its label, drawn the same way every time, in a temporary folder.</summary>
/// <remarks>
/// Like a Cityscapes pair where it matters for decoding: the image is a photograph's noise on smooth surfaces in a PNG of 4 MB, the label
/// is a few hundred flat shapes in a PNG of some 20 kB, with the filters that encoders choose.
/// </remarks>
internal sealed class BenchmarkPictures : IDisposable
{
    public const int Width = 2048,
        Height = 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("ass-benchmarks-").FullName;

    public BenchmarkPictures()
    {
        byte[] ids = DrawIds();
        PaletteLabel = Path.Combine(_folder, "palette.png");
        File.WriteAllBytes(PaletteLabel, new PngEncoder(Width, Height, 8, 3).Encode((x, y, _) => ids[(y * Width) + x]));
        GreyLabel = Path.Combine(_folder, "grey.png");
        File.WriteAllBytes(
            GreyLabel,
            new PngEncoder(Width, Height, 8, 0) { Filter = y => y % 2 == 0 ? 2 : 4 }.Encode((x, y, _) => ids[(y * Width) + x])
        );
        Image = Save("image.png", Photograph(ids));
    }

    /// <summary>An RGB PNG.</summary>
    public string Image { get; }

    /// <summary>A PNG with 8 bits of grey, rows filtered with Up and Paeth as Cityscapes' are.</summary>
    public string GreyLabel { get; }

    /// <summary>The same ids as indices of a palette, unfiltered as encoders write those.</summary>
    public string PaletteLabel { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] DrawIds()
    {
        var random = new Random(1);
        var ids = new byte[Width * Height];
        for (int shape = 0; shape < 300; shape++)
        {
            // Ellipses, smaller and smaller.
            double radiusX = Width / (3.0 + shape / 4.0),
                radiusY = radiusX * (0.3 + random.NextDouble());
            double centerX = random.Next(Width),
                centerY = random.Next(Height);
            byte id = (byte)random.Next(34);
            for (int y = Math.Max(0, (int)(centerY - radiusY)); y < Math.Min(Height, centerY + radiusY); y++)
            {
                double half = radiusX * Math.Sqrt(Math.Max(0, 1 - Math.Pow((y - centerY) / radiusY, 2)));
                int left = Math.Clamp((int)(centerX - half), 0, Width),
                    right = Math.Clamp((int)(centerX + half), 0, Width);
                ids.AsSpan((y * Width) + left, right - left).Fill(id);
            }
        }

        return ids;
    }

    private static MLImage Photograph(byte[] ids)
    {
        var random = new Random(2);
        var pixels = new byte[Width * Height * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            int shade = 40 + (ids[i / 3] * (3 + (i % 3)) % 150) + (i / 3 / Width / 16);
            pixels[i] = (byte)(shade + random.Next(6));
        }

        return new BgrImage(Width, Height, pixels).ToMLImage();
    }

    private string Save(string name, MLImage picture)
    {
        using (picture)
        {
            string path = Path.Combine(_folder, name);
            picture.Save(path);
            return path;
        }
    }
}

using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.RunLog;

/// <summary>A validation image with its ground truth and prediction, for viewing.</summary>
/// <param name="Image">The image.</param>
/// <param name="Truth">A train id per pixel of the image, 255 = ignored.</param>
/// <param name="Predicted">A train id per pixel of the image.</param>
/// <param name="Palette">The classes' colours.</param>
internal sealed record PredictionPicture(BgrImage Image, byte[] Truth, byte[] Predicted, SegmentationPalette Palette)
{
    /// <summary>The longest side of a panel, in pixels: a run keeps pictures of every validation, which would fill the disk at full
    /// size.</summary>
    public const int LargestSide = 512;

    /// <summary>Width of the white gap between two panels, in pixels.</summary>
    public const int Gap = 4;

    /// <summary>Image | truth | prediction side by side, no panel larger than <see cref="LargestSide"/>.</summary>
    public BgrImage Strip()
    {
        var from = new ImageSize(Image.Width, Image.Height);
        double scale = Math.Min(1, (double)LargestSide / Math.Max(from.Width, from.Height));
        var size = new ImageSize(Side(from.Width), Side(from.Height));
        var all = new Window(0, 0, size.Width, size.Height);
        BgrImage[] panels = [Resampler.Resize(Image, size, all, [0, 0, 0]), Colored(Truth), Colored(Predicted)];

        int width = (panels.Length * (size.Width + Gap)) - Gap;
        var pixels = new byte[width * size.Height * 3];
        Array.Fill(pixels, byte.MaxValue);
        for (int panel = 0; panel < panels.Length; panel++)
        {
            for (int y = 0; y < size.Height; y++)
            {
                int to = ((y * width) + (panel * (size.Width + Gap))) * 3;
                panels[panel].Pixels.AsSpan(y * size.Width * 3, size.Width * 3).CopyTo(pixels.AsSpan(to));
            }
        }

        return new BgrImage(width, size.Height, pixels);

        int Side(int side) => Math.Max(1, (int)Math.Round(side * scale));

        BgrImage Colored(byte[] ids)
        {
            using var image = Palette.Colorize(LabelResampler.ResizeLabels(ids, from, size, all), size.Width, size.Height);
            return BgrImage.FromMLImage(image);
        }
    }

    /// <summary>The bytes of a PNG file.</summary>
    public static byte[] Png(BgrImage picture)
    {
        using var image = picture.ToMLImage();
        using var stream = new MemoryStream();
        image.WritePng(stream);
        return stream.ToArray();
    }
}

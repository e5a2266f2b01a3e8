using Ass.MLNet.Images;
using Microsoft.ML.Data;
using SkiaSharp;

namespace Ass.MLNet;

/// <summary>Images of one scene side by side, each with a title above it: for domain adaptation, image | truth | before | after.</summary>
public static class SegmentationStrip
{
    private const int Gap = 4;

    // 200 MB of pixels.
    private const double MostPixels = 50e6;

    /// <summary>Draws a strip; the caller disposes of it. Images of more than 50 million pixels in all are drawn smaller.</summary>
    /// <param name="panels">The images from left to right, all of one size, with their titles; the caller keeps ownership.</param>
    /// <param name="legend">The legend below the images; <see langword="null"/>: none.</param>
    /// <exception cref="ArgumentException">There are no panels, or the image sizes differ.</exception>
    public static MLImage Create(IReadOnlyList<(string Title, MLImage Image)> panels, SegmentationLegend? legend = null)
    {
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Count == 0)
        {
            throw new ArgumentException("A strip needs at least one picture.", nameof(panels));
        }

        int width = panels[0].Image.Width,
            height = panels[0].Image.Height;
        foreach (var (title, image) in panels)
        {
            if ((image.Width, image.Height) != (width, height))
            {
                throw new ArgumentException(
                    $"The pictures of a strip are of one size, but '{panels[0].Title}' is {width}×{height} and '{title}' is "
                        + $"{image.Width}×{image.Height}.",
                    nameof(panels)
                );
            }
        }

        double scale = Math.Min(1, Math.Sqrt(MostPixels / ((double)panels.Count * width * height)));
        (width, height) = (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));
        int total = (panels.Count * (width + Gap)) - Gap;
        using var font = PictureFont.Create(PictureFont.SizeFor(total));
        int top = (int)MathF.Ceiling(font.Size * 1.8f);
        var strip = DrawnImage.Create(total, top + height, canvas =>
        {
            for (int i = 0; i < panels.Count; i++)
            {
                int x = i * (width + Gap);
                canvas.DrawLine(font, panels[i].Title, x + 1, top / 2f, width - 1);
                if (scale < 1)
                {
                    canvas.DrawScaled(panels[i].Image, SKRect.Create(x, top, width, height));
                }
                else
                {
                    canvas.DrawImage(panels[i].Image, x, top);
                }
            }
        });
        if (legend is null)
        {
            return strip;
        }

        using (strip)
        {
            return legend.Below(strip);
        }
    }
}

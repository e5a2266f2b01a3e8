using Ass.MLNet.Images;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Images of one scene side by side, each with a title above it: for domain adaptation, image | truth | before | after.</summary>
public static class SegmentationStrip
{
    private const int Gap = 4;

    /// <summary>Draws a strip; the caller disposes of it.</summary>
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

        int total = (panels.Count * (width + Gap)) - Gap;
        using var font = PictureFont.Create(PictureFont.SizeFor(total));
        int top = (int)MathF.Ceiling(font.Size * 1.8f);
        var strip = DrawnImage.Create(total, top + height, canvas =>
        {
            for (int i = 0; i < panels.Count; i++)
            {
                int x = i * (width + Gap);
                canvas.DrawLine(font, panels[i].Title, x + 1, top / 2f, width - 1);
                canvas.DrawImage(panels[i].Image, x, top);
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

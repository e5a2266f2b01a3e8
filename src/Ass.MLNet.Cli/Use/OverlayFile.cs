using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Microsoft.ML.Data;

namespace Ass.MLNet.Cli.Use;

/// <summary>Saves overlays as JPEG.</summary>
internal static class OverlayFile
{
    /// <summary>The longest side in pixels that libjpeg writes, its <c>JPEG_MAX_DIMENSION</c>; the format itself has room for 35
    /// more.</summary>
    public const int LongestSide = 65500;

    /// <summary>Saves an overlay, made smaller if a side is longer than <see cref="LongestSide"/>.</summary>
    /// <returns>Whether it was made smaller.</returns>
    public static bool Save(string path, MLImage overlay)
    {
        int longest = Math.Max(overlay.Width, overlay.Height);
        if (longest <= LongestSide)
        {
            AtomicFile.Write(path, overlay.Save);
            return false;
        }

        using var smaller = Shrink(overlay, new ImageSize(Fit(overlay.Width), Fit(overlay.Height)));
        AtomicFile.Write(path, smaller.Save);
        return true;

        int Fit(int side) => (int)Math.Max(1L, (long)side * LongestSide / longest);
    }

    private static MLImage Shrink(MLImage image, ImageSize size) =>
        PixelBuffers.Use(BgrImage.FromMLImage(image), whole =>
            PixelBuffers.Use(Resampler.Resize(whole, size, new Window(0, 0, size.Width, size.Height), padding: default), shrunk =>
                shrunk.ToMLImage()
            )
        );
}

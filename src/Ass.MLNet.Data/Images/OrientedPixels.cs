namespace Ass.MLNet.Images;

/// <summary>Turns stored pixels to the display orientation.</summary>
internal static class OrientedPixels
{
    /// <summary>Whether rows of the displayed image are columns of the stored one.</summary>
    public static bool SwapsSides(PictureOrientation orientation) => orientation >= PictureOrientation.LeftTop;

    /// <summary>The size of the displayed image.</summary>
    public static ImageSize Size(int width, int height, PictureOrientation orientation) =>
        SwapsSides(orientation) ? new ImageSize(height, width) : new ImageSize(width, height);

    /// <summary>Copies pixels to their display positions.</summary>
    /// <param name="stored">Height × width pixels, row-major.</param>
    /// <param name="width">The stored width.</param>
    /// <param name="height">The stored height.</param>
    /// <param name="orientation">The display position of the first stored row and column.</param>
    /// <param name="shown">Receives the same number of pixels; must not overlap <paramref name="stored"/>.</param>
    public static void Turn(ReadOnlySpan<uint> stored, int width, int height, PictureOrientation orientation, Span<uint> shown)
    {
        // A stored pixel (x, y) is displayed at first + x · right + y · down.
        var (first, right, down) = orientation switch
        {
            PictureOrientation.TopRight => (width - 1, -1, width),
            PictureOrientation.BottomRight => ((width * height) - 1, -1, -width),
            PictureOrientation.BottomLeft => (width * (height - 1), 1, -width),
            PictureOrientation.LeftTop => (0, height, 1),
            PictureOrientation.RightTop => (height - 1, height, -1),
            PictureOrientation.RightBottom => ((width * height) - 1, -height, -1),
            PictureOrientation.LeftBottom => (height * (width - 1), -height, 1),
            _ => (0, 1, width),
        };
        for (int y = 0, from = 0; y < height; y++)
        {
            int to = first + (y * down);
            for (int x = 0; x < width; x++, from++, to += right)
            {
                shown[to] = stored[from];
            }
        }
    }
}

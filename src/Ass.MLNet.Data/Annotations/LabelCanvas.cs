using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Annotations;

/// <summary>A label on which shapes are drawn one over another.</summary>
internal sealed class LabelCanvas
{
    private const int LongestSide = 32768;

    // The same limit as for pictures, which have 4 bytes per pixel in one span.
    private const int MostPixels = int.MaxValue / 4;

    // A text of a few bytes can claim any size: beyond this, which few images have, the image itself is asked.
    private const int MostTrusted = 1 << 25;

    private readonly byte[] _ids;

    /// <param name="size">The size of the label, checked by <see cref="CheckSize"/>.</param>
    /// <param name="background">The train id of pixels that no shape covers.</param>
    public LabelCanvas(ImageSize size, byte background)
    {
        Size = size;
        _ids = PixelBuffers.Take(size.Width * size.Height);
        Array.Fill(_ids, background);
    }

    public ImageSize Size { get; }

    /// <summary>Checks the size that a file claims, before memory is taken for it.</summary>
    /// <exception cref="InvalidDataException">It is too large, or empty; the message is the end of a sentence.</exception>
    public static ImageSize CheckSize(long width, long height) =>
        width is > 0 and <= LongestSide && height is > 0 and <= LongestSide && width * height <= MostPixels
            ? new ImageSize((int)width, (int)height)
            : throw new InvalidDataException(
                $"it claims an image of {width}x{height} pixels; sides of 1–{LongestSide} and {MostPixels} pixels in all can be read"
            );

    /// <summary>Creates a canvas for the label of an image.</summary>
    /// <param name="size">The size that a file claims, checked by <see cref="CheckSize"/>.</param>
    /// <param name="background">The train id of pixels that no shape covers.</param>
    /// <param name="image">The image file, which must be of the same size if that is very large.</param>
    /// <exception cref="InvalidDataException">The image is of another size; the message is the end of a sentence.</exception>
    public static LabelCanvas For(ImageSize size, byte background, string image) =>
        size.Width * size.Height > MostTrusted && PictureSize.Shown(image) is var shown && shown != size
            ? throw new InvalidDataException($"it claims an image of {size} pixels, but '{image}' is {shown}")
            : new LabelCanvas(size, background);

    /// <summary>Fills pixels of a row; those outside the label are left out.</summary>
    /// <param name="y">The row.</param>
    /// <param name="first">The first column.</param>
    /// <param name="last">The last column, which is filled, too.</param>
    /// <param name="id">The train id.</param>
    public void FillRow(int y, int first, int last, byte id)
    {
        if (y < 0 || y >= Size.Height)
        {
            return;
        }

        first = Math.Max(first, 0);
        last = Math.Min(last, Size.Width - 1);
        if (first <= last)
        {
            _ids.AsSpan((y * Size.Width) + first, last - first + 1).Fill(id);
        }
    }

    /// <summary>Fills pixels by their column-major numbers: pixel (x, y) is number x · height + y.</summary>
    /// <param name="start">The first pixel's number.</param>
    /// <param name="count">The number of pixels, all inside the label.</param>
    /// <param name="id">The train id.</param>
    public void FillColumns(int start, int count, byte id)
    {
        int x = start / Size.Height,
            y = start % Size.Height;
        while (count > 0)
        {
            int rows = Math.Min(count, Size.Height - y);
            for (int at = (y * Size.Width) + x, end = at + (rows * Size.Width); at < end; at += Size.Width)
            {
                _ids[at] = id;
            }

            count -= rows;
            (x, y) = (x + 1, 0);
        }
    }

    /// <summary>The label as it is now; the canvas must not be used any more.</summary>
    public RawLabel ToLabel() => new(Size.Width, Size.Height, _ids);
}

using System.Buffers;
using System.Buffers.Binary;

namespace Ass.MLNet.Images;

/// <summary>Reads the sizes of image files without decoding them; for PNG, the most frequent format in large sets, only the start of the
/// file is read.</summary>
internal static class PictureSize
{
    private const int BeginningLength = 1 << 16;

    // The signature and the header, which starts with width and height at byte 16.
    private const int PngHeaderEnd = 33;

    /// <summary>Returns the display size of an image.</summary>
    /// <exception cref="InvalidDataException">The file contains no image; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ImageSize Shown(string path) =>
        OfPng(path) is { } png ? OrientedPixels.Size(png.Stored.Width, png.Stored.Height, png.Orientation) : ImageFile.Read(path, Shown);

    /// <summary>Returns the display size of an image.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <exception cref="InvalidDataException">The bytes are no image. The message is the end of a sentence.</exception>
    public static ImageSize Shown(ArraySegment<byte> file)
    {
        using var decoder = PictureDecoder.Open(file);
        return decoder.Size;
    }

    /// <summary>Returns the stored size of an image; labels are read in their stored orientation.</summary>
    /// <inheritdoc cref="Shown(string)"/>
    public static ImageSize Stored(string path) => OfPng(path)?.Stored ?? ImageFile.Read(path, Stored);

    private static ImageSize Stored(ArraySegment<byte> file)
    {
        // Bands that are no colours are a label, and no picture that the decoder opens.
        if (PictureSignature.Of(file) == PictureKind.Tiff)
        {
            using var tiff = TiffFile.Open(file);
            return new ImageSize(tiff.Width, tiff.Height);
        }

        using var decoder = PictureDecoder.Open(file);
        return new ImageSize(decoder.StoredWidth, decoder.StoredHeight);
    }

    private static (ImageSize Stored, PictureOrientation Orientation)? OfPng(string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BeginningLength);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var start = buffer.AsSpan(0, stream.ReadAtLeast(buffer.AsSpan(0, BeginningLength), BeginningLength, throwOnEndOfStream: false));
            if (
                start.Length < PngHeaderEnd
                || PictureSignature.Of(start) != PictureKind.Png
                || PngChunks.Orientation(start) is not { } orientation
            )
            {
                return null;
            }
            int width = BinaryPrimitives.ReadInt32BigEndian(start[16..]),
                height = BinaryPrimitives.ReadInt32BigEndian(start[20..]);

            // The decoder says what is wrong with a header of no picture's size.
            return width > 0 && height > 0 ? (new ImageSize(width, height), orientation) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

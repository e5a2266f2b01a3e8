using System.Buffers;
using System.Buffers.Binary;

namespace Ass.MLNet.Images;

/// <summary>Looks up the sizes of picture files without decoding them; of PNG files, the most frequent of large sets, the beginning alone
/// is read.</summary>
internal static class PictureSize
{
    private const int BeginningLength = 1 << 16;

    // Signature and header, which begins with width and height at byte 16.
    private const int PngHeaderEnd = 33;

    /// <summary>The size in which a picture is shown.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ImageSize Shown(string path) =>
        OfPng(path) is { } png ? OrientedPixels.Size(png.Stored.Width, png.Stored.Height, png.Orientation) : Open(path, file => file.Size);

    /// <summary>The size in which a picture is stored, as labels are taken.</summary>
    /// <inheritdoc cref="Shown"/>
    public static ImageSize Stored(string path) =>
        OfPng(path)?.Stored ?? Open(path, file => new ImageSize(file.StoredWidth, file.StoredHeight));

    private static ImageSize Open(string path, Func<PictureDecoder, ImageSize> size) => ImageFile.Read(path, file =>
        {
            using var decoder = PictureDecoder.Open(file);
            return size(decoder);
        });

    private static (ImageSize Stored, PictureOrientation Orientation)? OfPng(string path)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BeginningLength);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var start = buffer.AsSpan(0, stream.ReadAtLeast(buffer.AsSpan(0, BeginningLength), BeginningLength, throwOnEndOfStream: false));
            return
                start.Length >= PngHeaderEnd
                && PictureSignature.Of(start) == PictureKind.Png
                && PngChunks.Orientation(start) is { } orientation
                ? (
                    new ImageSize(BinaryPrimitives.ReadInt32BigEndian(start[16..]), BinaryPrimitives.ReadInt32BigEndian(start[20..])),
                    orientation
                )
                : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

using System.Runtime.InteropServices;
using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Reads image files the same way as data sets do.</summary>
/// <remarks>
/// EXIF orientation is applied, colours are taken as stored regardless of alpha, and a damaged or truncated file is an error.
/// <c>MLImage.CreateFromFile</c> and ML.NET's <c>LoadImages</c> differ in all three: they ignore the orientation, premultiply colours by
/// alpha, and fill the missing part of a truncated image.
/// </remarks>
public static class ImageFile
{
    /// <summary>Reads a new image, tagged with its path; the caller disposes of it.</summary>
    /// <param name="path">A JPEG, PNG, WebP, TIFF, BMP or GIF file with a single image; the format is detected from the content.</param>
    /// <exception cref="InvalidDataException">The file contains no image that can be decoded; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static MLImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var image = Read(path, Decode);
        image.Tag = path;
        return image;
    }

    /// <summary>Reads a new image from a stream, such as an upload; the caller disposes of both.</summary>
    /// <param name="stream">A file as for <see cref="Read(string)"/>, from the stream's position to its end. Its length is not limited
    /// here; the caller must do so. Nor is the number of pixels: <see cref="ReadSize(Stream)"/> says it beforehand.</param>
    /// <exception cref="InvalidDataException">The stream contains no image that can be decoded.</exception>
    public static MLImage Read(Stream stream) => Read(stream, Decode);

    /// <summary>Reads the size in which an image is shown, from the file's header: no pixels are decoded, and the file may be
    /// damaged behind it.</summary>
    /// <inheritdoc cref="Read(string)"/>
    public static ImageSize ReadSize(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return PictureSize.Shown(path);
    }

    /// <summary>Reads the size in which an image is shown, from the file's header, so that a service can refuse a small upload with too
    /// many pixels before memory is allocated for them.</summary>
    /// <param name="stream">As for <see cref="Read(Stream)"/>. To read the image afterwards, set the position back.</param>
    /// <exception cref="InvalidDataException">The stream contains no image, or one whose header makes no sense.</exception>
    public static ImageSize ReadSize(Stream stream) => Read(stream, PictureSize.Shown);

    /// <summary>Decodes a new image; the caller disposes of it.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a complete image that can be decoded. The message is the end of a
    /// sentence.</exception>
    internal static MLImage Decode(ArraySegment<byte> file) =>
        Decode(file, (width, height, bgra) => MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, bgra));

    /// <summary>Reads the pixels of the image that <see cref="Read(string)"/> would create.</summary>
    /// <inheritdoc cref="Read(string)"/>
    internal static BgrImage ReadPixels(string path) =>
        Read(path, file => Decode(file, (width, height, bgra) => BgrImage.FromBgra(width, height, bgra)));

    private static T Decode<T>(ArraySegment<byte> file, Func<int, int, byte[], T> create)
    {
        using var decoder = PictureDecoder.Open(file);

        // Not an SKBitmap: with two of them per image, the allocator returns memory to the system and requests it again for every image.
        byte[] pixels = PixelBuffers.Take(decoder.Length);
        try
        {
            decoder.Decode(pixels);
            if (decoder.Orientation != PictureOrientation.TopLeft)
            {
                pixels = Turn(decoder, pixels);
            }

            return create(decoder.Size.Width, decoder.Size.Height, pixels);
        }
        finally
        {
            PixelBuffers.Give(pixels);
        }
    }

    /// <summary>Passes a file's bytes to a function and names the file in errors.</summary>
    internal static T Read<T>(string path, Func<ArraySegment<byte>, T> read)
    {
        // Reading the whole file first leaves it unlocked and lets file system errors surface as such.
        using var file = PooledFile.Read(path);
        try
        {
            return read(file.Bytes);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The image file '{path}' cannot be read: {e.Message}.", e);
        }
    }

    private static T Read<T>(Stream stream, Func<ArraySegment<byte>, T> read)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return read(Rest(stream));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The image cannot be read: {e.Message}.", e);
        }
    }

    /// <summary>The bytes from the stream's position to its end; of a stream in memory, without a copy.</summary>
    private static ArraySegment<byte> Rest(Stream stream)
    {
        if (stream is MemoryStream memory && memory.TryGetBuffer(out var bytes))
        {
            int position = (int)Math.Min(memory.Position, bytes.Count);
            memory.Position = memory.Length;
            return bytes[position..];
        }

        using var file = new MemoryStream();
        stream.CopyTo(file);
        return new ArraySegment<byte>(file.GetBuffer(), 0, (int)file.Length);
    }

    private static byte[] Turn(PictureDecoder decoder, byte[] stored)
    {
        byte[] shown = PixelBuffers.Take(stored.Length);
        OrientedPixels.Turn(
            MemoryMarshal.Cast<byte, uint>(stored),
            decoder.StoredWidth,
            decoder.StoredHeight,
            decoder.Orientation,
            MemoryMarshal.Cast<byte, uint>(shown.AsSpan())
        );
        PixelBuffers.Give(stored);
        return shown;
    }
}

using System.Runtime.InteropServices;
using Ass.MLNet.Files;
using Ass.MLNet.Images;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Reads image files the way data sets do.</summary>
/// <remarks>
/// Pictures are turned as their EXIF orientation says, colours are those in the file whatever its alpha, and a file that is damaged or
/// breaks off is an error. <c>MLImage.CreateFromFile</c> and ML.NET's <c>LoadImages</c> differ in all three: they leave pictures as they
/// are stored, multiply colours by alpha, and fill up the rest of a picture that breaks off.
/// </remarks>
public static class ImageFile
{
    /// <summary>A new image, tagged with its path; the caller disposes of it.</summary>
    /// <param name="path">A JPEG, PNG, WebP, TIFF, BMP or GIF file of one picture; what it is, its content says.</param>
    /// <exception cref="InvalidDataException">The file holds no picture that can be decoded; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static MLImage Read(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var image = Read(path, Decode);
        image.Tag = path;
        return image;
    }

    /// <summary>A new image from a stream, such as an upload; the caller disposes of both.</summary>
    /// <param name="stream">A file as for <see cref="Read(string)"/>, from the stream's position to its end. How long it may be, its owner
    /// decides.</param>
    /// <exception cref="InvalidDataException">The stream holds no picture that can be decoded.</exception>
    public static MLImage Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var file = new MemoryStream();
        stream.CopyTo(file);
        try
        {
            return Decode(new ArraySegment<byte>(file.GetBuffer(), 0, (int)file.Length));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The image cannot be read: {e.Message}.", e);
        }
    }

    /// <summary>A new image; the caller disposes of it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no whole picture that can be decoded. The message is the end of a
    /// sentence.</exception>
    internal static MLImage Decode(ArraySegment<byte> file)
    {
        using var decoder = PictureDecoder.Open(file);

        // Not an SKBitmap: two of them for a picture make the allocator return memory to the system and fetch it again for every picture.
        byte[] pixels = PixelBuffers.Take(decoder.Length);
        try
        {
            decoder.Decode(pixels);
            if (decoder.Orientation != PictureOrientation.TopLeft)
            {
                pixels = Turn(decoder, pixels);
            }

            return MLImage.CreateFromPixels(decoder.Size.Width, decoder.Size.Height, MLPixelFormat.Bgra32, pixels);
        }
        finally
        {
            PixelBuffers.Give(pixels);
        }
    }

    /// <summary>Reads from a file's bytes, and names the file in errors.</summary>
    internal static T Read<T>(string path, Func<ArraySegment<byte>, T> read)
    {
        // Reading the whole file first leaves it unlocked and makes an unreadable file an error of the file system's own.
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

using Microsoft.ML.Data;
using SkiaSharp;

namespace Ass.MLNet;

/// <summary>Reads picture files of any kind that ML.NET knows.</summary>
/// <remarks>
/// Why not <c>MLImage.CreateFromStream</c>: it takes a file that breaks off for a whole one and fills up the rest of the picture, and a training would learn
/// from that. The decoder below it knows better.
/// </remarks>
internal static class ImageFile
{
    // No format that cameras and renderers write packs more: a JPEG of one colour holds some 340 pixels in a byte, a PNG of one bit per pixel 8256.
    private const int MostPixelsPerByte = 8256;

    /// <summary>A new image, tagged with its path; the caller disposes of it.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture that can be decoded; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static MLImage Read(string path)
    {
        // Reading the whole file first leaves it unlocked and makes an unreadable file an error of the file system's own.
        using var file = PooledFile.Read(path);
        try
        {
            var image = Decode(file.Bytes);
            image.Tag = path;
            return image;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The image file '{path}' cannot be read: {e.Message}.", e);
        }
    }

    /// <summary>The size that a file's header tells; the picture is not decoded.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ImageSize ReadSize(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 13);
        using var codec = stream.Length == 0 ? null : SKCodec.Create(stream);
        return codec is null
            ? throw new InvalidDataException($"The image file '{path}' cannot be read: it is damaged or not a picture.")
            : new ImageSize(codec.Info.Width, codec.Info.Height);
    }

    /// <summary>A new image; the caller disposes of it.</summary>
    /// <exception cref="InvalidDataException">The bytes are no whole picture that can be decoded. The message is the end of a sentence.</exception>
    public static MLImage Decode(ReadOnlySpan<byte> file)
    {
        using var codec = Open(file, out var info);

        // Not an SKBitmap: two of them for a picture make the allocator return memory to the system and fetch it again for every picture.
        byte[] pixels = PixelBuffers.Take(info.BytesSize);
        try
        {
            Decode(codec, info, pixels);
            return MLImage.CreateFromPixels(info.Width, info.Height, MLPixelFormat.Bgra32, pixels);
        }
        finally
        {
            PixelBuffers.Give(pixels);
        }
    }

    /// <summary>Looks at a picture's header.</summary>
    /// <param name="file">All its bytes.</param>
    /// <param name="info">What <see cref="Decode(SKCodec, SKImageInfo, byte[])"/> will write; not more than <paramref name="file"/> can hold.</param>
    /// <exception cref="InvalidDataException">The bytes are no picture, or the header lies. The message is the end of a sentence.</exception>
    public static SKCodec Open(ReadOnlySpan<byte> file, out SKImageInfo info)
    {
        using var data = SKData.CreateCopy(file);
        var codec = SKCodec.Create(data) ?? throw new InvalidDataException("it is damaged or not a picture");
        info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        if (info.BytesSize64 <= Math.Min(Array.MaxLength, 4L * MostPixelsPerByte * file.Length))
            return codec;
        codec.Dispose();
        throw new InvalidDataException($"its header says {info.Width}x{info.Height} pixels, too many for its {file.Length} bytes");
    }

    /// <summary>Decodes the whole picture to the start of an array that holds it.</summary>
    /// <exception cref="InvalidDataException">The picture is damaged or not whole. The message is the end of a sentence.</exception>
    public static unsafe void Decode(SKCodec codec, SKImageInfo info, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, info.BytesSize);
        fixed (byte* first = pixels)
        {
            var result = codec.GetPixels(info, (nint)first);
            if (result != SKCodecResult.Success)
                throw new InvalidDataException(result == SKCodecResult.IncompleteInput ? "it breaks off before the end of the picture" : "it is damaged");
        }
    }
}

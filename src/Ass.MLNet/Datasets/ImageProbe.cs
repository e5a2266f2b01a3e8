using System.Runtime.InteropServices;
using SkiaSharp;

namespace Ass.MLNet;

/// <summary>Decodes images to find out whether they are whole; the pixels are thrown away, and their memory is used again for the next one.</summary>
/// <remarks>
/// Why not <see cref="ImageFile"/>: ML.NET's decoder takes a file that breaks off for a whole one and leaves the rest of the picture blank. The decoder below
/// it knows better.
/// </remarks>
internal sealed class ImageProbe
{
    // No format packs more: a JPEG of one colour holds some 340 pixels in a byte, a PNG of one bit per pixel 8256.
    private const int MostPixelsPerByte = 8256;

    private byte[] _pixels = [];

    /// <summary>The size of a whole image.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture, or part of one; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public ImageSize Decode(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw Broken(path, "it is damaged or not a picture");
        var info = codec.Info.WithColorType(SKColorType.Bgra8888).WithAlphaType(SKAlphaType.Unpremul);
        if (info.BytesSize64 > Math.Min(Array.MaxLength, 4L * MostPixelsPerByte * file.Length))
        {
            throw Broken(path, $"its header says {info.Width}x{info.Height} pixels, too many for its {file.Length} bytes");
        }

        if (_pixels.Length < info.BytesSize)
        {
            _pixels = GC.AllocateUninitializedArray<byte>(info.BytesSize);
        }

        var pinned = GCHandle.Alloc(_pixels, GCHandleType.Pinned);
        try
        {
            return codec.GetPixels(info, pinned.AddrOfPinnedObject()) switch
            {
                SKCodecResult.Success => new ImageSize(info.Width, info.Height),
                SKCodecResult.IncompleteInput => throw Broken(path, "it breaks off before the end of the picture"),
                _ => throw Broken(path, "it is damaged"),
            };
        }
        finally
        {
            pinned.Free();
        }
    }

    private static InvalidDataException Broken(string path, string reason) => new($"The image file '{path}' cannot be read: {reason}.");
}

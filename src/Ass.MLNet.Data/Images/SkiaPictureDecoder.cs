using System.Runtime.InteropServices;
using SkiaSharp;

namespace Ass.MLNet.Images;

/// <summary>Decodes all formats but TIFF with SkiaSharp, ML.NET's own image library.</summary>
internal sealed class SkiaPictureDecoder : PictureDecoder
{
    // No format that cameras and renderers write packs more: a JPEG of a single colour holds about 340 pixels per byte, a PNG with one bit
    // per pixel 8256. Only blank pictures are packed more densely, as lossless WebP packs them; they are harmless as long as they have so
    // few pixels.
    private const long MostPixelsPerByte = 8256;
    private const long Harmless = 1 << 24;

    private const uint Opaque = 0xFF000000;

    private readonly SKCodec _codec;

    private SkiaPictureDecoder(SKCodec codec, PictureOrientation orientation)
        : base(codec.Info.Width, codec.Info.Height, orientation) => _codec = codec;

    /// <inheritdoc cref="PictureDecoder.Open"/>
    public static SkiaPictureDecoder OpenOther(ReadOnlySpan<byte> file)
    {
        using var data = SKData.CreateCopy(file);
        var codec = SKCodec.Create(data) ?? throw PictureSignature.Refuse(file, Readable);
        if (Problem(codec, file.Length) is { } problem)
        {
            codec.Dispose();
            throw new InvalidDataException(problem);
        }

        // SkiaSharp numbers orientations as EXIF does, but does not read them from PNG files.
        var orientation =
            codec.EncodedFormat == SKEncodedImageFormat.Png
                ? PngChunks.Orientation(file) ?? PictureOrientation.TopLeft
                : (PictureOrientation)codec.EncodedOrigin;
        return new SkiaPictureDecoder(codec, orientation);
    }

    /// <inheritdoc/>
    public override void Decode(byte[] pixels) => Decode(pixels, SKColorType.Bgra8888);

    /// <summary>Decodes like <see cref="Decode(byte[])"/>, but to R, G, B, 255.</summary>
    public void DecodeRgba(byte[] pixels) => Decode(pixels, SKColorType.Rgba8888);

    public override void Dispose() => _codec.Dispose();

    private static string? Problem(SKCodec codec, int fileLength)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        long pixels = (long)width * height;
        if (4 * pixels > Array.MaxLength || (pixels > Harmless && pixels > MostPixelsPerByte * fileLength))
        {
            return $"its header says {width}x{height} pixels, too many for its {fileLength} bytes";
        }

        return codec.FrameCount > 1 ? $"it is an animation of {codec.FrameCount} pictures: save the one that is meant by itself" : null;
    }

    private unsafe void Decode(byte[] pixels, SKColorType order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels.Length, Length);

        // SkiaSharp's default, premultiplied alpha, turns transparent pixels black; simulators write valid colours with an alpha of 0.
        var info = new SKImageInfo(StoredWidth, StoredHeight, order, SKAlphaType.Unpremul);
        SKCodecResult result;
        fixed (byte* first = pixels)
        {
            result = _codec.GetPixels(info, (nint)first);
        }

        if (result != SKCodecResult.Success)
        {
            throw new InvalidDataException(
                result == SKCodecResult.IncompleteInput ? "it breaks off before the end of the picture" : "it is damaged"
            );
        }

        if (_codec.Info.AlphaType != SKAlphaType.Opaque)
        {
            foreach (ref uint pixel in MemoryMarshal.Cast<byte, uint>(pixels.AsSpan(0, Length)))
            {
                pixel |= Opaque;
            }
        }
    }
}

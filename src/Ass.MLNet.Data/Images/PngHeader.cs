using System.Buffers.Binary;

namespace Ass.MLNet.Images;

/// <summary>The IHDR chunk of a PNG image.</summary>
/// <param name="Width">The width, 1–32768 pixels.</param>
/// <param name="Height">The height, 1–32768 pixels.</param>
/// <param name="BitDepth">Bits per sample: 1, 2, 4, 8 or 16.</param>
/// <param name="ColorType">The samples that make up a pixel.</param>
/// <param name="IsInterlaced">Whether the rows come in the seven passes of Adam7.</param>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool IsInterlaced)
{
    /// <summary>The length of the IHDR chunk in bytes.</summary>
    public const int Length = 13;

    private const uint LongestSide = 32768;

    // An MLImage has 4 bytes per pixel in one span.
    private const int MostPixels = int.MaxValue / 4;

    /// <summary>Samples per pixel.</summary>
    public int Channels =>
        ColorType switch
        {
            PngColorType.Rgb => 3,
            PngColorType.GreyAlpha => 2,
            PngColorType.Rgba => 4,
            _ => 1,
        };

    /// <summary>The distance in bytes between samples that a row filter compares; 1 if a byte holds several pixels.</summary>
    public int FilterDistance => Math.Max(1, Channels * BitDepth / 8);

    public IReadOnlyList<PngPass> Passes => IsInterlaced ? PngPass.Adam7 : PngPass.Whole;

    /// <summary>The number of bytes of all rows with their filter types, before compression.</summary>
    public long RawLength
    {
        get
        {
            long length = 0;
            foreach (var pass in Passes)
            {
                var (width, height) = pass.Size(this);
                length += width == 0 ? 0 : height * (1L + RowLength(width));
            }

            return length;
        }
    }

    /// <summary>The number of bytes of a row of <paramref name="width"/> pixels, without its filter type.</summary>
    public int RowLength(int width) => checked(((width * Channels * BitDepth) + 7) / 8);

    /// <exception cref="InvalidDataException">A field has a value that the PNG specification does not allow, or the image is too wide or
    /// too high.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != Length)
        {
            throw new InvalidDataException($"its PNG header has {chunk.Length} bytes instead of {Length}");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        if (width is 0 or > LongestSide || height is 0 or > LongestSide || width * height > MostPixels)
        {
            throw new InvalidDataException(
                $"it claims to be {width}×{height} pixels; sides of 1–{LongestSide} and {MostPixels} pixels in all can be read"
            );
        }

        var header = new PngHeader((int)width, (int)height, chunk[8], (PngColorType)chunk[9], chunk[12] == 1);
        bool depthFits = header.ColorType switch
        {
            PngColorType.Grey => header.BitDepth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => header.BitDepth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GreyAlpha or PngColorType.Rgba => header.BitDepth is 8 or 16,
            _ => false,
        };
        if (!depthFits)
        {
            throw new InvalidDataException($"its PNG header combines colour type {chunk[9]} with {chunk[8]} bits, which PNG does not have");
        }

        return (chunk[10], chunk[11], chunk[12]) is (0, 0, 0 or 1)
            ? header
            : throw new InvalidDataException(
                $"its PNG header names compression {chunk[10]}, filter method {chunk[11]}, interlacing {chunk[12]}; PNG has 0, "
                    + "0, and 0 or 1"
            );
    }
}

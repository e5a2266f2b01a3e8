using System.Buffers.Binary;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Reads labels from BMP files with their stored values: the index of a palette image, or a channel of a 24- or 32-bit
/// image.</summary>
/// <remarks>SkiaSharp does not fit: it replaces an index with its colour, as it does for PNG files.</remarks>
internal static class BmpLabelReader
{
    private const int FileHeader = 14,
        LongestSide = 32768;
    private const uint Plain = 0,
        Masks = 3;

    /// <inheritdoc cref="LabelFile.Decode"/>
    public static RawLabel Read(ReadOnlySpan<byte> file, LabelChannel channel, bool asColors)
    {
        uint header = file.Length < FileHeader + 40 ? 0 : UInt32(file, FileHeader);
        if (header is < 40 or > 124)
        {
            throw new InvalidDataException("it is a BMP that is truncated, or of a kind from before Windows 3: save the label as PNG");
        }

        int width = BinaryPrimitives.ReadInt32LittleEndian(file[18..]),
            height = BinaryPrimitives.ReadInt32LittleEndian(file[22..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(file[28..]);
        uint compression = UInt32(file, 30);
        if (bits is not (1 or 4 or 8 or 24 or 32) || !(compression == Plain || (compression == Masks && HasUsualMasks(file, bits))))
        {
            throw new InvalidDataException(
                $"it is a BMP of {bits} bits with packing {compression}; unpacked ones of 1, 4, 8, 24 and 32 bits can be labels: "
                    + "save it as PNG"
            );
        }

        // Most files store the bottom row first.
        bool upwards = height > 0;
        if (width is <= 0 or > LongestSide || height is 0 or > LongestSide or < -LongestSide)
        {
            throw new InvalidDataException($"it claims to be {width}x{height} pixels; sides of 1–{LongestSide} can be read");
        }

        height = Math.Abs(height);
        long start = UInt32(file, 10),
            stride = ((((long)width * bits) + 31) / 32) * 4;
        if (start < FileHeader + header || start + (stride * height) > file.Length)
        {
            throw new InvalidDataException(
                $"it is truncated: {width}x{height} pixels of {bits} bits need more than its {file.Length} bytes"
            );
        }

        var palette = bits <= 8 && asColors ? Palette(file, (int)header, (int)start, 1 << bits) : null;
        var rows = new LabelRows(width, height, channel, asColors);
        byte[] row = new byte[width * Math.Max(1, bits / 8)];
        for (int y = 0; y < height; y++)
        {
            int at = (int)(start + (stride * (upwards ? height - 1 - y : y)));
            rows.Add(y, Unpack(file.Slice(at, (int)stride), bits, row), Math.Max(1, bits / 8), palette);
        }

        return rows.ToLabel();
    }

    private static ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> stored, int bits, byte[] row)
    {
        if (bits < 8)
        {
            PackedSamples.Unpack(stored, bits, row);
            return row;
        }

        stored[..row.Length].CopyTo(row);
        int channels = bits / 8;
        for (int at = 0; channels > 1 && at < row.Length; at += channels)
        {
            (row[at], row[at + 2]) = (row[at + 2], row[at]);
        }

        return row;
    }

    /// <summary>The colours of all possible indices; black for those that the file does not define.</summary>
    private static Rgb24[] Palette(ReadOnlySpan<byte> file, int header, int pixels, int count)
    {
        var palette = new Rgb24[count];
        for (int i = 0, at = FileHeader + header; i < count && at + 4 <= pixels; i++, at += 4)
        {
            palette[i] = new Rgb24(file[at + 2], file[at + 1], file[at]);
        }

        return palette;
    }

    private static bool HasUsualMasks(ReadOnlySpan<byte> file, int bits) =>
        bits == 32 && file.Length >= 66 && (UInt32(file, 54), UInt32(file, 58), UInt32(file, 62)) == (0xFF0000, 0xFF00, 0xFF);

    private static uint UInt32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
}

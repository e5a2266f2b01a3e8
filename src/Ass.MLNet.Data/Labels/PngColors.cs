using System.Runtime.InteropServices;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Extracts the displayed colours from the rows of a PNG image, for labels that store classes as colours.</summary>
internal static class PngColors
{
    /// <summary>Creates the reader for the rows of an image.</summary>
    /// <exception cref="InvalidDataException">The channels have 16 bits, or the palette is missing. The message is the end of a
    /// sentence.</exception>
    public static PngSamples.RowReader<Rgb24> Reader(PngHeader header, ReadOnlySpan<byte> palette)
    {
        if (header.BitDepth == 16)
        {
            throw LabelRows.Has16Bits();
        }

        if (header.Channels >= 3)
        {
            int channels = header.Channels;
            return (row, colors) => Copy(row, channels, colors);
        }

        // Alpha, the second channel of some grey images, is not used.
        var table = header.ColorType == PngColorType.Palette ? Table(palette) : Rgb24.Greys(header.BitDepth);
        int depth = header.BitDepth,
            step = header.Channels;
        return (row, colors) => LookUp(row, depth, step, table, colors);
    }

    private static int Copy(ReadOnlySpan<byte> row, int channels, Span<Rgb24> colors)
    {
        for (int i = 0, at = 0; i < colors.Length; i++, at += channels)
        {
            colors[i] = new Rgb24(row[at], row[at + 1], row[at + 2]);
        }

        return -1;
    }

    private static int LookUp(ReadOnlySpan<byte> row, int depth, int step, Rgb24[] table, Span<Rgb24> colors)
    {
        int mask = (1 << depth) - 1;
        for (int i = 0, bit = 0; i < colors.Length; i++, bit += depth * step)
        {
            int index = (row[bit >> 3] >> (8 - depth - (bit & 7))) & mask;
            colors[i] =
                index < table.Length
                    ? table[index]
                    : throw new InvalidDataException(
                        $"it is damaged: a pixel has the palette index {index}, but its palette ends at {table.Length - 1}"
                    );
        }

        return -1;
    }

    private static Rgb24[] Table(ReadOnlySpan<byte> palette) =>
        palette.Length is > 0 and <= 768 && palette.Length % 3 == 0
            ? MemoryMarshal.Cast<byte, Rgb24>(palette).ToArray()
            : throw new InvalidDataException($"it is damaged: its palette has {palette.Length} bytes");
}

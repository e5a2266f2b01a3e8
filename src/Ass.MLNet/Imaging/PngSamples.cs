using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Ass.MLNet;

/// <summary>Takes the label out of the bytes of a finished row: a value per pixel.</summary>
internal static class PngSamples
{
    /// <summary>Fills <paramref name="samples"/> from a row.</summary>
    /// <returns>The first pixel whose red, green and blue differ where they should not, else −1.</returns>
    public delegate int RowReader<T>(ReadOnlySpan<byte> row, Span<T> samples);

    /// <summary>The reader for rows of at most 8 bits per sample.</summary>
    public static RowReader<byte> Bytes(PngHeader header, LabelChannel channel)
    {
        int depth = header.BitDepth, channels = header.Channels;
        bool mustBeGrey = MustBeGrey(channels, channel);
        return depth < 8 ? (row, samples) => Unpack(row, depth, samples)
            : (row, samples) => Pick(row, channels, mustBeGrey, samples);
    }

    /// <summary>The reader for rows of 16 bits per sample.</summary>
    public static RowReader<ushort> Words(PngHeader header, LabelChannel channel)
    {
        int channels = header.Channels;
        bool mustBeGrey = MustBeGrey(channels, channel);
        return (row, samples) =>
        {
            int different = Pick(MemoryMarshal.Cast<byte, ushort>(row), channels, mustBeGrey, samples);
            if (BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(samples, samples);
            }

            return different;
        };
    }

    private static bool MustBeGrey(int channels, LabelChannel channel) => channels >= 3 && channel == LabelChannel.Grey;

    private static int Pick<T>(ReadOnlySpan<T> row, int channels, bool mustBeGrey, Span<T> samples)
        where T : unmanaged, IEquatable<T>
    {
        if (channels == 1)
        {
            row.CopyTo(samples);
            return -1;
        }

        int different = -1;
        for (int i = 0, at = 0; i < samples.Length; i++, at += channels)
        {
            samples[i] = row[at];
            if (mustBeGrey && different < 0 && !(row[at].Equals(row[at + 1]) && row[at].Equals(row[at + 2])))
            {
                different = i;
            }
        }

        return different;
    }

    // The first pixel of a byte is in its highest bits.
    private static int Unpack(ReadOnlySpan<byte> row, int depth, Span<byte> samples)
    {
        int mask = (1 << depth) - 1;
        for (int i = 0, bit = 0; i < samples.Length; i++, bit += depth)
        {
            samples[i] = (byte)((row[bit >> 3] >> (8 - depth - (bit & 7))) & mask);
        }

        return -1;
    }
}

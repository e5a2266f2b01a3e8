using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Extracts the label from the bytes of a decoded row: one value per pixel.</summary>
internal static class PngSamples
{
    /// <summary>Fills <paramref name="samples"/> from a row.</summary>
    /// <returns>The first pixel whose red, green and blue differ although they must not, otherwise −1.</returns>
    public delegate int RowReader<T>(ReadOnlySpan<byte> row, Span<T> samples);

    /// <summary>Creates the reader for rows of up to 8 bits per sample.</summary>
    public static RowReader<byte> Bytes(PngHeader header, LabelChannel channel)
    {
        int depth = header.BitDepth,
            channels = header.Channels;
        bool mustBeGrey = LabelRows.MustBeGrey(channels, channel);
        return depth < 8
            ? (row, samples) => PackedSamples.Unpack(row, depth, samples)
            : (row, samples) => PackedSamples.Pick(row, channels, mustBeGrey, samples);
    }

    /// <summary>Creates the reader for rows of 16 bits per sample.</summary>
    public static RowReader<ushort> Words(PngHeader header, LabelChannel channel)
    {
        int channels = header.Channels;
        bool mustBeGrey = LabelRows.MustBeGrey(channels, channel);
        return (row, samples) =>
        {
            int different = PackedSamples.Pick(MemoryMarshal.Cast<byte, ushort>(row), channels, mustBeGrey, samples);
            if (BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(samples, samples);
            }

            return different;
        };
    }
}

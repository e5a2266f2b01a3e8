namespace Ass.MLNet.Images;

/// <summary>Extracts single samples from rows of pixels, in any format.</summary>
internal static class PackedSamples
{
    /// <summary>Extracts the first sample of each pixel.</summary>
    /// <returns>If <paramref name="mustBeGrey"/> is set, the index of the first pixel whose red, green and blue differ; otherwise
    /// −1.</returns>
    public static int Pick<T>(ReadOnlySpan<T> row, int channels, bool mustBeGrey, Span<T> samples)
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

    /// <summary>Unpacks values of 1, 2 or 4 bits from bytes, highest bits first.</summary>
    /// <returns>−1: a pixel with one channel is always grey.</returns>
    public static int Unpack(ReadOnlySpan<byte> row, int depth, Span<byte> samples)
    {
        int mask = (1 << depth) - 1;
        for (int i = 0, bit = 0; i < samples.Length; i++, bit += depth)
        {
            samples[i] = (byte)((row[bit >> 3] >> (8 - depth - (bit & 7))) & mask);
        }

        return -1;
    }
}

namespace Ass.MLNet.Images;

/// <summary>Takes single samples out of rows of pixels, whatever the format.</summary>
internal static class PackedSamples
{
    /// <summary>Takes the first of each pixel's samples.</summary>
    /// <returns>The first pixel whose red, green and blue differ where <paramref name="mustBeGrey"/> is set, else −1.</returns>
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

    /// <summary>Takes numbers of 1, 2 or 4 bits out of bytes, the first of a byte from its highest bits.</summary>
    /// <returns>−1: with one channel no pixel can be of unlike colours.</returns>
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

namespace Ass.MLNet.Images;

/// <summary>Large arrays of exact length, to be used again.</summary>
/// <remarks>
/// Why: new arrays of megabytes for every picture cost more than what is done with them, because each is fresh memory from the operating
/// system and every few bring a full garbage collection. Why not <see cref="System.Buffers.ArrayPool{T}"/>: its arrays are longer than what
/// was asked for, and pictures carry exact ones. What is never given back is collected as usual.
/// </remarks>
internal static class PixelBuffers
{
    // Two or three pairs of 2048×1024 for each of a training's streams.
    private const long MostBytes = 64 << 20;

    private static readonly Lock Access = new();
    private static readonly List<byte[]> Kept = [];
    private static long _bytes;

    /// <summary>An array of <paramref name="length"/> bytes, not cleared.</summary>
    public static byte[] Take(int length)
    {
        lock (Access)
        {
            int at = Kept.FindLastIndex(buffer => buffer.Length == length);
            if (at >= 0)
            {
                byte[] taken = Kept[at];
                Kept.RemoveAt(at);
                _bytes -= length;
                return taken;
            }
        }

        return GC.AllocateUninitializedArray<byte>(length);
    }

    /// <summary>Gives an array back, wherever it came from; nobody may use it any more. Where too much is kept, what has waited longest is
    /// let go.</summary>
    public static void Give(byte[] buffer)
    {
        lock (Access)
        {
            Kept.Add(buffer);
            _bytes += buffer.Length;
            while (_bytes > MostBytes)
            {
                _bytes -= Kept[0].Length;
                Kept.RemoveAt(0);
            }
        }
    }
}

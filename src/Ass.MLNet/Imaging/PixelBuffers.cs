namespace Ass.MLNet;

/// <summary>Large arrays of exact length that are used again by the thread that gave them back.</summary>
/// <remarks>
/// Why: new arrays of megabytes for every picture cost more than what is done with them, because each is fresh memory from the operating
/// system and every few bring a full garbage collection. Why not <see cref="System.Buffers.ArrayPool{T}"/>: its arrays are longer than what was
/// asked for, and pictures carry exact ones. A thread keeps <see cref="MostKept"/> arrays at most; what is never given back is collected as usual.
/// </remarks>
internal static class PixelBuffers
{
    private const int MostKept = 4;

    [ThreadStatic]
    private static byte[]?[]? _kept;

    [ThreadStatic]
    private static int _oldest;

    /// <summary>An array of <paramref name="length"/> bytes, not cleared.</summary>
    public static byte[] Take(int length)
    {
        int at = Array.FindIndex(_kept ?? [], buffer => buffer?.Length == length);
        if (at < 0)
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        byte[] taken = _kept![at]!;
        _kept[at] = null;
        return taken;
    }

    /// <summary>Gives an array back, wherever it came from; nobody may use it any more.</summary>
    public static void Give(byte[] buffer)
    {
        _kept ??= new byte[]?[MostKept];
        int free = Array.IndexOf(_kept, null);
        if (free < 0)
        {
            free = _oldest;
            _oldest = (_oldest + 1) % MostKept;
        }

        _kept[free] = buffer;
    }
}

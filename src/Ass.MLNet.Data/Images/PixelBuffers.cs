namespace Ass.MLNet.Images;

/// <summary>A pool of large arrays of exact length.</summary>
/// <remarks>
/// Allocating megabytes for every image costs more than processing them: each array is fresh memory from the operating system, and every
/// few trigger a full garbage collection. <see cref="System.Buffers.ArrayPool{T}"/> does not fit because its arrays are longer than
/// requested, and images carry exact ones. Arrays that are never returned are garbage-collected as usual.
/// </remarks>
internal static class PixelBuffers
{
    // Two or three pairs of 2048×1024 for each of the streams of a training run.
    private const long MostBytes = 64 << 20;

    private static readonly Lock Access = new();
    private static readonly List<byte[]> Kept = [];
    private static long _bytes;

    /// <summary>Returns an array of <paramref name="length"/> bytes, not cleared.</summary>
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

    /// <summary>Returns an array to the pool, wherever it came from; it must not be used any more. If the pool is full, the oldest arrays
    /// are dropped.</summary>
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

    /// <summary>Uses an image, and then returns its array to the pool.</summary>
    /// <param name="image">An image that nobody else has.</param>
    /// <param name="use">Must not keep the image.</param>
    public static T Use<T>(BgrImage image, Func<BgrImage, T> use)
    {
        try
        {
            return use(image);
        }
        finally
        {
            Give(image.Pixels);
        }
    }
}

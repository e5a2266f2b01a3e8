using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;

namespace Ass.MLNet.Labels;

/// <summary>Converts train ids to a grey image, the encoding of label columns: it can be saved as PNG and read back as a label.</summary>
internal static class MaskImage
{
    /// <summary>Creates an opaque image whose blue, green and red are the ids; the caller disposes of it.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="ids">Height × width train ids, row-major.</param>
    public static MLImage Create(int width, int height, ReadOnlySpan<byte> ids)
    {
        int length = checked(ids.Length * 4);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var pixels = MemoryMarshal.Cast<byte, uint>(buffer.AsSpan(0, length));
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = 0xFF000000u | (ids[i] * 0x010101u);
            }

            return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

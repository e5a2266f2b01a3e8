using System.Buffers;
using System.Runtime.InteropServices;

namespace Ass.MLNet.Weights.Tensors;

/// <summary>Contiguous numbers of one type in a file; several tensors may be views of them.</summary>
/// <param name="File">The file.</param>
/// <param name="Element">The numbers' type.</param>
/// <param name="Start">Offset of the first in the file.</param>
/// <param name="Count">The number of elements; all are inside the file.</param>
internal sealed record WeightStorage(RawFile File, WeightElement Element, long Start, long Count)
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Fills <paramref name="values"/> with numbers, starting at index <paramref name="first"/>.</summary>
    public void Read(long first, Span<float> values)
    {
        long offset = Start + first * Element.Size;
        if (Element == WeightElement.Float32)
        {
            File.Read(offset, MemoryMarshal.AsBytes(values));
            return;
        }

        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (!values.IsEmpty)
            {
                int count = Math.Min(values.Length, ChunkBytes / Element.Size);
                Span<byte> bytes = chunk.AsSpan(0, count * Element.Size);
                File.Read(offset, bytes);
                Element.ToFloats(bytes, values[..count]);
                values = values[count..];
                offset += bytes.Length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}

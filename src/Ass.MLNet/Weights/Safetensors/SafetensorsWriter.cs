using System.Buffers.Binary;
using System.Text.Json;
using Ass.MLNet.Weights.Tensors;
using static TorchSharp.torch;

namespace Ass.MLNet.Weights.Safetensors;

/// <summary>Writes tensors to a safetensors file, one after another.</summary>
internal static class SafetensorsWriter
{
    /// <param name="stream">Written from its current position.</param>
    /// <param name="tensors">32-bit float tensors on any device, by name.</param>
    /// <param name="metadata">Texts by name.</param>
    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        byte[] header = Header(tensors, metadata);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        using var _ = no_grad();
        foreach (Tensor tensor in tensors.Values)
        {
            using Tensor onCpu = tensor.cpu();
            using Tensor dense = onCpu.contiguous();
            stream.Write(dense.bytes);
        }
    }

    private static byte[] Header(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WritePropertyName(WeightMetadata.Key);
            JsonSerializer.Serialize(json, metadata);
            long offset = 0;
            foreach ((string name, Tensor tensor) in tensors)
            {
                long end = offset + tensor.numel() * WeightElement.Float32.Size;
                json.WritePropertyName(name);
                JsonSerializer.Serialize(
                    json,
                    new
                    {
                        dtype = WeightElement.Float32.SafetensorsName,
                        tensor.shape,
                        data_offsets = new[] { offset, end },
                    }
                );
                offset = end;
            }

            json.WriteEndObject();
        }

        // Spaces after the header align the values to a multiple of 8, as readers that map the file expect.
        while (bytes.Length % 8 != 0)
        {
            bytes.WriteByte((byte)' ');
        }

        return bytes.ToArray();
    }
}

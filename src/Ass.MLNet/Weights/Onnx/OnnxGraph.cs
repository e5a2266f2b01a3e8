using System.Runtime.InteropServices;
using Ass.MLNet.Onnx;

namespace Ass.MLNet.Weights.Onnx;

/// <summary>The nodes and constant tensors of an open ONNX file. Values are read from the file on demand.</summary>
internal sealed class OnnxGraph(
    FileStream file,
    ProtobufReader reader,
    IReadOnlyList<OnnxNode> nodes,
    IReadOnlyList<OnnxInitializer> initializers
) : IDisposable
{
    private const long Float32 = 1;

    /// <summary>The path of the file.</summary>
    public string Path => reader.Path;

    /// <summary>The operations in the file's order, which ONNX demands to be a topological one.</summary>
    public IReadOnlyList<OnnxNode> Nodes => nodes;

    /// <summary>The constant tensors in the file's order.</summary>
    public IReadOnlyList<OnnxInitializer> Initializers => initializers;

    /// <summary>Reads the elements of one constant tensor, row-major.</summary>
    /// <exception cref="InvalidDataException"> It is not a float32 tensor, or its number of values does not match its dimensions.
    /// </exception>
    public float[] ReadValues(OnnxInitializer initializer)
    {
        if (initializer.DataType != Float32)
        {
            throw Error(initializer, $"32-bit floats (data type {Float32}) were expected, found data type {initializer.DataType}");
        }

        CheckSize(initializer);
        var values = new float[initializer.ByteCount / sizeof(float)];
        // Little-endian in the file, as on every platform that libtorch runs on.
        Span<byte> unfilled = MemoryMarshal.AsBytes(values.AsSpan());
        reader.Select(initializer.Start, initializer.End);
        while (reader.NextField())
        {
            if (reader.Field is OnnxFields.TensorFloatData or OnnxFields.TensorRawData)
            {
                int byteCount = (int)reader.ReadByteCount();
                reader.ReadRaw(unfilled[..byteCount]);
                unfilled = unfilled[byteCount..];
            }
            else
            {
                reader.Skip();
            }
        }

        return values;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    // Checked before allocating: the file only claims the dimensions, but the bytes are known to exist.
    private void CheckSize(OnnxInitializer initializer)
    {
        long elements = initializer.ByteCount / sizeof(float);
        foreach (long dimension in initializer.Dimensions)
        {
            // Dividing, because multiplying can overflow; an element count of 0 or one that does not divide ends up unequal to 1.
            elements = dimension > 0 && elements % dimension == 0 ? elements / dimension : 0;
        }

        if (elements != 1 || initializer.ByteCount % sizeof(float) != 0 || initializer.ByteCount > Array.MaxLength)
        {
            throw Error(initializer, $"as many 32-bit floats as its dimensions ask for were expected, found {initializer.ByteCount} bytes");
        }
    }

    private InvalidDataException Error(OnnxInitializer initializer, string problem) =>
        new($"'{Path}' holds a tensor {initializer} that cannot be read: {problem}.");
}

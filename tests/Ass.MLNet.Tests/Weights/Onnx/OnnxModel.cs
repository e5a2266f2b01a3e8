using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Ass.MLNet.Tests;

/// <summary>Where a test tensor keeps its values.</summary>
internal enum OnnxStorage
{
    Raw,
    PackedFloats,
    SingleFloats,
}

internal sealed record OnnxModelNode(string Op, string[] Inputs, string Output)
{
    public float? Epsilon { get; set; }

    public Dictionary<string, long[]> Lists { get; } = [];

    public Dictionary<string, long> Integers { get; } = [];
}

internal sealed record OnnxModelTensor(string Name, long[] Dimensions, float[] Values)
{
    public int DataType { get; set; } = 1;

    public OnnxStorage Storage { get; set; }
}

/// <summary>A small ONNX model that tests put together, and its bytes, written with Google's own writer.</summary>
internal sealed class OnnxModel
{
    public List<OnnxModelNode> Nodes { get; } = [];

    public List<OnnxModelTensor> Tensors { get; } = [];

    public byte[] ToBytes() =>
        Message(model =>
        {
            Integer(model, 1, 3);
            Bytes(
                model,
                7,
                Message(graph =>
                {
                    Nodes.ForEach(node => Bytes(graph, 1, NodeBytes(node)));
                    Text(graph, 2, "graph");
                    Tensors.ForEach(tensor => Bytes(graph, 5, TensorBytes(tensor)));
                })
            );
        });

    /// <summary>Writes a message by hand: the fields that <paramref name="write"/> writes.</summary>
    public static byte[] Message(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }

        return bytes.ToArray();
    }

    public static void Bytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }

    public static void Text(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    public static void Integer(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void Float(CodedOutputStream output, int field, float value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    }

    private static byte[] NodeBytes(OnnxModelNode node) =>
        Message(output =>
        {
            foreach (string input in node.Inputs)
            {
                Text(output, 1, input);
            }

            Text(output, 2, node.Output);
            Text(output, 4, node.Op);
            foreach ((string name, long[] values) in node.Lists)
            {
                Bytes(
                    output,
                    5,
                    Message(attribute =>
                    {
                        Text(attribute, 1, name);
                        foreach (long value in values)
                        {
                            Integer(attribute, 8, value);
                        }
                    })
                );
            }

            foreach ((string name, long value) in node.Integers)
            {
                Bytes(
                    output,
                    5,
                    Message(attribute =>
                    {
                        Text(attribute, 1, name);
                        Integer(attribute, 3, value);
                    })
                );
            }

            if (node.Epsilon is float epsilon)
            {
                Bytes(
                    output,
                    5,
                    Message(attribute =>
                    {
                        Text(attribute, 1, "epsilon");
                        Float(attribute, 2, epsilon);
                    })
                );
            }
        });

    private static byte[] TensorBytes(OnnxModelTensor tensor) =>
        Message(output =>
        {
            foreach (long dimension in tensor.Dimensions)
            {
                Integer(output, 1, dimension);
            }

            Integer(output, 2, tensor.DataType);
            byte[] bytes = MemoryMarshal.AsBytes(tensor.Values.AsSpan()).ToArray();
            switch (tensor.Storage)
            {
                case OnnxStorage.Raw:
                    Bytes(output, 9, bytes);
                    break;
                case OnnxStorage.PackedFloats:
                    Bytes(output, 4, bytes);
                    break;
                default:
                    Array.ForEach(tensor.Values, value => Float(output, 4, value));
                    break;
            }

            Text(output, 8, tensor.Name);
        });
}

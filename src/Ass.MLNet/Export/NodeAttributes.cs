using Ass.MLNet.Onnx.Protocol;
using Google.Protobuf;
using AttributeType = Ass.MLNet.Onnx.Protocol.AttributeProto.Types.AttributeType;

namespace Ass.MLNet.Export;

/// <summary>Attributes of nodes, by the type of their values.</summary>
internal static class NodeAttributes
{
    public static AttributeProto Number(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Int,
            I = value,
        };

    public static AttributeProto Number(string name, float value) =>
        new()
        {
            Name = name,
            Type = AttributeType.Float,
            F = value,
        };

    public static AttributeProto Word(string name, string value) =>
        new()
        {
            Name = name,
            Type = AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        };

    public static AttributeProto Numbers(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        foreach (long value in values)
        {
            attribute.Ints.Add(value);
        }
        return attribute;
    }
}

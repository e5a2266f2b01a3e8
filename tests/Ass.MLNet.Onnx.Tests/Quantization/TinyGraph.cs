using System.Runtime.InteropServices;
using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Ass.MLNet.Prediction;
using Google.Protobuf;
using AttributeType = Ass.MLNet.Onnx.Protocol.AttributeProto.Types.AttributeType;
using ElementType = Ass.MLNet.Onnx.Protocol.TensorProto.Types.DataType;

namespace Ass.MLNet.Tests;

/// <summary>Two convolutions of single pixels, to be followed by hand: bytes B, G, R → (B + G/2 − R, G/4 + 4) → ReLU →
/// (x − y + 1, 2y).</summary>
internal static class TinyGraph
{
    public static ModelProto Create()
    {
        var graph = new GraphProto { Name = "tiny" };
        graph.Input.Add(Describe("image", ElementType.Uint8, 4));
        graph.Output.Add(Describe("network_logits", ElementType.Float, 4));
        Add(graph, "first.weight", [2, 3, 1, 1], [1, 0.5f, -1, 0, 0.25f, 0]);
        Add(graph, "first.bias", [2], [0, 4]);
        Add(graph, "second.weight", [2, 2, 1, 1], [1, -1, 0, 2]);
        Add(graph, "second.bias", [2], [1, 0]);
        Add(graph, "Transpose", "planes", "image").Attribute.Add(Order());
        Add(graph, "Cast", "pixels", "planes").Attribute.Add(To(ElementType.Float));
        Add(graph, "Conv", "first", "pixels", "first.weight", "first.bias");
        Add(graph, "Relu", "features", "first");
        Add(graph, "Conv", "network_logits", "features", "second.weight", "second.bias");

        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 18 });
        var description = new OnnxDescription(["a", "b"], OnnxInput.Bgr, OnnxOutput.NetworkLogits, new PredictionResizing(null), false);
        foreach (var (key, value) in description.ToMetadata())
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }
        return model;
    }

    public static T[] Values<T>(this ModelProto model, string constant)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(model.Graph.Initializer.Single(tensor => tensor.Name == constant).RawData.Span).ToArray();

    private static NodeProto Add(GraphProto graph, string operation, string output, params string[] inputs)
    {
        var node = new NodeProto { OpType = operation, Name = output };
        node.Input.Add(inputs);
        node.Output.Add(output);
        graph.Node.Add(node);
        return node;
    }

    private static void Add(GraphProto graph, string name, long[] shape, float[] values)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)ElementType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values)),
        };
        tensor.Dims.Add(shape);
        graph.Initializer.Add(tensor);
    }

    private static AttributeProto Order()
    {
        var order = new AttributeProto { Name = "perm", Type = AttributeType.Ints };
        order.Ints.Add([0L, 3L, 1L, 2L]);
        return order;
    }

    private static AttributeProto To(ElementType type) =>
        new()
        {
            Name = "to",
            Type = AttributeType.Int,
            I = (long)type,
        };

    private static ValueInfoProto Describe(string name, ElementType type, int rank)
    {
        var shape = new TensorShapeProto();
        for (int i = 0; i < rank; i++)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = $"{name}_{i}" });
        }
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }
}

using Ass.MLNet.Graphs;
using Ass.MLNet.Onnx;
using Google.Protobuf;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Tensors in other files are found wherever a graph can hold one.</summary>
public sealed class GraphHeaderTests
{
    private static readonly byte[] External = Field(OnnxFields.TensorExternalData, []);

    [Fact]
    public void Metadata_are_read_without_their_order_mattering()
    {
        byte[] text = [.. Text(OnnxFields.TextValue, "1"), .. Text(OnnxFields.TextKey, "ass.format")];
        byte[] model = [.. Field(OnnxFields.ModelMetadata, text), .. Field(OnnxFields.ModelGraph, [])];

        Assert.Equal([new("ass.format", "1")], GraphHeader.ReadMetadata(model));
    }

    [Theory]
    [InlineData(OnnxFields.ModelGraph, OnnxFields.GraphInitializer)]
    [InlineData(OnnxFields.ModelGraph, OnnxFields.GraphSparseInitializer, OnnxFields.SparseTensorValues)]
    [InlineData(OnnxFields.ModelGraph, OnnxFields.GraphSparseInitializer, OnnxFields.SparseTensorIndices)]
    [InlineData(OnnxFields.ModelGraph, OnnxFields.GraphNode, OnnxFields.NodeAttribute, OnnxFields.AttributeTensor)]
    [InlineData(OnnxFields.ModelGraph, OnnxFields.GraphNode, OnnxFields.NodeAttribute, OnnxFields.AttributeTensors)]
    [InlineData(
        OnnxFields.ModelGraph,
        OnnxFields.GraphNode,
        OnnxFields.NodeAttribute,
        OnnxFields.AttributeSparseTensor,
        OnnxFields.SparseTensorValues
    )]
    [InlineData(
        OnnxFields.ModelGraph,
        OnnxFields.GraphNode,
        OnnxFields.NodeAttribute,
        OnnxFields.AttributeGraph,
        OnnxFields.GraphInitializer
    )]
    [InlineData(
        OnnxFields.ModelGraph,
        OnnxFields.GraphNode,
        OnnxFields.NodeAttribute,
        OnnxFields.AttributeGraphs,
        OnnxFields.GraphInitializer
    )]
    [InlineData(OnnxFields.ModelFunction, OnnxFields.FunctionNode, OnnxFields.NodeAttribute, OnnxFields.AttributeTensor)]
    [InlineData(OnnxFields.ModelFunction, OnnxFields.FunctionAttribute, OnnxFields.AttributeTensor)]
    public void A_tensor_in_another_file_is_refused(params int[] path)
    {
        byte[] graph = Field(OnnxFields.ModelGraph, []);
        Assert.Empty(GraphHeader.ReadMetadata([.. Nested(path, []), .. graph]));
        Assert.Empty(GraphHeader.ReadMetadata([.. Nested(path, Number(OnnxFields.TensorDataLocation, 0)), .. graph]));
        foreach (byte[] tensor in new[] { External, Number(OnnxFields.TensorDataLocation, 1) })
        {
            var error = Assert.Throws<InvalidDataException>(() => GraphHeader.ReadMetadata([.. Nested(path, tensor), .. graph]));
            Assert.Contains("its weights lie in another file", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Graphs_in_graphs_end_somewhere()
    {
        int[] step = [OnnxFields.GraphNode, OnnxFields.NodeAttribute, OnnxFields.AttributeGraph];
        int[] deep = [OnnxFields.ModelGraph, .. Enumerable.Repeat(step, 2000).SelectMany(fields => fields)];
        var error = Assert.Throws<InvalidDataException>(() => GraphHeader.ReadMetadata(Nested(deep, External)));

        Assert.Contains("graphs are nested more than 8 deep", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Nested(int[] path, byte[] content) => path.Reverse().Aggregate(content, (inner, field) => Field(field, inner));

    private static byte[] Field(int field, byte[] value) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(value));
        });

    private static byte[] Text(int field, string value) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteString(value);
        });

    private static byte[] Number(int field, int value) =>
        Write(output =>
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteInt32(value);
        });

    private static byte[] Write(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }
        return bytes.ToArray();
    }
}

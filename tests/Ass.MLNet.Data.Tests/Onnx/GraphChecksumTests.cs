using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Xunit;

namespace Ass.MLNet.Tests;

public class GraphChecksumTests
{
    [Fact]
    public void It_holds_for_what_was_written_and_for_nothing_else()
    {
        byte[] graph = Write(Model());

        Assert.True(GraphChecksum.Holds(graph));
        for (int i = 0; i < graph.Length; i++)
        {
            byte[] damaged = [.. graph];
            damaged[i] ^= 0x10;
            Assert.NotEqual(true, GraphChecksum.Holds(damaged));
        }
        graph[10] ^= 1;
        Assert.False(GraphChecksum.Holds(graph));
    }

    [Fact]
    public void Graphs_without_one_are_not_judged()
    {
        using var stream = new MemoryStream();
        Google.Protobuf.MessageExtensions.WriteTo(Model(), stream);

        Assert.Null(GraphChecksum.Holds(stream.ToArray()));
        Assert.Null(GraphChecksum.Holds([1, 2, 3]));
    }

    [Fact]
    public void Writing_again_replaces_it()
    {
        byte[] graph = Write(Model());
        var read = ModelProto.Parser.ParseFrom(graph);
        Assert.Equal(GraphChecksum.Key, read.MetadataProps[^1].Key);

        Assert.Equal(graph, Write(read));
    }

    private static ModelProto Model() => new() { ProducerName = "a producer with a name of some length", IrVersion = 8 };

    private static byte[] Write(ModelProto model)
    {
        using var stream = new MemoryStream();
        GraphChecksum.Write(model, stream);
        return stream.ToArray();
    }
}

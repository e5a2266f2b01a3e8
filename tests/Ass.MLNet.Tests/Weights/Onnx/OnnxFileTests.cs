using Ass.MLNet.Weights.Onnx;
using Ass.MLNet.Weights.Tensors;
using Xunit;
using static Ass.MLNet.Tests.OnnxModel;

namespace Ass.MLNet.Tests;

public class OnnxFileTests
{
    [Fact]
    public void Finds_nodes_and_tensors_of_the_genuine_file_without_reading_its_values()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using OnnxGraph graph = OnnxFile.Open(ImageNetResNet18.Locate());
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(22, graph.Nodes.Count(node => node.OpType == "Conv"));
        Assert.Equal(22 + (22 * 4), graph.Initializers.Count);
        Assert.True(allocated < 500_000, $"{allocated} bytes");
    }

    [Theory]
    [InlineData(OnnxStorage.Raw)]
    [InlineData(OnnxStorage.PackedFloats)]
    [InlineData(OnnxStorage.SingleFloats)]
    internal void Reads_values_however_they_are_stored(OnnxStorage storage)
    {
        float[] values = [1.5f, -2, 3e-8f, 4, 5, float.MaxValue];
        var model = new OnnxModel
        {
            Tensors =
            {
                new("other", [1], [7]),
                new("weights", [2, 3], values) { Storage = storage },
            },
        };

        using var file = new TemporaryFile(model.ToBytes());
        using OnnxGraph graph = OnnxFile.Open(file.Path);

        Assert.Equal("weights", graph.Initializers[1].Name);
        Assert.Equal([2, 3], graph.Initializers[1].Dimensions);
        Assert.Equal(values, graph.ReadValues(graph.Initializers[1]));
        Assert.Equal([7], graph.ReadValues(graph.Initializers[0]));
    }

    [Fact]
    public void Reads_packed_dimensions_and_passes_over_unknown_fields()
    {
        byte[] tensor = Message(output =>
        {
            Integer(output, 99, long.MaxValue);
            Bytes(output, 1, [2, 1]);
            Text(output, 12, "a documentation");
            Integer(output, 2, 1);
            Bytes(output, 9, [0, 0, 128, 63, 0, 0, 0, 64]);
        });

        using var file = new TemporaryFile(Message(model => Bytes(model, 7, Message(graph => Bytes(graph, 5, tensor)))));
        using OnnxGraph graph = OnnxFile.Open(file.Path);

        Assert.Equal([2, 1], graph.Initializers[0].Dimensions);
        Assert.Equal([1, 2], graph.ReadValues(graph.Initializers[0]));
    }

    [Theory]
    [InlineData(new long[] { 2, 2 })]
    [InlineData(new long[] { 1 })]
    [InlineData(new long[] { })]
    [InlineData(new long[] { 0 })]
    [InlineData(new long[] { -1, -3 })]
    [InlineData(new long[] { 3, long.MinValue, -1 })]
    [InlineData(new long[] { 1L << 62, 4, 3 })]
    [InlineData(new long[] { long.MaxValue, long.MaxValue })]
    public void Dimensions_that_the_values_do_not_fill_are_an_error_before_anything_is_allocated(long[] dimensions)
    {
        var model = new OnnxModel { Tensors = { new("weights", dimensions, [1, 2, 3]) } };
        using var file = new TemporaryFile(model.ToBytes());
        using OnnxGraph graph = OnnxFile.Open(file.Path);

        var error = Assert.Throws<InvalidDataException>(() => graph.ReadValues(graph.Initializers[0]));

        Assert.Contains(file.Path, error.Message);
        Assert.Contains($"'weights' [{string.Join(", ", dimensions)}]", error.Message);
        Assert.Contains("12 bytes", error.Message);
    }

    [Fact]
    public void Another_data_type_is_an_error_that_names_it()
    {
        var model = new OnnxModel { Tensors = { new("weights", [1], [1, 2]) { DataType = 11 } } };
        using var file = new TemporaryFile(model.ToBytes());
        using OnnxGraph graph = OnnxFile.Open(file.Path);

        var error = Assert.Throws<InvalidDataException>(() => graph.ReadValues(graph.Initializers[0]));

        Assert.Contains("'weights'", error.Message);
        Assert.Contains("data type 11", error.Message);
    }

    public static TheoryData<string, byte[]> ForeignFiles =>
        new()
        {
            { "no graph", [] },
            { "field", "some text, which is no model"u8.ToArray() },
            { "left", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10] },
            { "no graph", Message(model => Integer(model, 1, 3)) },
            {
                "second graph",
                Message(model =>
                {
                    Bytes(model, 7, []);
                    Bytes(model, 7, []);
                })
            },
            { "LengthDelimited", Message(model => Integer(model, 7, 3)) },
            { "left", [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01] },
            { "longer one", [0x08, .. Enumerable.Repeat((byte)0xFF, 11)] },
            { "4096", Graph(1, Message(node => Text(node, 1, new string('x', 5000)))) },
            { "at most 16", Graph(5, Message(tensor => Bytes(tensor, 1, new byte[1_000_000]))) },
            {
                "too many",
                Message(model => Bytes(model, 7, [.. Enumerable.Repeat<byte[]>([0x0A, 0x00], 100_000).SelectMany(node => node)]))
            },
        };

    [Theory]
    [MemberData(nameof(ForeignFiles))]
    public void A_foreign_or_absurd_file_is_an_error_that_names_it(string expected, byte[] content)
    {
        using var file = new TemporaryFile(content);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<InvalidDataException>(() => OnnxFile.Open(file.Path));

        Assert.Contains(file.Path, error.Message);
        Assert.Contains(expected, error.Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
        File.Open(file.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose(); // fails if it was left open
    }

    private static byte[] Graph(int field, byte[] content) =>
        Message(model => Bytes(model, 7, Message(graph => Bytes(graph, field, content))));
}

using System.IO.Compression;
using System.Text;
using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Google.Protobuf;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Files that are no model for ONNX Runtime: what is said of them.</summary>
public sealed class OnnxBadFileTests : IDisposable
{
    private const int ExternalDataField = 13;

    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private static readonly Lazy<ModelProto> Graph = new(() => OnnxModels.Graph(new MLContext(seed: 1)));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("<!doctype html><html></html>", "it is an HTML page")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n", "it is a pointer of Git LFS")]
    [InlineData("PK\u0003\u0004", "its end is missing")]
    [InlineData("hello", "it is not an ONNX file that can be read")]
    [InlineData("\u0008\u0008", "no graph was found in it")]
    public void What_is_no_model_is_called_what_it_is(string content, string said) => CheckRefused(Encoding.Latin1.GetBytes(content), said);

    [Fact]
    public void A_graph_cut_anywhere_is_an_error()
    {
        byte[] whole = Graph.Value.ToByteArray();
        foreach (int length in new[] { 1, 3, 100, whole.Length / 2, whole.Length - 1 })
        {
            var error = Assert.Throws<FormatException>(() => Load(whole[..length]));
            Assert.Contains("model.onnx' cannot be read as a model: it", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ass.format", null, "not exported by Ass.MLNet")]
    [InlineData("ass.format", "2", "its format is '2'")]
    [InlineData("ass.classes", "[\"a\",\"b\"]", "a score for each of its 2 classes")]
    [InlineData("ass.classes", "[]", "not a list of 2 to 255 class names")]
    [InlineData("ass.input", "normalized", "OnnxInput.Normalized")]
    [InlineData("ass.output", "ids", "its only output should be 'ids', and it has 'network_logits'")]
    [InlineData("ass.input_size", "40x30", null)]
    public void Metadata_that_contradict_the_graph_are_told(string key, string? text, string? said)
    {
        byte[] changed = Graph.Value.With(key, text);
        if (said is null)
        {
            // Any size is what the graph takes, so that any size can be claimed.
            Load(changed).Dispose();
            return;
        }
        CheckRefused(changed, said);
    }

    [Fact]
    public void Inputs_and_outputs_of_other_names_types_and_ranks_are_told()
    {
        CheckRefused(
            Changed(graph =>
            {
                graph.Input[0].Name = "picture";
                foreach (var node in graph.Node)
                {
                    Rename(node.Input, "image", "picture");
                }
            }),
            "its only input should be 'image', and it has 'picture'"
        );
        CheckRefused(
            Changed(graph => graph.Input[0].Type.TensorType.ElemType = (int)TensorProto.Types.DataType.Float),
            "its input 'image' should be bytes (N, H, W, 3), and is Float"
        );
        CheckRefused(
            Changed(graph => graph.Input[0].Type.TensorType.Shape.Dim[3] = new TensorShapeProto.Types.Dimension { DimValue = 4 }),
            "cannot be read as a model: "
        );
        CheckRefused(
            Changed(graph =>
            {
                var second = graph.Input[0].Clone();
                second.Name = "more";
                graph.Input.Add(second);
            }),
            "it has 'image', 'more'"
        );

        static void Rename(Google.Protobuf.Collections.RepeatedField<string> names, string from, string to)
        {
            for (int i = 0; i < names.Count; i++)
            {
                names[i] = names[i] == from ? to : names[i];
            }
        }
    }

    [Fact]
    public void An_operator_that_ONNX_Runtime_does_not_know_is_told() =>
        CheckRefused(Changed(graph => graph.Node[0].OpType = "Dance"), "ONNX Runtime does not accept its graph: ");

    /// <summary>Such paths would choose files of the machine, relative to the working folder.</summary>
    [Fact]
    public void Weights_in_other_files_are_refused()
    {
        var tensor = Graph.Value.Graph.Initializer[0].Clone();
        tensor.ClearRawData();
        byte[] external = OnnxBytes(output =>
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteString("location");
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteString("weights.bin");
        });
        byte[] changed = OnnxBytes(output =>
        {
            output.WriteTag(ExternalDataField, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(external));
        });
        var model = Graph.Value.Clone();
        model.Graph.Initializer[0] = TensorProto.Parser.ParseFrom([.. tensor.ToByteArray(), .. changed]);

        CheckRefused(model.ToByteArray(), "its weights lie in another file");
    }

    [Fact]
    public void A_file_larger_than_any_graph_is_refused_before_memory_is_taken()
    {
        string path = _folder.At("model.onnx");
        using (var file = File.Create(path))
        {
            file.Write(Graph.Value.ToByteArray());
            file.SetLength((long)int.MaxValue + 1000);
        }
        long before = GC.GetTotalAllocatedBytes();
        var error = Assert.Throws<FormatException>(() => OnnxSegmentationTransformer.Load(_ml, path));

        Assert.Contains("an ONNX graph has at most", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 10_000_000);
    }

    [Fact]
    public void A_model_for_libtorch_is_called_one()
    {
        string path = _folder.At("model.zip");
        using (var model = TestModel.Create(_ml))
        {
            model.Save(path);
        }
        var error = Assert.Throws<FormatException>(() => OnnxSegmentationTransformer.Load(_ml, path));

        Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("a model for libtorch", error.Message, StringComparison.Ordinal);
        Assert.Contains("ToOnnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_and_missing_files_are_told()
    {
        Assert.Throws<FileNotFoundException>(() => OnnxSegmentationTransformer.Load(_ml, _folder.At("none.onnx")));
        var error = Assert.Throws<IOException>(() => OnnxSegmentationTransformer.Load(_ml, _folder.Root));
        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_in_a_model_file_is_told_by_both_ways_of_loading()
    {
        string path = _folder.At("model.zip");
        using (var model = OnnxModels.Create(_ml))
        {
            model.Save(path);
        }
        byte[] graph = ReadGraph(path);
        graph[graph.Length / 2] ^= 1;
        WriteGraph(path, graph);
        Check("its graph's checksum is that of other content");
        WriteGraph(path, graph[..(graph.Length / 2)]);
        Check("it ends too early");
        BitConverter.TryWriteBytes(graph, long.MaxValue);
        WriteGraph(path, graph);
        Check("an ONNX graph has at most");

        void Check(string said)
        {
            var error = Assert.Throws<FormatException>(() => OnnxSegmentationTransformer.Load(_ml, path));
            Assert.Contains(said, error.Message, StringComparison.Ordinal);
            Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
            Assert.Contains(said, Assert.ThrowsAny<Exception>(() => _ml.Model.Load(path, out _)).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_file_that_would_fill_the_disk_is_refused_before_it_is_unpacked()
    {
        string path = _folder.At("model.zip");
        using (var model = OnnxModels.Create(_ml))
        {
            model.Save(path);
        }
        WriteGraph(path, new byte[32 << 20]);

        // ML.NET would make a folder in this file to unpack into.
        var ml = new MLContext { TempFilePath = _folder.Text("no-folder", "") };
        var error = Assert.Throws<FormatException>(() => OnnxSegmentationTransformer.Load(ml, path));
        Assert.Contains("its entry 'TransformerChain/Graph' is to have 33554432 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_for_ONNX_Runtime_is_not_opened_where_one_for_libtorch_is_wanted()
    {
        string path = _folder.At("model.zip");
        using (var model = OnnxModels.Create(_ml))
        {
            model.Save(path);
        }

        // Opening it would fail.
        WriteGraph(path, [1, 2, 3]);
        var error = Assert.Throws<InvalidOperationException>(() => AssSegmentationTransformer.Load(_ml, path));
        Assert.Contains("'AssOnnxSegmentation', not an AssSegmentationTransformer", error.Message, StringComparison.Ordinal);
    }

    private static byte[] OnnxBytes(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            write(output);
        }
        return bytes.ToArray();
    }

    private static byte[] ReadGraph(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var stream = archive.Entries.Single(entry => entry.Name == "Graph").Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static void WriteGraph(string path, byte[] graph)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = archive.Entries.Single(entry => entry.Name == "Graph");
        string name = entry.FullName;
        entry.Delete();
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(graph);
    }

    [Fact]
    public void A_damaged_weight_is_told()
    {
        using var stream = new MemoryStream();
        GraphChecksum.Write(Graph.Value.Clone(), stream);
        byte[] graph = stream.ToArray();
        Load(graph).Dispose();

        graph[graph.Length / 2] ^= 0x40;

        CheckRefused(graph, "its checksum is that of other content");
    }

    private byte[] Changed(Action<GraphProto> change)
    {
        var model = Graph.Value.Clone();
        change(model.Graph);
        return model.ToByteArray();
    }

    private OnnxSegmentationTransformer Load(byte[] bytes) => OnnxSegmentationTransformer.Load(_ml, _folder.Bytes("model.onnx", bytes));

    private void CheckRefused(byte[] bytes, string said)
    {
        var error = Assert.Throws<FormatException>(() => Load(bytes));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains($"'{_folder.At("model.onnx")}'", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
    }
}

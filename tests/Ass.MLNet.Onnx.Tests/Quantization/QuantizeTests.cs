using Google.Protobuf;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Quantized models as transformers: saved and loaded, and what is refused.</summary>
public sealed class QuantizeTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private readonly OnnxSegmentationTransformer _model;

    public QuantizeTests() => _model = OnnxModels.Create(_ml, score: "Score");

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_quantized_model_comes_back_from_a_graph_a_model_file_and_a_chain()
    {
        string graph = _folder.At("a/model.onnx"),
            file = _folder.At("model.zip"),
            chain = _folder.At("chain.zip");
        using var quantized = _model.Quantize(Rows(3));
        byte[] expected = Mask(quantized);
        Assert.True(expected.Distinct().Count() > 1);
        quantized.SaveOnnx(graph);
        quantized.Save(file);
        _ml.Model.Save(new TransformerChain<ITransformer>(quantized), Rows(1).Schema, chain);

        using (var loaded = OnnxSegmentationTransformer.Load(_ml, graph))
        {
            Assert.Equal(expected, Mask(loaded));
            loaded.SaveOnnx(_folder.At("again.onnx"));
        }
        using (var loaded = OnnxSegmentationTransformer.Load(_ml, file))
        {
            Assert.Equal(expected, Mask(loaded));
        }
        var steps = (TransformerChain<ITransformer>)new MLContext().Model.Load(chain, out _);
        Assert.Equal(expected, Mask((OnnxSegmentationTransformer)steps.LastTransformer));
        steps.Dispose();
        Assert.Equal(File.ReadAllBytes(graph), File.ReadAllBytes(_folder.At("again.onnx")));
        Assert.Equal([graph], Directory.GetFiles(_folder.At("a")));
    }

    [Fact]
    public void It_has_the_columns_of_the_model_and_outlives_it()
    {
        using var quantized = _model.Quantize(Rows(3));
        Assert.Equal(["Number", "Image", "PredictedLabel", "Score"], quantized.GetOutputSchema(Rows(1).Schema).Select(c => c.Name));
        byte[] before = Mask(quantized);
        _model.Dispose();
        Assert.Equal(before, Mask(quantized));
    }

    [Fact]
    public void A_graph_of_floats_is_saved_as_it_was_loaded()
    {
        byte[] graph = OnnxModels.Graph(_ml).ToByteArray();
        using var model = OnnxSegmentationTransformer.Load(_ml, new MemoryStream(graph));
        using var saved = new MemoryStream();
        model.SaveOnnx(saved);

        Assert.Equal(graph, saved.ToArray());
    }

    [Theory]
    [InlineData(10, 2, "0 5")]
    [InlineData(7, 3, "0 2 4")]
    [InlineData(3, 50, "0 1 2")]
    [InlineData(4, 4, "0 1 2 3")]
    public void Images_are_spread_over_the_rows_and_the_others_are_not_read(int rows, int count, string expected)
    {
        var read = new List<int>();
        var reported = new List<int>();
        var data = _ml.Data.LoadFromEnumerable((WatchedRow[])[.. Enumerable.Range(0, rows).Select(i => new WatchedRow(i, read))]);
        _model.Quantize(data, count, new Reports(reported)).Dispose();

        Assert.Equal(expected, string.Join(' ', read.Distinct()));
        Assert.Equal(Enumerable.Range(1, read.Distinct().Count()), reported);
    }

    [Fact]
    public void Of_rows_without_a_number_the_first_are_read()
    {
        var read = new List<int>();
        var data = _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 10).Select(i => new WatchedRow(i, read)));
        _model.Quantize(data, 2).Dispose();

        Assert.Equal("0 1", string.Join(' ', read.Distinct()));
    }

    [Fact]
    public void A_quantized_model_is_not_quantized_again()
    {
        using var quantized = _model.Quantize(Rows(3));
        var error = Assert.Throws<InvalidOperationException>(() => quantized.Quantize(Rows(1)));
        Assert.Contains("quantized already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_images_a_sentence_says_so()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _model.Quantize(Rows(0)));
        Assert.Contains("There are no images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_an_image_is_named()
    {
        var data = _ml.Data.LoadFromEnumerable((TestModel.Row[])[new() { Image = TestModel.Picture(1) }, new()]);
        var error = Assert.Throws<InvalidOperationException>(() => _model.Quantize(data));
        Assert.Contains("Row 1, column 'Image' cannot be read: the row has no image", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_an_error_that_names_the_row()
    {
        var graph = TinyGraph.Create();
        var bias = graph.Graph.Initializer.Single(tensor => tensor.Name == "first.bias");
        bias.RawData = ByteString.CopyFrom([.. BitConverter.GetBytes(float.PositiveInfinity), .. BitConverter.GetBytes(0f)]);
        using var model = OnnxSegmentationTransformer.Load(_ml, new MemoryStream(graph.ToByteArray()));

        var error = Assert.Throws<InvalidOperationException>(() => model.Quantize(Rows(1)));
        Assert.StartsWith("Row 0: The network's scores for an image of 32x24 are NaN or infinite", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_refused_before_anything_is_read()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Quantize(Rows(1), count: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _model.Quantize(_ml.Data.LoadFromEnumerable([new { Number = 1 }])));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => _model.Quantize(Rows(1), cancellationToken: stop.Token));
        _model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => _model.Quantize(Rows(1)));
        Assert.Throws<ObjectDisposedException>(() => _model.SaveOnnx(_folder.At("none.onnx")));
        Assert.False(File.Exists(_folder.At("none.onnx")));
    }

    private static byte[] Mask(OnnxSegmentationTransformer model)
    {
        using var image = TestModel.Picture(5, 64, 48);
        return model.Segment(image).ClassIds;
    }

    private IDataView Rows(int count) => _ml.Data.LoadFromEnumerable(TestModel.Rows(count));

    private sealed class WatchedRow(int number, List<int> read)
    {
        [ImageType(24, 32)]
        public MLImage Image
        {
            get
            {
                read.Add(number);
                return TestModel.Picture(number);
            }
        }
    }

    private sealed class Reports(List<int> reported) : IProgress<int>
    {
        public void Report(int value) => reported.Add(value);
    }
}

using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Models that are saved and come back.</summary>
public sealed class OnnxModelFileTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();
    private readonly OnnxSegmentationTransformer _model;

    public OnnxModelFileTests() => _model = OnnxModels.Create(_ml, score: "Score", image: "Photo");

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_comes_back_by_its_path_and_by_ML_NET_and_can_be_saved_again()
    {
        string path = _folder.At("a/model.zip"),
            again = _folder.At("b/again.zip");
        _model.Save(path);
        using (var loaded = OnnxSegmentationTransformer.Load(new MLContext(), path))
        {
            CheckSame(loaded);

            // Not from the file that it came from: that one may be another model's by now.
            File.Delete(path);
            loaded.Save(again);
        }
        using (var loaded = (OnnxSegmentationTransformer)new MLContext().Model.Load(again, out _))
        {
            CheckSame(loaded);
        }
        Assert.Equal([again], Directory.GetFiles(_folder.At("b")));
    }

    [Fact]
    public void A_chain_comes_back()
    {
        var rows = _ml.Data.LoadFromEnumerable(TestModel.Rows(3));
        var chain = new Microsoft.ML.Data.TransformerChain<ITransformer>(_ml.Transforms.CopyColumns("Photo", "Image").Fit(rows), _model);
        string path = _folder.At("chain.zip");
        _ml.Model.Save(chain, rows.Schema, path);
        var loaded = new MLContext().Model.Load(path, out _);

        Assert.Equal(Predict(chain), Predict(loaded));
        (loaded as IDisposable)?.Dispose();
        var error = Assert.Throws<FormatException>(() => OnnxSegmentationTransformer.Load(_ml, path));
        Assert.Contains("load chains with mlContext.Model.Load", error.Message, StringComparison.Ordinal);

        List<string> Predict(ITransformer model) =>
            [
                .. _ml
                    .Data.CreateEnumerable<TestModel.Prediction>(model.Transform(rows), reuseRowObject: false)
                    .Select(row => Convert.ToHexString(TestModel.Ids(row.PredictedLabel!))),
            ];
    }

    [Fact]
    public void Models_lie_between_other_bytes_and_in_streams_that_cannot_go_back()
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[100]);
        _model.Save(stream);
        long end = stream.Position;
        stream.Write(new byte[70_000]);
        stream.Position = 100;
        using (var loaded = OnnxSegmentationTransformer.Load(_ml, stream))
        {
            CheckSame(loaded);
        }
        Assert.Equal(end, stream.Position);

        stream.SetLength(end);
        stream.Position = 100;
        using var fromPipe = OnnxSegmentationTransformer.Load(_ml, new BufferedPipe(stream));
        CheckSame(fromPipe);
    }

    [Fact]
    public void A_graph_comes_from_a_path_or_a_stream_with_names_of_columns()
    {
        using var torch = TestModel.Create(_ml);
        string path = _folder.At("model.onnx");
        torch.SaveOnnx(path, new OnnxExportOptions { Output = OnnxOutput.NetworkLogits });
        using var usual = OnnxSegmentationTransformer.Load(_ml, path);
        Assert.Equal(["Image", "PredictedLabel"], ColumnsOf(usual, "Image"));

        using var stream = File.OpenRead(path);
        using var named = OnnxSegmentationTransformer.Load(_ml, stream, null, "Photo", "Mask", "Scores");
        Assert.Equal(["Photo", "Mask", "Scores"], ColumnsOf(named, "Photo"));

        // Also those of a model file.
        string file = _folder.At("model.zip");
        named.Save(file);
        using var renamed = OnnxSegmentationTransformer.Load(_ml, file, imageColumnName: "Picture");
        Assert.Equal(["Picture", "Mask", "Scores"], ColumnsOf(renamed, "Picture"));
        using var image = TestModel.Picture(1);
        Assert.Equal(usual.Segment(image).ClassIds, renamed.Segment(image).ClassIds);
    }

    [Fact]
    public void Columns_of_one_name_would_hide_each_other()
    {
        using var torch = TestModel.Create(_ml);
        string path = _folder.At("ids.onnx");
        torch.SaveOnnx(path, new OnnxExportOptions { Output = OnnxOutput.Ids });
        var error = Assert.Throws<ArgumentException>(() => OnnxSegmentationTransformer.Load(_ml, path, predictedLabelColumnName: "Image"));
        Assert.Contains("predictedLabelColumnName must be another column than imageColumnName", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_of_class_ids_has_no_scores_for_a_column()
    {
        using var torch = TestModel.Create(_ml);
        string path = _folder.At("ids.onnx");
        torch.SaveOnnx(path, new OnnxExportOptions { Output = OnnxOutput.Ids });
        var error = Assert.Throws<InvalidOperationException>(() => OnnxSegmentationTransformer.Load(_ml, path, scoreColumnName: "Score"));
        Assert.Contains("'Score' cannot be filled", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> ColumnsOf(ITransformer model, string image)
    {
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(image, Ass.MLNet.Columns.ImageColumn.AnySize);
        return model.GetOutputSchema(schema.ToSchema()).Select(column => column.Name);
    }

    private void CheckSame(OnnxSegmentationTransformer loaded)
    {
        using var image = TestModel.Picture(3, 50, 40);
        Assert.Equal(_model.Segment(image).ClassIds, loaded.Segment(image).ClassIds);
        Assert.Equal(_model.ClassNames, loaded.ClassNames);
        Assert.Equal(["Photo", "PredictedLabel", "Score"], ColumnsOf(loaded, "Photo"));
    }

    /// <summary>A stream that only goes forward.</summary>
    private sealed class BufferedPipe(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, Math.Min(count, 1000));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class OnnxSegmentationTransformerTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly OnnxSegmentationTransformer _model;

    public OnnxSegmentationTransformerTests() => _model = OnnxModels.Create(_ml, score: "Score");

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Rows_get_masks_and_scores_and_keep_their_other_columns()
    {
        TestModel.Row[] source = TestModel.Rows(4);
        var data = _ml.Data.LoadFromEnumerable(source);
        var scored = _model.Transform(data);
        var rows = _ml
            .Data.CreateEnumerable<TestModel.ScoredPrediction>(scored, reuseRowObject: false)
            .Select(row => (row.Number, Ids: TestModel.Ids(row.PredictedLabel!), row.Score))
            .ToList();

        Assert.Equal(_model.GetOutputSchema(data.Schema).Select(c => c.Name), scored.Schema.Select(c => c.Name));
        Assert.Equal(["Number", "Image", "PredictedLabel", "Score"], scored.Schema.Select(c => c.Name));
        Assert.Equal([0, 1, 2, 3], rows.Select(row => row.Number));
        foreach (var row in rows)
        {
            byte[] ids = _model.Segment(source[row.Number].Image!).ClassIds;
            Assert.Equal(ids, row.Ids);
            int pixels = ids.Length;
            Assert.Equal(TestModel.ClassNames.Length * pixels, row.Score.Length);
            for (int i = 0; i < pixels; i++)
            {
                float[] scores = [.. TestModel.ClassNames.Select((_, c) => row.Score[(c * pixels) + i])];
                Assert.Equal(1, scores.Sum(), 1e-5);
                Assert.Equal(scores.Max(), scores[ids[i]]);
            }
        }
    }

    [Fact]
    public void The_label_column_knows_the_class_names()
    {
        var schema = _model.GetOutputSchema(_ml.Data.LoadFromEnumerable(TestModel.Rows(1)).Schema);
        VBuffer<ReadOnlyMemory<char>> names = default;
        schema["PredictedLabel"].Annotations.GetValue(ClassNamesAnnotation.Kind, ref names);

        Assert.Equal(TestModel.ClassNames, names.DenseValues().Select(name => name.ToString()));
        Assert.Equal(TestModel.ClassNames, _model.ClassNames);
    }

    [Fact]
    public void An_engine_predicts_and_names_a_missing_image()
    {
        using var engine = _ml.Model.CreatePredictionEngine<TestModel.Row, TestModel.Prediction>(
            _model,
            new PredictionEngineOptions { OwnsTransformer = false }
        );
        using var image = TestModel.Picture(5, 40, 30);
        using var mask = engine.Predict(new TestModel.Row { Number = 7, Image = image }).PredictedLabel!;

        Assert.Equal(_model.Segment(image).ClassIds, TestModel.Ids(mask));
        var error = Assert.Throws<InvalidOperationException>(() => engine.Predict(new TestModel.Row()));
        Assert.Contains("no image in column 'Image'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_without_images_are_refused_by_the_name_of_the_column()
    {
        var data = _ml.Data.LoadFromEnumerable([new { Number = 1 }]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => _model.Transform(data));
        Assert.Contains("'Image'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_ONNX_Runtime_need_not_become_one()
    {
        var error = Assert.Throws<NotSupportedException>(() => _model.ToOnnx(_ml));
        Assert.Contains("already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_on_libtorch_can_be_disposed_once_it_is_converted()
    {
        using var image = TestModel.Picture(2);
        var torch = TestModel.Create(_ml);
        using var onnx = torch.ToOnnx(_ml, new OnnxRuntimeOptions { Threads = 1 });
        byte[] expected = torch.Segment(image).ClassIds;
        torch.Dispose();

        Assert.Equal(expected, onnx.Segment(image).ClassIds);
        Assert.Throws<ObjectDisposedException>(() => torch.ToOnnx(_ml));
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class AssSegmentationTransformerTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public void BatchesEqualSingleImages()
    {
        using var model = TestModel.Create(_ml);
        var rows = TestModel.Rows(11);
        var predictions = Predict(model, rows);

        Assert.Equal(rows.Select(r => r.Number), predictions.Select(p => p.Number));
        Assert.All(rows.Zip(predictions), pair =>
        {
            var expected = model.Segment(pair.First.Image!);
            Assert.Equal((pair.First.Image!.Width, pair.First.Image.Height), (pair.Second.PredictedLabel!.Width, pair.Second.PredictedLabel.Height));
            Assert.Equal(expected.ClassIds, TestModel.Ids(pair.Second.PredictedLabel));
        });
        Assert.True(predictions.SelectMany(p => TestModel.Ids(p.PredictedLabel!)).Distinct().Count() > 1);
    }

    [Fact]
    public void SkippedRowsDoNotShiftPredictions()
    {
        using var model = TestModel.Create(_ml);
        var rows = TestModel.Rows(12);
        var kept = _ml.Data.FilterByCustomPredicate(
            model.Transform(_ml.Data.LoadFromEnumerable(rows)), (TestModel.Row r) => r.Number is not (0 or 5 or 6 or 7 or 10));

        var predictions = _ml.Data.CreateEnumerable<TestModel.Prediction>(kept, reuseRowObject: false).ToArray();

        Assert.Equal([0, 5, 6, 7, 10], predictions.Select(p => p.Number));
        Assert.All(predictions, p => Assert.Equal(model.Segment(rows[p.Number].Image!).ClassIds, TestModel.Ids(p.PredictedLabel!)));
    }

    [Fact]
    public void PredictedLabelCarriesClassNamesAndTheImagesType()
    {
        using var model = TestModel.Create(_ml);
        var input = _ml.Data.LoadFromEnumerable(TestModel.Rows(1));
        var column = model.GetOutputSchema(input.Schema)["PredictedLabel"];
        Assert.Equal(TestModel.ClassNames, ClassNamesAnnotation.Read(column));
        Assert.Equal(input.Schema["Image"].Type, column.Type);
        Assert.Equal(model.GetOutputSchema(input.Schema).Select(c => c.Name), model.Transform(input).Schema.Select(c => c.Name));
    }

    [Fact]
    public void ScoresAreAddedUnderTheirName()
    {
        using var model = TestModel.Create(_ml, score: "Score");
        var rows = TestModel.Rows(5);
        var view = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        foreach (var prediction in _ml.Data.CreateEnumerable<TestModel.ScoredPrediction>(view, reuseRowObject: false))
        {
            byte[] ids = TestModel.Ids(prediction.PredictedLabel!);
            Assert.Equal(3 * ids.Length, prediction.Score.Length);
            for (int i = 0; i < ids.Length; i++)
            {
                float[] scores = [prediction.Score[i], prediction.Score[ids.Length + i], prediction.Score[2 * ids.Length + i]];
                Assert.Equal(1, scores.Sum(), 1e-5);
                Assert.Equal(scores.Max(), scores[ids[i]]);
            }
        }
    }

    [Fact]
    public void OnlyActiveColumnsAreComputed()
    {
        using var model = TestModel.Create(_ml, score: "Score");
        var view = model.Transform(_ml.Data.LoadFromEnumerable(TestModel.Rows(2)));
        using var cursor = view.GetRowCursor([view.Schema["Number"]]);
        Assert.True(cursor.IsColumnActive(view.Schema["Number"]));
        Assert.False(cursor.IsColumnActive(view.Schema["PredictedLabel"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<MLImage>(view.Schema["PredictedLabel"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<MLImage>(view.Schema["Image"]));
        Assert.True(cursor.MoveNext());
    }

    [Fact]
    public void RowWithoutImageIsNamedWhenItIsReached()
    {
        using var model = TestModel.Create(_ml);
        var rows = TestModel.Rows(3);
        rows[1].Image = null;
        var view = model.Transform(_ml.Data.LoadFromEnumerable(rows));
        using var cursor = view.GetRowCursor([view.Schema["PredictedLabel"]]);
        var getter = cursor.GetGetter<MLImage>(view.Schema["PredictedLabel"]);
        MLImage image = null!;
        cursor.MoveNext();
        getter(ref image);
        cursor.MoveNext();
        var error = Assert.Throws<InvalidOperationException>(() => getter(ref image));
        Assert.Contains("Row 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("'Image'", error.Message, StringComparison.Ordinal);
        cursor.MoveNext();
        getter(ref image);
        Assert.Equal(rows[2].Image!.Width, image.Width);
    }

    [Fact]
    public void SchemaErrorsAreMLNets()
    {
        using var model = TestModel.Create(_ml, image: "Photo");
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => model.Transform(_ml.Data.LoadFromEnumerable(TestModel.Rows(1))));
        Assert.Contains("Could not find image column 'Photo'", error.Message, StringComparison.Ordinal);

        using var numbers = TestModel.Create(_ml, image: "Number");
        error = Assert.Throws<ArgumentOutOfRangeException>(() => numbers.Transform(_ml.Data.LoadFromEnumerable(TestModel.Rows(1))));
        Assert.Contains("Schema mismatch for image column 'Number': expected Image, got Int32", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DisposedTransformerThrows()
    {
        var model = TestModel.Create(_ml);
        var view = model.Transform(_ml.Data.LoadFromEnumerable(TestModel.Rows(1)));
        model.Dispose();
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => model.Segment(TestModel.Picture(1)));
        Assert.Throws<ObjectDisposedException>(() => model.Transform(view));
        Assert.Throws<ObjectDisposedException>(() => model.Save(Stream.Null));
        Assert.Throws<ObjectDisposedException>(() => _ml.Data.CreateEnumerable<TestModel.Prediction>(view, reuseRowObject: false).Count());
    }

    [Fact]
    public void ScoringLeavesNoTensorsBehind()
    {
        var statistics = DisposeScopeManager.Statistics;
        using var model = TestModel.Create(_ml);
        Predict(model, TestModel.Rows(5));
        long before = statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 3; i++)
        {
            Predict(model, TestModel.Rows(9));
            model.Segment(TestModel.Picture(i));
        }

        Assert.Equal(before, statistics.ThreadTotalLiveCount);
    }

    private TestModel.Prediction[] Predict(ITransformer model, TestModel.Row[] rows)
        => [.. _ml.Data.CreateEnumerable<TestModel.Prediction>(model.Transform(_ml.Data.LoadFromEnumerable(rows)), reuseRowObject: false)];
}

using Ass.MLNet.Columns;
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
        var masks = Predict(model.Transform(_ml.Data.LoadFromEnumerable(rows)));

        Assert.Equal(Enumerable.Range(0, 11), masks.Select(m => m.Number));
        Assert.All(rows.Zip(masks), pair =>
        {
            var expected = model.Segment(pair.First.Image!);
            Assert.Equal((expected.Width, expected.Height), (pair.Second.Width, pair.Second.Height));
            Assert.Equal(expected.ClassIds, pair.Second.Ids);
        });
        Assert.True(masks.Select(m => Convert.ToHexString(m.Ids)).Distinct().Count() > 3, "The network tells the pictures apart.");
    }

    [Fact]
    public void SkippedRowsDoNotShiftPredictions()
    {
        using var model = TestModel.Create(_ml);
        var rows = TestModel.Rows(12);
        var kept = _ml.Data.FilterByCustomPredicate(model.Transform(_ml.Data.LoadFromEnumerable(rows)), (TestModel.Row r) =>
            r.Number is not (0 or 5 or 6 or 7 or 10)
        );

        var masks = Predict(kept);

        Assert.Equal([0, 5, 6, 7, 10], masks.Select(m => m.Number));
        Assert.All(masks, m => Assert.Equal(model.Segment(rows[m.Number].Image!).ClassIds, m.Ids));
    }

    [Fact]
    public void ImagesThatTheCursorOwnsAreReadInTime()
    {
        string folder = Directory.CreateTempSubdirectory("ass-images").FullName;
        try
        {
            using var model = TestModel.Create(_ml);
            var rows = TestModel.Rows(6);
            foreach (var row in rows)
            {
                row.Image!.Save(Path.Combine(folder, $"{row.Number}.png"));
            }

            var files = _ml.Data.LoadFromEnumerable(rows.Select(r => new { Path = $"{r.Number}.png" }));
            var view = model.Transform(_ml.Transforms.LoadImages("Image", folder, "Path").Fit(files).Transform(files));
            using var cursor = view.GetRowCursor([view.Schema["Image"], view.Schema["PredictedLabel"]]);
            var getImage = cursor.GetGetter<MLImage>(view.Schema["Image"]);
            var getMask = cursor.GetGetter<MLImage>(view.Schema["PredictedLabel"]);
            var getId = cursor.GetIdGetter();
            MLImage image = null!,
                mask = null!;
            DataViewRowId id = default;
            for (int i = 0; i < rows.Length; i++)
            {
                Assert.True(cursor.MoveNext());
                getMask(ref mask);
                getImage(ref image);
                getId(ref id);
                Assert.Equal(rows[i].Image!.GetBGRPixels, image.GetBGRPixels);
                Assert.Equal(model.Segment(image).ClassIds, TestModel.Ids(mask));
                Assert.Equal(new DataViewRowId((ulong)i, 0), id);
            }

            Assert.False(cursor.MoveNext());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void PredictedLabelCarriesClassNamesAndNoSize()
    {
        using var model = TestModel.Create(_ml);
        var input = _ml.Data.LoadFromEnumerable(TestModel.Rows(1));
        var column = model.GetOutputSchema(input.Schema)["PredictedLabel"];
        Assert.Equal(TestModel.ClassNames, ClassNamesAnnotation.Read(column));
        Assert.Equal(ImageColumn.AnySize, column.Type);
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
        Assert.Throws<ObjectDisposedException>(() => Predict(view));
    }

    [Fact]
    public void ScoringLeavesNoTensorsBehind()
    {
        var statistics = DisposeScopeManager.Statistics;
        using var model = TestModel.Create(_ml);
        Predict(model.Transform(_ml.Data.LoadFromEnumerable(TestModel.Rows(5))));
        long before = statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 3; i++)
        {
            Predict(model.Transform(_ml.Data.LoadFromEnumerable(TestModel.Rows(9))));
            model.Segment(TestModel.Picture(i));
        }

        Assert.Equal(before, statistics.ThreadTotalLiveCount);
    }

    // Reads each mask while its row is the current one.
    private (int Number, int Width, int Height, byte[] Ids)[] Predict(IDataView view) =>
        [
            .. _ml
                .Data.CreateEnumerable<TestModel.Prediction>(view, reuseRowObject: false)
                .Select(p => (p.Number, p.PredictedLabel!.Width, p.PredictedLabel.Height, TestModel.Ids(p.PredictedLabel))),
        ];
}

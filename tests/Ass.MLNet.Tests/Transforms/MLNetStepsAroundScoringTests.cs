using Ass.MLNet.Columns;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Scoring behind and before steps of ML.NET's own.</summary>
public sealed class MLNetStepsAroundScoringTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Images of one size have a column type of that size, which plain properties could not take.</summary>
    [Fact]
    public void Plain_properties_take_masks_of_resized_images()
    {
        using var model = TestModel.Create(_ml);
        PathRow[] rows = [.. Enumerable.Range(0, 3).Select(Save)];
        var data = _ml.Data.LoadFromEnumerable(rows);
        var loading = _ml
            .Transforms.LoadImages("Image", _folder.Root, "Path")
            .Append(_ml.Transforms.ResizeImages("Image", 24, 16, resizing: ImageResizingEstimator.ResizingKind.Fill))
            .Fit(data);
        var view = model.Transform(loading.Transform(data));

        Assert.Equal(TestModel.ClassNames, ClassNamesAnnotation.Read(view.Schema["PredictedLabel"]));
        byte[][] masks = [.. _ml.Data.CreateEnumerable<ResizedPrediction>(view, reuseRowObject: false).Select(Ids)];
        var chain = new TransformerChain<ITransformer>(loading, model);
        using var engine = _ml.Model.CreatePredictionEngine<PathRow, ResizedPrediction>(
            chain,
            new PredictionEngineOptions { OwnsTransformer = false }
        );
        Assert.Equal(TestModel.ClassNames, ClassNamesAnnotation.Read(engine.OutputSchema["PredictedLabel"]));
        Assert.Equal(rows.Length, masks.Length);
        Assert.All(rows.Zip(masks), pair => Assert.Equal(pair.Second, Ids(engine.Predict(pair.First))));

        byte[] Ids(ResizedPrediction prediction)
        {
            Assert.Equal((24, 16), (prediction.PredictedLabel!.Width, prediction.PredictedLabel.Height));
            Assert.Equal(model.Segment(prediction.Image!).ClassIds, TestModel.Ids(prediction.PredictedLabel));
            return TestModel.Ids(prediction.PredictedLabel);
        }
    }

    [Fact]
    public void An_engine_goes_on_after_a_row_that_fails()
    {
        using var model = TestModel.Create(_ml);
        PathRow[] rows = [Save(0), new PathRow { Path = "gone.png" }, Save(2), new PathRow(), Save(4)];
        var data = _ml.Data.LoadFromEnumerable(rows);
        var chain = new TransformerChain<ITransformer>(_ml.Transforms.LoadImages("Image", _folder.Root, "Path").Fit(data), model);
        using var engine = _ml.Model.CreatePredictionEngine<PathRow, PlainPrediction>(
            chain,
            new PredictionEngineOptions { OwnsTransformer = false }
        );
        for (int i = 0; i < rows.Length; i++)
        {
            if (i % 2 == 1)
            {
                var error = Record.Exception(() => engine.Predict(rows[i]));
                Assert.Contains(i == 1 ? "gone.png" : "Row 3 has no image", error.Message, StringComparison.Ordinal);
                continue;
            }

            using var image = TestModel.Picture(i);
            Assert.Equal(model.Segment(image).ClassIds, TestModel.Ids(engine.Predict(rows[i]).PredictedLabel!));
        }
    }

    [Fact]
    public void Preview_and_caching_see_the_same_rows()
    {
        using var model = TestModel.Create(_ml, score: "Score");
        var source = new ImageRows([3, 1, 2]);
        var view = model.Transform(source);

        var preview = view.Preview(maxRows: 2);
        Assert.Equal([0, 1], preview.RowView.Select(row => (int)row.Values.Single(value => value.Key == "Number").Value));
        Assert.All(preview.RowView.Zip([3, 1]), pair =>
        {
            using var image = TestModel.Picture(pair.Second);
            Assert.Equal(
                model.Segment(image).ClassIds,
                TestModel.Ids((MLImage)pair.First.Values.Single(value => value.Key == "PredictedLabel").Value)
            );
        });

        // ML.NET's cache drops columns of images, and keeps the scores.
        var cached = _ml.Data.Cache(view);
        float[][] scores = [.. cached.GetColumn<float[]>("Score")];
        Assert.Equal(view.GetColumn<float[]>("Score"), scores);
        Assert.Equal(scores, cached.GetColumn<float[]>("Score"));
    }

    [Fact]
    public void Pixels_go_back_to_where_they_came_from()
    {
        using var model = TestModel.Create(_ml);
        using var image = TestModel.Picture(1, 320, 240);
        const int Pixels = 320 * 240;
        var view = model.Transform(_ml.Data.LoadFromEnumerable(Enumerable.Repeat(new PlainRow { Image = image }, 4)));
        using var cursor = view.GetRowCursor([view.Schema["PredictedLabel"]]);
        var getMask = cursor.GetGetter<MLImage>(view.Schema["PredictedLabel"]);
        MLImage mask = null!;
        Assert.True(cursor.MoveNext());
        getMask(ref mask);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 3; i++)
        {
            Assert.True(cursor.MoveNext());
            getMask(ref mask);
        }

        long perRow = (GC.GetAllocatedBytesForCurrentThread() - before) / 3;
        Assert.True(perRow < 3 * Pixels, $"{perRow} bytes of managed memory were taken per row, of which the mask needs {Pixels}.");
    }

    private PathRow Save(int seed)
    {
        using var image = TestModel.Picture(seed);
        image.Save(_folder.At($"{seed}.png"));
        return new PathRow { Path = $"{seed}.png" };
    }

    private sealed class PathRow
    {
        public string Path { get; set; } = "";
    }

    private sealed class PlainRow
    {
        public MLImage? Image { get; set; }
    }

    private sealed class ResizedPrediction
    {
        [ImageType(16, 24)]
        public MLImage? Image { get; set; }

        public MLImage? PredictedLabel { get; set; }
    }

    private sealed class PlainPrediction
    {
        public MLImage? PredictedLabel { get; set; }
    }
}

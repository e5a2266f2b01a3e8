using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PredictionEngineTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Fact]
    public async Task EnginesOnSeveralThreadsShareOneModel()
    {
        using var model = TestModel.Create(_ml);
        byte[][] expected = [.. Enumerable.Range(0, 8).Select(i => model.Segment(TestModel.Picture(i)).ClassIds)];
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(thread =>
                    Task.Run(() =>
                    {
                        using var engine = CreateEngine(model);
                        for (int i = 0; i < 40; i++)
                        {
                            int seed = (i + thread) % expected.Length;
                            using var image = TestModel.Picture(seed);
                            using var mask = engine.Predict(new TestModel.Row { Image = image }).PredictedLabel!;
                            Assert.Equal(expected[seed], TestModel.Ids(mask));
                            Assert.Equal(expected[seed], model.Segment(image).ClassIds);
                        }
                    })
                )
        );
    }

    [Fact]
    public void EngineOnAChainPassesOtherColumnsOn()
    {
        using var model = TestModel.Create(_ml, image: "Photo");
        var chain = new TransformerChain<ITransformer>(
            _ml.Transforms.CopyColumns("Photo", "Image").Fit(_ml.Data.LoadFromEnumerable(TestModel.Rows(1))),
            model
        );
        using var engine = CreateEngine(chain);
        using var image = TestModel.Picture(4);
        var prediction = engine.Predict(new TestModel.Row { Number = 42, Image = image });
        Assert.Equal(42, prediction.Number);
        Assert.Equal(model.Segment(image).ClassIds, TestModel.Ids(prediction.PredictedLabel!));
    }

    [Fact]
    public void EngineNamesAMissingImage()
    {
        using var model = TestModel.Create(_ml);
        using var engine = CreateEngine(model);
        var error = Assert.Throws<InvalidOperationException>(() => engine.Predict(new TestModel.Row()));
        Assert.Contains("no image in column 'Image'", error.Message, StringComparison.Ordinal);
    }

    private PredictionEngine<TestModel.Row, TestModel.Prediction> CreateEngine(ITransformer model) =>
        _ml.Model.CreatePredictionEngine<TestModel.Row, TestModel.Prediction>(
            model,
            new PredictionEngineOptions { OwnsTransformer = false }
        );
}

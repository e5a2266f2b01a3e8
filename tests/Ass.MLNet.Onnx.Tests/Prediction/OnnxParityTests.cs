using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>That ONNX Runtime gives what libtorch gives.</summary>
public sealed class OnnxParityTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly TestFolder _folder = new();

    public static TheoryData<string> Resizings => [.. ResizingsByName.Keys];

    private static Dictionary<string, PredictionResizing> ResizingsByName { get; } =
        new()
        {
            ["own size"] = new(null),
            ["own size, corners aligned"] = new(null, AlignCorners: true),
            ["smaller"] = new(new ImageSize(72, 56)),
            ["larger, cubic, corners aligned"] = new(new ImageSize(150, 130), ImageInterpolation.Bicubic, AlignCorners: true),
        };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Resizings))]
    public void Masks_and_scores_are_libtorchs(string name)
    {
        using var torch = OnnxModels.CreateResizing(_ml, ResizingsByName[name], InputNormalization.TorchVision);
        using var onnx = torch.ToOnnx(_ml);
        TestModel.Row[] rows = [.. Enumerable.Range(0, 3).Select(i => new TestModel.Row { Image = TestModel.Picture(i, 97 + i, 61) })];
        var data = _ml.Data.LoadFromEnumerable(rows);
        var expected = Predict(torch);
        var actual = Predict(onnx);

        Assert.True(expected.SelectMany(row => row.Ids).Distinct().Count() > 1);
        foreach (var (one, other, row) in expected.Zip(actual, rows))
        {
            Assert.InRange(OnnxModels.Agreement(one.Ids, other.Ids), 0.9999, 1);
            Assert.InRange(OnnxModels.Agreement(one.Ids, onnx.Segment(row.Image!).ClassIds), 0.9999, 1);
            Assert.Equal(one.Scores.Length, other.Scores.Length);
            Assert.InRange(one.Scores.Zip(other.Scores).Max(pair => Math.Abs(pair.First - pair.Second)), 0, 1e-4);
        }

        List<(byte[] Ids, float[] Scores)> Predict(ITransformer model) =>
            [
                .. _ml
                    .Data.CreateEnumerable<TestModel.ScoredPrediction>(model.Transform(data), reuseRowObject: false)
                    .Select(row => (TestModel.Ids(row.PredictedLabel!), row.Score)),
            ];
    }

    [Theory]
    [InlineData(OnnxInput.Bgr, OnnxOutput.Ids, false)]
    [InlineData(OnnxInput.Rgb, OnnxOutput.Ids, true)]
    [InlineData(OnnxInput.Bgr, OnnxOutput.Softmax, true)]
    [InlineData(OnnxInput.Rgb, OnnxOutput.Logits, false)]
    [InlineData(OnnxInput.Rgb, OnnxOutput.NetworkLogits, true)]
    public void Exported_graphs_of_every_kind_give_libtorchs_masks(OnnxInput input, OnnxOutput output, bool resizes)
    {
        using var torch = OnnxModels.CreateResizing(_ml, new(resizes ? new ImageSize(72, 56) : null));
        string path = _folder.At("model.onnx");
        torch.SaveOnnx(path, new OnnxExportOptions { Input = input, Output = output });
        bool hasScores = output != OnnxOutput.Ids;
        using var onnx = OnnxSegmentationTransformer.Load(_ml, path, scoreColumnName: hasScores ? "Score" : null);
        using var image = TestModel.Picture(3, 97, 61);

        // The graph resizes with another arithmetic than Pillow's, which the library follows.
        Assert.InRange(OnnxModels.Agreement(torch.Segment(image).ClassIds, onnx.Segment(image).ClassIds), resizes ? 0.998 : 0.9999, 1);
        if (hasScores)
        {
            float[] expected = ScoresOf(torch),
                actual = ScoresOf(onnx);
            Assert.Equal(expected.Length, actual.Length);
            Assert.InRange(expected.Zip(actual).Average(pair => Math.Abs(pair.First - pair.Second)), 0, resizes ? 2e-3 : 1e-5);
        }

        float[] ScoresOf(ITransformer model)
        {
            using var engine = _ml.Model.CreatePredictionEngine<TestModel.Row, TestModel.ScoredPrediction>(
                model,
                new PredictionEngineOptions { OwnsTransformer = false }
            );
            return engine.Predict(new TestModel.Row { Image = image }).Score;
        }
    }
}

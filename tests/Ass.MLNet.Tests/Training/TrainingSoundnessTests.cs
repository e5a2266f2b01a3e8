using Ass.MLNet.Checkpoints;
using Ass.MLNet.Files;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Training;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>A network that is worth nothing is never a success: not of training, not as a file, not as a figure.</summary>
public sealed class TrainingSoundnessTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(4, 1e38, "after step 2 of 4 .* unsound since step 2")]
    [InlineData(4, 1e30, "after step 4 of 4 .* unsound since step 2")]
    [InlineData(1, 1e30, "after step 1 of 1 .* sound so far")]
    public void Weights_or_statistics_that_are_no_numbers_fail_the_training(int iterations, double learningRate, string said)
    {
        var ml = new MLContext(seed: 1);
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations);
        (options.Optimizer, options.LearningRate, options.Run.WorkspacePath, options.Run.ReturnBestModel) = (
            SegmentationOptimizer.Sgd,
            learningRate,
            _folder.Root,
            true
        );
        (options.Optimization.SourceWeight, options.Optimization.TargetWeight) = (1e4, 1e4);
        (options.Run.ValidationSet, options.Run.ValidateEvery) = (TwoDomains.Data(ml, source: 0), 4);
        options.Progress = p => Assert.Null(p.Validation);
        long before = LiveTensors.Count;
        var error = Assert.Throws<InvalidOperationException>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)));

        Assert.Matches(said, error.Message);
        Assert.Contains($"LearningRate (now {learningRate:R})", error.Message);
        Assert.Equal(before, LiveTensors.Count);
        Assert.Empty(
            Directory
                .EnumerateFiles(_folder.Root, "*.zip")
                .Concat(Directory.EnumerateFiles(_folder.Root, "*.checkpoint", SearchOption.AllDirectories))
        );
    }

    [Theory]
    [InlineData(3, 0, 6, null)]
    [InlineData(4, 0, 6, "4 of 6 steps were left out")]
    [InlineData(1, 1, 1, "1 of 1 steps were left out")]
    [InlineData(2, 2, 100, null)]
    [InlineData(3, 3, 100, "the last 3 of 100 steps were left out")]
    public void A_training_of_which_most_or_the_last_steps_did_not_count_has_failed(int skipped, int inARow, int steps, string? said)
    {
        var state = new TrainingState
        {
            Step = steps,
            SkippedSteps = skipped,
            SkippedInARow = inARow,
        };
        var soundness = new TrainingSoundness(new AssSegmentationOptions(), state) { LastSaved = () => "The last good one is here." };
        if (said is null)
        {
            soundness.CheckSteps();
        }
        else
        {
            Assert.Matches(
                $"{said}.*LearningRate.*The last good one is here",
                Assert.Throws<InvalidOperationException>(soundness.CheckSteps).Message
            );
        }
    }

    [Fact]
    public void A_model_of_NaN_is_neither_saved_nor_loaded_nor_does_it_predict()
    {
        var ml = new MLContext(seed: 1);
        using var model = TestModel.Create(ml);
        using var sound = new MemoryStream();
        model.Segmenter.Save(sound);
        Fill(model, float.NaN);

        using var stream = new MemoryStream();
        Assert.Contains("is NaN or infinite", Assert.Throws<InvalidOperationException>(() => model.Segmenter.Save(stream)).Message);
        Assert.Equal(0, stream.Length);
        string weights = _folder.Text("weights.safetensors", "an earlier one");
        Assert.Throws<InvalidOperationException>(() => model.SaveWeights(weights));
        Assert.Equal("an earlier one", File.ReadAllLines(weights)[0]);
        using var picture = TestModel.Picture(1);
        Assert.Contains("NaN or infinite", Assert.Throws<InvalidOperationException>(() => model.Segment(picture)).Message);

        // The last four bytes before the checksum are a weight.
        byte[] file = sound.ToArray();
        int sum = file.Length - ChecksumStream.SumBytes;
        BitConverter.TryWriteBytes(file.AsSpan(sum - 4), float.NaN);
        System.IO.Hashing.XxHash128.Hash(file.AsSpan(0, sum), file.AsSpan(sum));
        Assert.Contains(
            "is NaN or infinite",
            Assert.Throws<InvalidDataException>(() => Segmenter.Load(new MemoryStream(file), CPU)).Message
        );
    }

    [Fact]
    public void Scores_that_are_no_numbers_are_an_error_though_every_weight_is_one()
    {
        using var model = TestModel.Create(new MLContext(seed: 1));
        Fill(model, 3e38f);
        using var picture = TestModel.Picture(1);
        Assert.Contains("tell no classes", Assert.Throws<InvalidOperationException>(() => model.Segment(picture)).Message);
    }

    public void Dispose() => _folder.Dispose();

    private static void Fill(AssSegmentationTransformer model, float value)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var weight = model.Segmenter.Network.Classifier.parameters().First();
        weight.copy_(full_like(weight, value));
    }
}

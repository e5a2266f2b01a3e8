using Ass.MLNet.Checkpoints;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Self-training from the outside: what users train, resume and predict with.</summary>
public sealed class SelfTrainingTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(AdaptationRecipe.TargetOnly, PredictingWeights.Teacher, MixedImages.Unlabeled)]
    [InlineData(AdaptationRecipe.Ass, PredictingWeights.Student, MixedImages.Auto)]
    public void Stopped_and_resumed_the_weights_are_those_of_an_uninterrupted_run(
        AdaptationRecipe recipe,
        PredictingWeights weights,
        MixedImages from
    )
    {
        byte[] uninterrupted = Weights(Options(workspace: false));
        foreach (int stop in new[] { 2, 5 })
        {
            var options = Options(workspace: true);
            using var cancel = new CancellationTokenSource();
            options.CancellationToken = cancel.Token;
            options.Progress = p =>
            {
                if (p.Step == stop)
                {
                    cancel.Cancel();
                }
            };
            Assert.ThrowsAny<OperationCanceledException>(() => Fit(options));
        }
        Assert.Equal(uninterrupted, Weights(Options(workspace: true)));

        AssSegmentationOptions Options(bool workspace)
        {
            var options = SelfTrainingTests.Options(recipe, iterations: 7);
            (options.BatchSize, options.Run.ProgressInterval, options.SelfTraining.PredictWith) = (2, 1, weights);
            (options.Augmentation.MinScale, options.Augmentation.MaxScale) = (0.75, 1.5);
            (options.SelfTraining.WarmUpIterations, options.SelfTraining.MixFrom) = (3, from);
            if (workspace)
            {
                (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
            }
            return options;
        }
    }

    [Fact]
    public void Validations_and_the_model_are_the_teachers_or_the_students_and_change_nothing_else()
    {
        var reports = new List<AssTrainingProgress>();
        var ml = new MLContext(seed: 3);
        byte[] teacher = Weights(Options(PredictingWeights.Teacher, validates: false));
        byte[] student = Weights(Options(PredictingWeights.Student, validates: false));
        Assert.NotEqual(teacher, student);
        Assert.Equal(student, Weights(Options(PredictingWeights.Student, validates: true)));
        Assert.All(reports, r => Assert.DoesNotContain("validation pseudo-labels right", r.Shares.Keys));

        reports.Clear();
        Assert.Equal(teacher, Weights(Options(PredictingWeights.Teacher, validates: true)));
        Assert.Equal(2, reports.Count(r => r.Validation is not null));
        Assert.All(reports.Where(r => r.Validation is not null), r =>
        {
            Assert.InRange(r.Shares["pseudo-labels trusted"], 0, 1);
            Assert.InRange(r.Shares["validation pseudo-labels trusted"], 0, 1);
            Assert.InRange(r.Shares["validation pseudo-labels right"], 0, 1);
        });

        AssSegmentationOptions Options(PredictingWeights weights, bool validates)
        {
            var options = SelfTrainingTests.Options(AdaptationRecipe.Joint, iterations: 4);
            (options.SelfTraining.PredictWith, options.Run.ProgressInterval) = (weights, 1);
            if (validates)
            {
                (options.Run.ValidationSet, options.Run.ValidateEvery) = (TwoDomains.Data(ml, source: 0), 2);
                options.Progress = reports.Add;
            }
            return options;
        }
    }

    [Fact]
    public void A_run_with_self_training_does_not_go_on_without()
    {
        var options = Options(AdaptationRecipe.Joint, iterations: 2);
        options.Run.WorkspacePath = _folder.Root;
        Fit(options).Dispose();

        options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 2);
        (options.Run.WorkspacePath, options.Run.Resume, options.Run.AllowChangesOnResume) = (_folder.Root, true, true);
        var error = Assert.ThrowsAny<InvalidOperationException>(() => Fit(options));
        Assert.Contains("SelfTraining.Enabled", error.Message);
    }

    [Fact]
    public void No_tensor_is_left()
    {
        Fit(Options(AdaptationRecipe.Ass, iterations: 1)).Dispose();
        long before = LiveTensors.Count;
        Fit(Options(AdaptationRecipe.Ass, iterations: 3)).Dispose();
        Assert.Equal(before, LiveTensors.Count);
    }

    public void Dispose() => _folder.Dispose();

    private static AssSegmentationOptions Options(AdaptationRecipe recipe, int iterations)
    {
        var options = TwoDomains.Options(recipe, iterations);
        options.SelfTraining.Enabled = true;
        options.SelfTraining.Confidence = 0.5;
        return options;
    }

    private static AssSegmentationTransformer Fit(AssSegmentationOptions options)
    {
        var ml = new MLContext(seed: 3);
        return ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
    }

    private static byte[] Weights(AssSegmentationOptions options)
    {
        using var model = Fit(options);
        using var stream = new MemoryStream();
        model.Segmenter.Save(stream);
        return stream.ToArray();
    }
}

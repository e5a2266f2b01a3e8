using Ass.MLNet.Prediction;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ValidationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Validation_tells_the_mIoU_that_evaluating_the_finished_model_gives()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 4);
        var reports = new List<AssTrainingProgress>();
        options.Progress = reports.Add;
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));

        Assert.Equal([2, 4], reports.Where(r => r.Validation is not null).Select(r => r.Step));
        var last = ml.MulticlassClassification.EvaluateSegmentation(model.Transform(options.Run.ValidationSet!));
        Assert.Equal(last.ConfusionMatrix, reports[^1].Validation!.ConfusionMatrix);
        Assert.Equal(reports.Max(r => r.Validation?.MeanIoU), reports[^1].BestMeanIoU);
    }

    [Fact]
    public void Validation_changes_nothing_about_the_training()
    {
        Assert.Equal(Weights(validate: false), Weights(validate: true));

        static byte[] Weights(bool validate)
        {
            var ml = new MLContext(seed: 1);
            var options = Options(ml, iterations: 5);
            if (!validate)
            {
                options.Run.ValidationSet = null;
            }
            using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
            using var stream = new MemoryStream();
            model.Segmenter.Save(stream);
            return stream.ToArray();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_best_model_is_kept_and_returned_where_asked_for(bool workspace)
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 8);
        options.Run.ValidateEvery = 1;
        options.Run.ReturnBestModel = true;
        if (workspace)
        {
            options.Run.WorkspacePath = _folder.Root;
        }
        var all = new List<double>();
        options.Progress = p => all.Add(p.Validation!.MeanIoU);
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));

        Assert.Equal(all.Max(), MeanIoU(model));
        if (workspace)
        {
            using var file = File.OpenRead(Path.Combine(_folder.Root, "best.zip"));
            using var best = AssSegmentationTransformer.Load(ml, file);
            Assert.Equal(all.Max(), MeanIoU(best));
        }

        double MeanIoU(AssSegmentationTransformer m) =>
            ml.MulticlassClassification.EvaluateSegmentation(m.Transform(options.Run.ValidationSet!)).MeanIoU;
    }

    [Fact]
    public void Training_stops_early_when_nothing_is_gained_and_stays_stopped()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 100);
        (options.LearningRate, options.Run.ValidateEvery, options.Run.EarlyStoppingPatience, options.Run.EarlyStoppingMinimumGain) = (
            1e-12,
            1,
            3,
            0.1
        );
        (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
        var steps = new List<int>();
        options.Progress = p => steps.Add(p.Step);
        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();
        Assert.Equal([1, 2, 3, 4], steps);

        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();
        Assert.Equal(4, steps.Count);
    }

    [Fact]
    public void Cancelled_in_a_validation_a_resumed_run_makes_up_for_it()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 4);
        (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
        using var cancel = new CancellationTokenSource();
        options.CancellationToken = cancel.Token;
        int rows = 0;
        options.Run.ValidationSet = ml.Data.LoadFromEnumerable(Rows());
        Assert.ThrowsAny<OperationCanceledException>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)));

        options.CancellationToken = default;
        var validated = new List<int>();
        options.Progress = p => validated.AddRange(p.Validation is null ? [] : [p.Step]);
        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();
        Assert.Equal([2, 4], validated);

        IEnumerable<TwoDomains.Row> Rows()
        {
            for (int i = 0; i < 3; i++)
            {
                if (++rows == 2)
                {
                    cancel.Cancel();
                }
                yield return TwoDomains.MakeRow("target", 300 + i, true);
            }
        }
    }

    /// <summary>Other images cannot say whether a model is better than one that was measured on the former.</summary>
    [Fact]
    public void On_another_set_a_resumed_run_judges_the_best_anew()
    {
        var ml = new MLContext(seed: 1);
        var warnings = new List<string>();
        ml.Log += (_, e) => warnings.Add(e.Message);
        var options = Options(ml, iterations: 2);
        (options.Run.WorkspacePath, options.Run.Resume, options.Run.AllowChangesOnResume) = (_folder.Root, true, true);
        string best = Path.Combine(_folder.Root, "best.zip");
        Fit();
        byte[] first = File.ReadAllBytes(best);

        // Nothing is right by these labels, so that no later model is better than the first by the set before.
        options.Run.ValidationSet = ml.Data.LoadFromEnumerable(
            Enumerable.Range(300, 4).Select(i => TwoDomains.MakeRow("target", i, true)).Select(Wrong).ToArray()
        );
        options.Iterations = 4;
        Fit();
        Assert.Contains(warnings, line => line.Contains("The validation set is another one than before"));
        Assert.NotEqual(first, File.ReadAllBytes(best));

        warnings.Clear();
        options.Iterations = 6;
        Fit();
        Assert.DoesNotContain(warnings, line => line.Contains("The validation set"));

        void Fit() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();

        static TwoDomains.Row Wrong(TwoDomains.Row row)
        {
            row.Label = [.. row.Label.Select(id => (byte)((id + 1) % 3))];
            return row;
        }
    }

    [Fact]
    public void Cancelled_right_after_the_best_validation_the_model_that_was_validated_is_returned()
    {
        var ml = new MLContext(seed: 1);
        using var cancel = new CancellationTokenSource();
        var options = Options(ml, iterations: 1000);
        (options.Run.ReturnBestModel, options.Run.ReturnModelWhenCanceled, options.CancellationToken) = (true, true, cancel.Token);
        double validated = 0;
        options.Progress = p =>
        {
            validated = Math.Max(validated, p.Validation?.MeanIoU ?? 0);
            if (p.Step == 4)
            {
                cancel.Cancel();
            }
        };
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));

        Assert.Equal(validated, ml.MulticlassClassification.EvaluateSegmentation(model.Transform(options.Run.ValidationSet!)).MeanIoU);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelled_the_model_so_far_is_returned_where_asked_for(bool byContext)
    {
        var ml = new MLContext(seed: 1);
        using var cancel = new CancellationTokenSource();
        var options = TwoDomains.Options(iterations: 1000);
        (options.Run.ProgressInterval, options.Run.ReturnModelWhenCanceled, options.CancellationToken) = (1, true, cancel.Token);
        var cancelExecution = typeof(MLContext).GetMethod(
            "CancelExecution",
            System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public
        )!;
        options.Progress = _ =>
        {
            if (byContext)
            {
                cancelExecution.Invoke(ml, null);
            }
            else
            {
                cancel.Cancel();
            }
        };
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        using var image = TwoDomains.MakeRow("target", 1, false).Image!;
        Assert.Equal(TwoDomains.Side * TwoDomains.Side, model.Segment(image).ClassIds.Length);
    }

    [Fact]
    public void A_set_of_both_domains_is_refused_before_training()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 2);
        options.Run.ValidationSet = TwoDomains.Data(ml, source: 2, labeled: 3, unlabeled: 1);
        options.Progress = _ => Assert.Fail("training began");
        var error = Assert.Throws<InvalidOperationException>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)));
        Assert.Contains("Run.ValidationSet has 2 source rows and 4 target rows in column 'Domain'", error.Message);
    }

    [Fact]
    public void A_set_without_the_needed_columns_is_refused_before_training()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 2);
        options.Run.ValidationSet = ml.Data.LoadFromEnumerable(new[] { new { Image = 1f, Label = 2f } });
        options.Progress = _ => Assert.Fail("training began");
        Assert.ThrowsAny<Exception>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)));
    }

    [Fact]
    public void Live_tensors_stay_the_same_over_validations_and_checkpoints()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(ml, iterations: 6);
        (options.Run.WorkspacePath, options.Run.CheckpointEvery) = (_folder.Root, 2);
        var counts = new List<long>();
        options.Progress = _ => counts.Add(LiveTensors.Count);
        long before = LiveTensors.Count;
        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();

        Assert.All(counts, count => Assert.Equal(counts[0], count));
        Assert.Equal(before, LiveTensors.Count);
    }

    public void Dispose() => _folder.Dispose();

    private static AssSegmentationOptions Options(MLContext ml, int iterations)
    {
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations);
        options.Run.ValidationSet = ml.Data.LoadFromEnumerable(
            Enumerable.Range(300, 3).Select(i => TwoDomains.MakeRow("target", i, true)).ToArray()
        );
        (options.Run.ValidateEvery, options.Run.ProgressInterval) = (2, 2);
        return options;
    }
}

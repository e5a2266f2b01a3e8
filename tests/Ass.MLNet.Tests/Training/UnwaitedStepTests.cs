using Ass.MLNet.Checkpoints;
using Ass.MLNet.Distribution;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Steps that do not wait for their losses, as on a GPU, come to the same as steps that do.</summary>
public class UnwaitedStepTests
{
    [Theory]
    [InlineData(SegmentationOptimizer.Sgd, false)]
    [InlineData(SegmentationOptimizer.Adam, true)]
    public void An_unsound_step_among_sound_ones_changes_nothing_either_way(SegmentationOptimizer optimizer, bool hasRemedies)
    {
        var options = hasRemedies ? WithRemedies(iterations: 3) : TwoDomains.Options();
        (options.Optimizer, options.AdaptSegNet.BatchNormStatistics, options.Adversarial.DiscriminatorLearningRate) = (
            optimizer,
            BatchNormStatistics.Running,
            1e-3
        );
        var (waited, unwaited) = (Play(options, waits: true), Play(options, waits: false));

        Assert.Equal(waited.Measures, unwaited.Measures);
        Assert.Equal(waited.Steps, unwaited.Steps);
        Assert.Equal(3, waited.Steps["network"]);
        Assert.Equal(waited.Tensors.Keys, unwaited.Tensors.Keys);
        Assert.All(waited.Tensors, t => Assert.True(t.Value.AsSpan().SequenceEqual(unwaited.Tensors[t.Key]), t.Key));
    }

    [Fact]
    public void A_run_reports_the_same()
    {
        var options = TwoDomains.Options(iterations: 7);
        options.Run.ProgressInterval = 3;
        var (waited, unwaited) = (Fit(options, waits: true), Fit(options, waits: false));

        Assert.Equal(["1", "3", "6", "7"], waited.Reports.Select(r => r.Split(' ')[0]));
        Assert.Equal(waited.Reports, unwaited.Reports);
        Assert.Equal(waited.Model, unwaited.Model);
    }

    [Fact]
    public void Steps_left_out_are_counted_and_warned_of_with_the_report()
    {
        var options = Exploding(iterations: 7);
        var (waited, unwaited) = (Fit(options, waits: true), Fit(options, waits: false));

        Assert.EndsWith("6 left out", waited.Reports[^1]);
        Assert.Equal(waited.Reports, unwaited.Reports);
        Assert.Equal(6, waited.Warnings.Count(w => w.Contains("the step was left out")));
        Assert.Equal(waited.Warnings, unwaited.Warnings);
        Assert.Equal(waited.Model, unwaited.Model);
        Assert.Contains("6 of 7 steps were left out", waited.Failure);
        Assert.Equal(waited.Failure, unwaited.Failure);
    }

    [Fact]
    public void Too_many_of_them_stop_training_and_leave_no_tensor()
    {
        string Stop(bool waits)
        {
            long before = LiveTensors.Count;
            string message = Fit(Exploding(iterations: 30), waits).Failure!;
            Assert.Equal(before, LiveTensors.Count);
            return message;
        }

        string stop = Stop(waits: true);
        Assert.Contains("at step 12, and 10 steps in a row", stop);
        Assert.Equal(stop, Stop(waits: false));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Live_tensors_stay_the_same_from_report_to_report(bool hasRemedies)
    {
        var options = hasRemedies ? WithRemedies(iterations: 6) : TwoDomains.Options(iterations: 6);
        options.Run.ProgressInterval = 2;
        var counts = new List<long>();
        options.Progress = _ => counts.Add(LiveTensors.Count);
        Fit(options, waits: false);

        Assert.Equal(4, counts.Count);
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public void What_ended_training_is_told_and_not_what_comes_to_light_afterwards()
    {
        var options = Exploding(iterations: 40);
        (options.Run.ProgressInterval, options.Run.MaximumSkippedSteps) = (100, 0);
        Assert.Contains("torn file", Fit(options, waits: false, data => new BreakingView(new ShuffledView(data), afterRows: 8)).Failure);
    }

    /// <summary>All that an adversarial loss can have.</summary>
    private static AssSegmentationOptions WithRemedies(int iterations)
    {
        var options = TwoDomains.Options(iterations: iterations);
        (options.Adversarial.PrototypeWeight, options.Adversarial.ClassVectorWeights) = (1, ClassVectorWeights.Share);
        (options.Adversarial.DiscriminatorSteps, options.Adversarial.LabeledTargetAsSource) = (3, true);
        options.Adversarial.DomainLabelSmoothing = 0.1;
        return options;
    }

    private static AssSegmentationOptions Exploding(int iterations)
    {
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations);
        (options.Optimizer, options.LearningRate) = (SegmentationOptimizer.Sgd, 1e12);
        return options;
    }

    /// <summary>Four steps, the second of them with an infinite weight in the classifier that is taken out again.</summary>
    private static (List<StepMeasure> Measures, Dictionary<string, int> Steps, Dictionary<string, byte[]> Tensors) Play(
        AssSegmentationOptions options,
        bool waits
    )
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(options, waits);
        var (source, labeled, unlabeled) = StepGame.Batches();
        var weight = game.Modules.Network.Classifier.parameters().First();
        var measures = new List<StepMeasure>();
        for (int i = 0; i < 4; i++)
        {
            using var kept = weight.detach().clone();
            if (i == 1)
            {
                Set(weight, full_like(weight, float.PositiveInfinity));
            }
            var record = game.Step.Run(source, labeled, unlabeled, decay: 1);
            if (i == 1)
            {
                Set(weight, kept);
            }
            Assert.Equal(i == 1, record.UnsoundLoss is not null);
            measures.AddRange(record.Measures);
        }

        return (
            measures,
            game.Modules.Optimizers.ToDictionary(o => o.Key, o => o.Value.Steps),
            game.Modules.Tensors().ToDictionary(t => t.Key, t => t.Value.detach().contiguous().bytes.ToArray())
        );

        static void Set(Tensor weight, Tensor values)
        {
            using var _ = no_grad();
            weight.copy_(values);
        }
    }

    private static (List<string> Reports, List<string> Warnings, byte[] Model, string? Failure) Fit(
        AssSegmentationOptions options,
        bool waits,
        Func<IDataView, IDataView>? wrap = null
    )
    {
        var ml = new MLContext(seed: 1);
        var (reports, warnings) = (new List<string>(), new List<string>());
        var watched = options.Clone();
        watched.Progress = p =>
        {
            reports.Add(
                $"{p.Step} {string.Join(" ", p.Losses.Concat(p.DiscriminatorAccuracies).Select(l => $"{l.Key} {l.Value:R}"))} "
                    + $"{p.SkippedSteps} left out"
            );
            options.Progress?.Invoke(p);
        };
        var context = new TrainingContext(
            ml,
            CPU,
            new TrainingCancellation(ml, watched.CancellationToken, Ranks.Alone),
            _ => { },
            warnings.Add,
            _ => { }
        )
        {
            WaitsForLosses = waits,
        };
        var data = TwoDomains.Data(ml);
        data = wrap?.Invoke(data) ?? data;
        var columns = new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 3);
        var state = new TrainingState { Seed = 1 };
        var (network, normalization) = NetworkBuilder.Create(options, 3, context, state);
        using var segmenter = new Segmenter(
            network,
            normalization,
            new PredictionResizing(null, options.AdaptSegNet.Interpolation),
            TwoDomains.ClassNames,
            CPU
        );
        string? failure = null;
        try
        {
            new AssTrainer(watched, context, state, null, null).Train(segmenter, data, columns, null, null);
        }
        catch (InvalidOperationException e)
        {
            failure = e.Message;
        }

        using var stream = new MemoryStream();
        segmenter.Save(stream);
        return (reports, warnings, stream.ToArray(), failure);
    }
}

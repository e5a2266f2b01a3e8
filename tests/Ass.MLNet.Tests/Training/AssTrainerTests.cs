using System.Reflection;
using Ass.MLNet.Images;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class AssTrainerTests
{
    /// <summary>A longer training, which two tests look at.</summary>
    private static readonly Lazy<Trained> Joint = new(() => Train(AdaptationRecipe.Joint));

    [Fact]
    public void Training_lowers_the_loss_and_finds_the_targets_classes()
    {
        var (losses, metrics, _) = Joint.Value;
        Assert.True(losses[^1] < losses[0] / 2, string.Join(" ", losses));
        Assert.True(metrics.MeanIoU > 0.8, metrics.ToString());
    }

    [Fact]
    public void Semantic_loss_moves_the_class_vectors_of_both_domains_together()
    {
        double joint = Joint.Value.Gap;
        double semantic = Train(AdaptationRecipe.Semantic).Gap;
        Assert.True(semantic < 0.85 * joint, $"joint {joint:0.000}, semantic {semantic:0.000}");
    }

    [Fact]
    public void One_seed_gives_the_same_weights_and_another_seed_others()
    {
        var first = Weights(1);
        Assert.Equal(first, Weights(1));
        Assert.NotEqual(first, Weights(2));

        static byte[] Weights(int seed)
        {
            var ml = new MLContext(seed);
            using var model = ml.Transforms.AssSegmentation(TwoDomains.Options()).Fit(TwoDomains.Data(ml));
            using var stream = new MemoryStream();
            model.Segmenter.Save(stream);
            return stream.ToArray();
        }
    }

    /// <summary>A number that libtorch still reads must not be freed by a collection on another thread; see TensorScalars.</summary>
    [Fact]
    public void Garbage_collections_on_other_threads_do_no_harm()
    {
        var calm = Losses(collecting: false);
        Assert.Equal(calm, Losses(collecting: true));

        static List<double> Losses(bool collecting)
        {
            using var stop = new CancellationTokenSource();
            var collector = new Thread(() =>
            {
                while (collecting && !stop.IsCancellationRequested)
                {
                    GC.Collect(0);
                    GC.WaitForPendingFinalizers();
                }
            });
            collector.Start();
            var ml = new MLContext(seed: 1);
            var options = TwoDomains.Options(iterations: 6);
            options.Run.ProgressInterval = 1;
            var losses = new List<double>();
            options.Progress = p => losses.AddRange(p.Losses.Values);
            ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();
            stop.Cancel();
            collector.Join();
            return losses;
        }
    }

    [Fact]
    public void Rows_that_share_a_loss_start_it_at_the_same_value()
    {
        Assert.Equal(First(AdaptationRecipe.Joint, "source"), First(AdaptationRecipe.Ass, "source"));
        Assert.Equal(First(AdaptationRecipe.TargetOnly, "target"), First(AdaptationRecipe.Joint, "target"));

        static double First(AdaptationRecipe recipe, string loss)
        {
            var ml = new MLContext(seed: 5);
            var options = TwoDomains.Options(recipe, iterations: 1);
            double value = 0;
            options.Progress = p => value = p.Losses[loss];
            ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();
            return value;
        }
    }

    [Fact]
    public void No_tensor_is_left_when_the_model_is_disposed()
    {
        var ml = new MLContext(seed: 1);
        ml.Transforms.AssSegmentation(TwoDomains.Options(iterations: 1)).Fit(TwoDomains.Data(ml)).Dispose();
        long before = LiveTensors.Count;
        ml.Transforms.AssSegmentation(TwoDomains.Options(iterations: 4)).Fit(TwoDomains.Data(ml)).Dispose();
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void Live_tensors_stay_the_same_from_step_to_step()
    {
        var ml = new MLContext(seed: 1);
        var options = TwoDomains.Options(iterations: 6);
        options.Run.ProgressInterval = 2;
        var counts = new List<long>();
        options.Progress = _ => counts.Add(LiveTensors.Count);
        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();

        // Optimizers make their state in the first step; from then on nothing may be added.
        Assert.Equal(4, counts.Count);
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_training_and_is_named()
    {
        var ml = new MLContext(seed: 1);
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 40);
        options.Optimizer = SegmentationOptimizer.Sgd;
        options.LearningRate = 1e12;
        long before = LiveTensors.Count;
        var error = Assert.Throws<InvalidOperationException>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)));

        Assert.Matches("the '(source|target)' loss is .* at step [0-9]+, and 10 steps in a row before it were left out", error.Message);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void Statistics_for_prediction_are_the_targets_whatever_the_source_looks_like()
    {
        var (dark, bright) = (Mean(AdaptationRecipe.Joint, 0), Mean(AdaptationRecipe.Joint, 255));
        Assert.Equal(dark, bright);
        Assert.NotEqual(Mean(AdaptationRecipe.SourceOnly, 0), Mean(AdaptationRecipe.SourceOnly, 255));

        // The network's weights hardly move, so that its first mean tells which images were measured.
        static float[] Mean(AdaptationRecipe recipe, byte sourceGrey)
        {
            var ml = new MLContext(seed: 1);
            var rows = Enumerable.Range(0, 4).Select(i => TwoDomains.MakeRow(i < 2 ? "source" : "target", i, true)).ToArray();
            foreach (var row in rows.Take(2))
            {
                row.Image = new BgrImage(
                    TwoDomains.Side,
                    TwoDomains.Side,
                    Enumerable.Repeat(sourceGrey, TwoDomains.Side * TwoDomains.Side * 3).ToArray()
                ).ToMLImage();
            }
            var options = TwoDomains.Options(recipe, iterations: 1);
            (options.Optimizer, options.LearningRate, options.Optimization.WeightDecay) = (SegmentationOptimizer.Sgd, 1e-30, 0);
            using var model = ml.Transforms.AssSegmentation(options).Fit(ml.Data.LoadFromEnumerable(rows));
            return model.Segmenter.Network.state_dict()["backbone.features.0.1.running_mean"].data<float>().ToArray();
        }
    }

    [Fact]
    public void Rows_that_were_skipped_are_said()
    {
        var ml = new MLContext(seed: 1);
        var rows = Enumerable.Range(0, 4).Select(i => TwoDomains.MakeRow("source", i, true)).ToArray();
        Array.Fill(rows[2].Label, (byte)255);
        var log = new List<string>();
        ml.Log += (_, e) => log.Add(e.Message);
        ml.Transforms.AssSegmentation(TwoDomains.Options(AdaptationRecipe.SourceOnly, 8)).Fit(ml.Data.LoadFromEnumerable(rows)).Dispose();

        Assert.Contains(log, line => line.Contains("1 rows of the Source stream were skipped"));
    }

    [Fact]
    public void Cancellation_stops_after_the_step()
    {
        var ml = new MLContext(seed: 1);
        using var cancel = new CancellationTokenSource();
        var options = TwoDomains.Options(iterations: 1000);
        options.CancellationToken = cancel.Token;
        options.Run.ProgressInterval = 1;
        int last = 0;
        options.Progress = p =>
        {
            last = p.Step;
            if (p.Step == 2)
            {
                cancel.Cancel();
            }
        };
        long before = LiveTensors.Count;
        Assert.ThrowsAny<OperationCanceledException>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)));

        Assert.Equal(2, last);
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void The_contexts_own_cancellation_stops_too()
    {
        var ml = new MLContext(seed: 1);
        var options = TwoDomains.Options(iterations: 1000);
        options.Run.ProgressInterval = 1;
        var cancelExecution = typeof(MLContext).GetMethod(
            "CancelExecution",
            BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public
        )!;
        options.Progress = _ => cancelExecution.Invoke(ml, null);
        Assert.ThrowsAny<OperationCanceledException>(() => ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)));
    }

    [Fact]
    public void Progress_tells_losses_accuracies_rate_and_time()
    {
        using var folder = new TestFolder();
        var ml = new MLContext(seed: 1);
        var options = TwoDomains.Options(iterations: 5);
        (options.Run.ProgressInterval, options.Run.WorkspacePath) = (2, folder.Root);
        var reports = new List<AssTrainingProgress>();
        options.Progress = reports.Add;
        var log = new List<string>();
        ml.Log += (_, e) => log.Add(e.Message);
        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();

        // The first step is told at once, for an estimate, and is in the means of the first row.
        Assert.Equal([1, 2, 4, 5], reports.Select(r => r.Step));
        Assert.True(reports[0].Remaining > TimeSpan.Zero);
        Assert.NotEqual(reports[0].Losses["source"], reports[1].Losses["source"]);
        Assert.Equal(["2", "4", "5"], File.ReadLines(folder.At("results.csv")).Skip(1).Select(row => row.Split(',')[0]));
        Assert.All(reports, r => Assert.InRange(r.DiscriminatorAccuracies["global"], 0, 1));
        Assert.All(reports, r => Assert.True(r.ImagesPerSecond > 0 && r.Losses.Count == 6));
        Assert.Equal(1e-3 * Math.Pow(1 - 4.0 / 5, 0.9), reports[^1].LearningRate, 9);
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
        Assert.Contains(log, line => line.Contains("step 4/5: source"));
    }

    private static Trained Train(AdaptationRecipe recipe)
    {
        var ml = new MLContext(seed: 3);
        var options = TwoDomains.Options(recipe, iterations: 40);
        options.Adversarial.SemanticWeight = 0.1;
        (options.BatchSize, options.OutputStride) = (2, 8);
        options.Adversarial.DiscriminatorLearningRate = 1e-3;
        var losses = new List<double>();
        options.Progress = p => losses.Add(p.Losses["target"]);
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        var metrics = ml.MulticlassClassification.EvaluateSegmentation(model.Transform(TwoDomains.Data(ml, source: 0)));
        return new Trained(losses, metrics, Gap(model.Segmenter.Network));
    }

    private static double Gap(SegmentationModule network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();

        // As in training: each domain is normalised with its own statistics.
        network.train();
        var source = Vectors("source", 0);
        var target = Vectors("target", 100);
        double between = (source.unsqueeze(0) - source.unsqueeze(1)).norm(2).mean().item<float>() * 1.5;
        return (source - target).norm(1).mean().item<float>() / between;

        Tensor Vectors(string domain, int seed)
        {
            var means = Enumerable
                .Range(seed, 3)
                .Select(i =>
                {
                    var row = TwoDomains.MakeRow(domain, i, true);
                    var batch = Batch.Create([new Sample(BgrImage.FromMLImage(row.Image!), row.Label)], new byte[3]);
                    using var output = network.forward(batch.ToTensor(InputNormalization.Default, CPU));
                    return ClassVectors.Average(output.Features, batch.Labels!, 3).Vectors;
                });
            return stack(means).mean([0]);
        }
    }

    /// <summary>What became of a training.</summary>
    /// <param name="Losses">The losses on the target, as they were reported.</param>
    /// <param name="Metrics">On the target's labelled images.</param>
    /// <param name="Gap">The distance between the domains' class vectors, in units of the distance between classes.</param>
    private sealed record Trained(List<double> Losses, SegmentationMetrics Metrics, double Gap);
}

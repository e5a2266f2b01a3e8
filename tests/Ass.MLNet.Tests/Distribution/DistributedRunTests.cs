using Ass.MLNet.Checkpoints;
using Ass.MLNet.Distribution;
using Microsoft.ML;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What several processes do besides steps: validate, stop, fail and agree together. Here they are threads.</summary>
public sealed class DistributedRunTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void All_return_the_first_ones_best_model_and_only_it_writes_and_reports()
    {
        int reports = 0;
        var models = ThreadGroup.Run(2, group =>
        {
            var options = Options(group, iterations: 4);
            var ml = new MLContext(1);
            (options.Run.ValidationSet, options.Run.ValidateEvery, options.Run.ReturnBestModel) = (
                TwoDomains.Data(ml, source: 0, labeled: 5, unlabeled: 1),
                1,
                true
            );

            // Later steps only make it worse.
            options.LearningRate = 0.3;
            options.AdaptSegNet.BatchNormStatistics = BatchNormStatistics.Running;
            options.Progress = _ => Interlocked.Increment(ref reports);
            options.Run.WorkspacePath = _folder.At($"run{group.Rank}");
            return Fit(ml, options);
        });

        Assert.Equal(models[0], models[1]);
        Assert.Equal(4, reports);
        Assert.False(Directory.Exists(_folder.At("run1")));
        using var best = AssSegmentationTransformer.Load(new MLContext(1), Path.Combine(_folder.At("run0"), "best.zip"));
        Assert.Equal(Weights(best), models[0]);
    }

    [Fact]
    public void A_validation_that_is_shared_finds_what_one_process_finds()
    {
        var alone = new List<SegmentationMetrics>();
        Run(null, alone);
        var together = new List<SegmentationMetrics>();
        ThreadGroup.Run(2, group =>
        {
            Run(group, together);
            return 0;
        });

        // The step is too small to change anything, so that the networks are the same.
        Assert.Equal(alone.Single().ConfusionMatrix, together.Single().ConfusionMatrix);

        static void Run(IProcessGroup? group, List<SegmentationMetrics> found)
        {
            var ml = new MLContext(1);
            var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 1);
            (options.Distributed, options.LearningRate) = (group, 1e-12);
            options.Run.ValidationSet = TwoDomains.Data(ml, source: 0, labeled: 7, unlabeled: 2);
            options.Progress = progress => found.AddRange(progress.Validation is { } validation ? [validation] : []);
            Fit(ml, options);
        }
    }

    [Fact]
    public void One_that_is_asked_to_stop_stops_all_after_the_same_step_and_they_go_on_bit_for_bit()
    {
        float[] whole = ThreadGroup.Run(2, group => Fit(new MLContext(1), Options(group, iterations: 7)))[0];

        var errors = Assert.Throws<AggregateException>(() => ThreadGroup.Run(2, group =>
            {
                using var cancel = new CancellationTokenSource();
                var options = Options(group, iterations: 7, _folder.Root);
                options.CancellationToken = cancel.Token;

                // The second one is stopped, in one of its passes over the data. The first alone reports steps.
                int passes = 0;
                var data = new CountingView(TwoDomains.Data(new MLContext(1)), () =>
                {
                    if (group.Rank == 1 && Interlocked.Increment(ref passes) == 8)
                    {
                        cancel.Cancel();
                    }
                });
                return Fit(new MLContext(1), options, data);
            }));
        Assert.All(errors.InnerExceptions, e => Assert.IsType<OperationCanceledException>(e));
        int step = new CheckpointFolder(_folder.At("checkpoints")).FindNewest(Assert.Fail)!.Value.State.Step;
        Assert.InRange(step, 1, 6);

        var resumed = ThreadGroup.Run(2, group => Fit(new MLContext(1), Options(group, iterations: 7, _folder.Root)));
        Assert.Equal(whole, resumed[0]);
        Assert.Equal(whole, resumed[1]);
    }

    [Fact]
    public void What_one_cannot_read_all_are_told()
    {
        var errors = Assert.Throws<AggregateException>(() => ThreadGroup.Run(3, group =>
            {
                var options = Options(group, iterations: 50);
                options.DataCheck = DataCheckMode.Skip;
                IDataView data = new ShuffledView(TwoDomains.Data(new MLContext(1)));
                return Fit(new MLContext(1), options, group.Rank == 1 ? new BreakingView(data, afterRows: 8) : data);
            }));
        Assert.Equal(3, errors.InnerExceptions.Count);
        Assert.All(errors.InnerExceptions, e => Assert.Contains("torn file", e.Message));
        Assert.Equal(2, errors.InnerExceptions.Count(e => e.Message.StartsWith("Process 1 failed")));
    }

    [Fact]
    public void Other_settings_are_named()
    {
        var errors = Assert.Throws<AggregateException>(() => ThreadGroup.Run(2, group =>
            {
                var options = Options(group, iterations: group.Rank == 0 ? 5 : 6);
                options.LearningRate *= group.Rank + 1;
                options.Computing.DecodingThreads = group.Rank + 1;
                var ml = new MLContext(1);
                return Fit(ml, options, TwoDomains.Data(ml, source: 6 - group.Rank));
            }));
        Assert.All(errors.InnerExceptions, e =>
        {
            Assert.Contains("Iterations: 5 in the first, 6 here", e.Message);
            Assert.Contains("LearningRate: 0.001 in the first, 0.002 here", e.Message);
            Assert.Contains("source rows: 6 in the first, 5 here", e.Message);
            Assert.DoesNotContain("DecodingThreads", e.Message);
        });
    }

    [Fact]
    public void Without_a_seed_all_take_the_first_ones()
    {
        var models = ThreadGroup.Run(2, group => Fit(new MLContext(), Options(group, iterations: 1)));
        Assert.Equal(models[0], models[1]);
    }

    [Fact]
    public void Weights_that_drift_by_rounding_are_made_alike_and_others_are_an_error()
    {
        double[][] after = ThreadGroup.Run(2, group => KeepAlike(group, 1e-6));
        Assert.Equal(after[0], after[1]);

        var errors = Assert.Throws<AggregateException>(() => ThreadGroup.Run(2, group => KeepAlike(group, 0.01)));
        Assert.Contains(errors.InnerExceptions, e =>
            e.Message.StartsWith("Then 'b' is another one in process 1 than in the first: by 0.01")
        );

        static double[] KeepAlike(IProcessGroup group, double drift)
        {
            using var scope = torch.NewDisposeScope();
            var tensors = new Dictionary<string, torch.Tensor>
            {
                ["a"] = torch.ones(3),
                ["b"] = torch.tensor([1f, 2f]) + (float)(drift * group.Rank),
            };
            Ranks.Of(group).KeepAlike(tensors, "Then");
            return [.. tensors.Values.SelectMany(t => t.data<float>().ToArray()).Select(v => (double)v)];
        }
    }

    public void Dispose() => _folder.Dispose();

    private static AssSegmentationOptions Options(IProcessGroup group, int iterations, string? workspace = null)
    {
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations);
        (options.Distributed, options.Run.ProgressInterval) = (group, 1);
        if (workspace is not null)
        {
            (options.Run.WorkspacePath, options.Run.Resume, options.Run.CheckpointEvery) = (workspace, true, 1);
        }
        return options;
    }

    private static float[] Fit(MLContext ml, AssSegmentationOptions options, IDataView? data = null)
    {
        using var model = ml.Transforms.AssSegmentation(options).Fit(data ?? TwoDomains.Data(ml));
        return Weights(model);
    }

    private static float[] Weights(AssSegmentationTransformer model) =>
        [.. model.Segmenter.Network.state_dict().OrderBy(w => w.Key).SelectMany(w => w.Value.data<float>().ToArray())];
}

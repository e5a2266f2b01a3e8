using Ass.MLNet.Checkpoints;
using Ass.MLNet.Prediction;
using Microsoft.ML;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A run that was stopped and went on ends like one that was not; everything that speaks against it is said.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Theory]
    [InlineData(AdaptationRecipe.SourceOnly, SegmentationOptimizer.Sgd, true)]
    [InlineData(AdaptationRecipe.Ass, SegmentationOptimizer.Adam, true)]
    [InlineData(AdaptationRecipe.Ass, SegmentationOptimizer.Sgd, false)]
    public void Cancelled_and_resumed_the_weights_are_those_of_an_uninterrupted_run(
        AdaptationRecipe recipe,
        SegmentationOptimizer optimizer,
        bool canShuffle
    )
    {
        byte[] uninterrupted = Fit(Options(), stopAt: 0)!;

        // Stopped in the first pass over the source's rows, which takes three steps, and in the second.
        foreach (int stop in new[] { 2, 5 })
        {
            Assert.Null(Fit(Options(workspace: true), stop));
        }
        Assert.Equal(uninterrupted, Fit(Options(workspace: true), stopAt: 0));

        AssSegmentationOptions Options(bool workspace = false)
        {
            var options = TwoDomains.Options(recipe, iterations: 7);
            (options.Optimizer, options.BatchSize, options.Run.ProgressInterval) = (optimizer, 2, 1);
            (options.Augmentation.MinScale, options.Augmentation.MaxScale) = (0.75, 1.5);
            if (workspace)
            {
                (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
            }
            return options;
        }

        byte[]? Fit(AssSegmentationOptions options, int stopAt) =>
            Train(options, stopAt, canShuffle ? data => new ShuffledView(data) : null);
    }

    [Fact]
    public void With_every_switch_the_weights_are_those_of_an_uninterrupted_run_too()
    {
        byte[] uninterrupted = Train(Options(workspace: false))!;
        Assert.Null(Train(Options(workspace: true), stopAt: 2));
        Assert.Equal(uninterrupted, Train(Options(workspace: true)));

        AssSegmentationOptions Options(bool workspace)
        {
            var options = AssSegmentationOptions.Paper(PaperBenchmark.SynthiaToCityscapes);
            (options.Network, options.OutputStride, options.ClassNames, options.Iterations) = (
                SegmentationNetwork.DeepLabV2ResNet18,
                32,
                TwoDomains.ClassNames,
                4
            );
            (options.SourceSize, options.TargetSize, options.Run.ProgressInterval) = (new ImageSize(64, 48), new ImageSize(64, 40), 1);
            (options.Augmentation.MatchTargetColors, options.Augmentation.SourceColorJitter) = (true, 0.5);
            options.Augmentation.RareClassTemperature = 0.05;
            if (workspace)
            {
                (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
            }
            return options;
        }
    }

    [Theory]
    [InlineData(SegmentationPrecision.Float32, AdaptationRecipe.Ass)]
    [InlineData(SegmentationPrecision.BFloat16, AdaptationRecipe.TargetOnly)]
    public void With_a_decoder_from_ImageNets_weights_too(SegmentationPrecision precision, AdaptationRecipe recipe)
    {
        byte[] uninterrupted = Train(Options(workspace: false))!;
        Assert.Null(Train(Options(workspace: true), stopAt: 2));
        Assert.Equal(uninterrupted, Train(Options(workspace: true)));

        AssSegmentationOptions Options(bool workspace)
        {
            var options = TwoDomains.Options(recipe, iterations: 4);
            (options.Network, options.PretrainedWeights, options.Precision) = (
                SegmentationNetwork.SwiftNetResNet18,
                PretrainedWeights.ImageNet,
                precision
            );
            (options.LearningRate, options.Run.ProgressInterval) = (1e-4, 1);
            if (workspace)
            {
                (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
            }
            return options;
        }
    }

    [Fact]
    public void With_every_remedy_for_the_adversarial_losses_they_are_those_too()
    {
        byte[] uninterrupted = Train(Options(workspace: false))!;
        foreach (int stop in new[] { 1, 3 })
        {
            Assert.Null(Train(Options(workspace: true), stop));
        }
        Assert.Equal(uninterrupted, Train(Options(workspace: true)));

        AssSegmentationOptions Options(bool workspace)
        {
            var options = TwoDomains.Options(AdaptationRecipe.Ass, iterations: 5);
            options.Run.ProgressInterval = 1;
            (options.Adversarial.StartIteration, options.Adversarial.WarmUpIterations) = (2, 2);
            (options.Adversarial.GlobalWeight, options.Adversarial.SemanticWeight, options.Adversarial.PrototypeWeight) = (1, 1, 10);
            (options.Adversarial.DiscriminatorSteps, options.Adversarial.LabeledTargetAsSource) = (2, true);
            (options.Adversarial.ClassVectorWeights, options.Adversarial.DomainLabelSmoothing) = (ClassVectorWeights.Share, 0.1);
            if (workspace)
            {
                (options.Run.WorkspacePath, options.Run.Resume) = (_folder.Root, true);
            }
            return options;
        }
    }

    [Fact]
    public void A_finished_run_that_is_resumed_gives_the_same_model_without_a_step()
    {
        byte[] first = Train(Options())!;
        var options = Options();
        options.Progress = _ => Assert.Fail("no step was left");
        Assert.Equal(first, Train(options));
    }

    [Fact]
    public void More_steps_go_on_from_the_end_where_changes_are_allowed()
    {
        Train(Options(iterations: 3));
        var options = Options(iterations: 5);
        Assert.Contains("Iterations: 3 in the checkpoint, 5 now", Refused(options));

        options.Run.AllowChangesOnResume = true;
        var steps = new List<int>();
        options.Progress = p => steps.Add(p.Step);
        Assert.NotNull(Train(options));
        Assert.Equal([4, 5], steps);
    }

    [Fact]
    public void Changed_options_and_data_are_listed()
    {
        Train(Options());
        var options = Options();
        (options.LearningRate, options.BatchSize, options.Run.CheckpointEvery, options.Run.ProgressInterval) = (5e-3, 3, 1, 7);
        string error = Refused(options);
        Assert.Contains("LearningRate: 0.001 in the checkpoint, 0.005 now", error);
        Assert.Contains("BatchSize: 1 in the checkpoint, 3 now", error);
        Assert.DoesNotContain("CheckpointEvery", error);
        Assert.DoesNotContain("ProgressInterval", error);

        var data = Assert.Throws<InvalidOperationException>(() => Train(Options(), data: ml => TwoDomains.Data(ml, source: 5)));
        Assert.Contains("source rows: 6 in the checkpoint, 5 now", data.Message);
        var seed = Assert.Throws<InvalidOperationException>(() => Train(Options(), seed: 2));
        Assert.Contains("seed: 1 in the checkpoint, 2 now", seed.Message);
    }

    [Fact]
    public void Another_network_or_recipe_is_never_accepted()
    {
        Train(Options());
        var options = Options();
        (options.Recipe, options.Run.AllowChangesOnResume) = (AdaptationRecipe.Joint, true);
        Assert.Contains("Recipe: Ass in the checkpoint, Joint now", Refused(options));
    }

    [Fact]
    public void Without_a_seed_of_its_own_the_context_takes_the_checkpoints()
    {
        Train(Options(), stopAt: 2, seed: null);
        var options = Options();
        options.Progress = p => Assert.True(p.Step > 2);
        Assert.NotNull(Train(options, seed: null));
    }

    [Fact]
    public void A_workspace_with_checkpoints_is_not_written_over()
    {
        Train(Options());
        var options = Options();
        options.Run.Resume = false;
        Assert.Contains("holds checkpoints of an earlier run", Refused(options));
    }

    [Fact]
    public void A_broken_row_leaves_a_checkpoint_to_go_on_from_when_it_is_mended()
    {
        byte[] whole = Train(Options(iterations: 6), data: ml => new ShuffledView(TwoDomains.Data(ml)), workspace: false)!;
        var options = Options(iterations: 6);
        options.DataCheck = DataCheckMode.Skip;
        var error = Assert.Throws<InvalidOperationException>(() =>
            Train(options, data: ml => new BreakingView(new ShuffledView(TwoDomains.Data(ml)), afterRows: 8))
        );
        Assert.Contains("torn file", error.Message);
        int stopped = new CheckpointFolder(Path.Combine(_folder.Root, "checkpoints")).FindNewest(Assert.Fail)!.Value.State.Step;
        Assert.InRange(stopped, 1, 3);

        Assert.Equal(whole, Train(Options(iterations: 6), data: ml => new ShuffledView(TwoDomains.Data(ml))));
    }

    [Fact]
    public void Where_all_checkpoints_are_damaged_the_retry_fails_like_the_first_attempt()
    {
        Train(Options());
        foreach (string checkpoint in Directory.GetFiles(_folder.At("checkpoints")))
        {
            File.WriteAllText(checkpoint, "torn");
        }
        var before = Content();

        string first = Refused();
        Assert.Equal(first, Refused());
        Assert.Equal(before, Content());

        string Refused() => Assert.Throws<InvalidDataException>(() => Train(Options())).Message;

        Dictionary<string, string> Content() =>
            Directory
                .GetFiles(_folder.Root, "*", SearchOption.AllDirectories)
                .ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)));
    }

    [Fact]
    public void A_run_that_fails_before_its_first_step_leaves_nothing_and_touches_nothing()
    {
        var options = Options();
        options.Run.WorkspacePath = Path.Combine(_folder.Root, "new", "run");
        Assert.ThrowsAny<InvalidOperationException>(() => Train(options, data: ml => TwoDomains.Data(ml, source: 0)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));

        string results = _folder.Text("results.csv", "of an earlier run");
        Assert.ThrowsAny<InvalidOperationException>(() => Train(Options(), data: ml => TwoDomains.Data(ml, source: 0)));
        Assert.Equal("of an earlier run", File.ReadAllLines(results)[0]);
        Assert.Equal(results, Assert.Single(Directory.GetFileSystemEntries(_folder.Root)));
    }

    [Fact]
    public void What_stands_in_the_way_of_a_checkpoint_costs_that_one_and_nothing_else()
    {
        var options = Options(iterations: 4);
        (options.Run.CheckpointEvery, options.Run.ProgressInterval) = (1, 1);
        string checkpoints = Path.Combine(_folder.Root, "checkpoints");

        // A folder has the second checkpoint's name.
        options.Progress = p =>
        {
            if (p.Step == 2)
            {
                Directory.CreateDirectory(Path.Combine(checkpoints, "step-000000002.checkpoint"));
            }
            if (p.Step == 3)
            {
                Assert.Equal(["step-000000001.checkpoint"], Directory.GetFiles(checkpoints).Select(Path.GetFileName));
            }
        };
        var said = new List<string>();
        byte[]? model = Train(options, log: said);

        Assert.Equal(Train(Options(iterations: 4), workspace: false), model);
        Assert.Contains(said, line =>
            line.Contains("The checkpoint of step 2 could not be written, training goes on") && line.Contains("step-000000001")
        );
        Assert.Equal(
            ["step-000000003.checkpoint", "step-000000004.checkpoint"],
            Directory.GetFiles(checkpoints).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void No_tensor_is_left_after_stops_and_resumptions()
    {
        Train(Options(), stopAt: 1);
        long before = LiveTensors.Count;
        Train(Options(), stopAt: 2);
        Train(Options());
        Assert.Equal(before, LiveTensors.Count);
    }

    public void Dispose() => _folder.Dispose();

    private AssSegmentationOptions Options(int iterations = 3)
    {
        var options = TwoDomains.Options(iterations: iterations);
        (options.Run.ProgressInterval, options.Run.WorkspacePath, options.Run.Resume) = (1, _folder.Root, true);
        return options;
    }

    private string Refused(AssSegmentationOptions options) => Assert.Throws<InvalidOperationException>(() => Train(options)).Message;

    /// <returns>The model, or null where training was cancelled at <paramref name="stopAt"/>.</returns>
    private static byte[]? Train(AssSegmentationOptions options, int stopAt, Func<IDataView, IDataView>? wrap) =>
        Train(options, stopAt, data: ml => wrap is null ? TwoDomains.Data(ml) : wrap(TwoDomains.Data(ml)));

    private static byte[]? Train(
        AssSegmentationOptions options,
        int stopAt = 0,
        int? seed = 1,
        Func<MLContext, IDataView>? data = null,
        bool workspace = true,
        List<string>? log = null
    )
    {
        var ml = new MLContext(seed);
        ml.Log += (_, e) => log?.Add(e.Message);
        if (!workspace)
        {
            (options.Run.WorkspacePath, options.Run.Resume) = (null, false);
        }
        using var cancel = new CancellationTokenSource();
        options.CancellationToken = cancel.Token;
        var told = options.Progress;
        options.Progress = p =>
        {
            told?.Invoke(p);
            if (p.Step == stopAt)
            {
                cancel.Cancel();
            }
        };
        try
        {
            using var model = ml.Transforms.AssSegmentation(options).Fit(data?.Invoke(ml) ?? TwoDomains.Data(ml));
            using var stream = new MemoryStream();
            model.Segmenter.Save(stream);
            return stream.ToArray();
        }
        catch (OperationCanceledException) when (stopAt > 0)
        {
            return null;
        }
    }
}

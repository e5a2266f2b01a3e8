using Ass.MLNet.Images;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class TrainingSwitchTests
{
    [Fact]
    public void Running_statistics_take_a_tenth_of_every_batch_in_and_scale_and_shift_stay()
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.Ass);
        (options.BatchNorm, options.AdaptSegNet.BatchNormStatistics) = (BatchNormMode.FrozenAffine, BatchNormStatistics.Running);
        using var game = new StepGame(options);
        var network = game.Modules.Network;
        var (source, labeled, unlabeled) = StepGame.Batches();

        // The first convolution's outputs, whose statistics the first norm stores, in the order of the streams.
        var first = (nn.Module<Tensor, Tensor>)network.Backbone.named_modules().Single(m => m.name == "features.0.0").module;
        var expected = zeros(32);
        using (no_grad())
        {
            foreach (var batch in new[] { source, labeled, unlabeled })
            {
                expected = 0.9 * expected + 0.1 * first.forward(batch.ToTensor(InputNormalization.Default, CPU)).mean([0, 2, 3]);
            }
        }

        game.Step.Run(source, labeled, unlabeled, decay: 1);
        var after = network.state_dict();
        Assert.True(
            (after["backbone.features.0.1.running_mean"] - expected).abs().max().item<float>() < 1e-3 * expected.abs().max().item<float>()
        );
        Assert.All(after.Where(t => t.Key.EndsWith("0.1.weight")), t => Assert.True(t.Value.eq(1).all().item<bool>(), t.Key));
        Assert.True(first.parameters().Single().requires_grad);
        Assert.All(network.named_parameters().Where(p => p.name.EndsWith("0.1.bias")), p => Assert.False(p.parameter.requires_grad));
    }

    [Fact]
    public void A_step_that_is_left_out_leaves_running_statistics_as_they_were()
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.Joint);
        options.AdaptSegNet.BatchNormStatistics = BatchNormStatistics.Running;
        using var game = new StepGame(options);
        var (source, labeled, _) = StepGame.Batches();
        using (no_grad())
        {
            game.Modules.Network.Classifier.parameters().First().fill_(float.PositiveInfinity);
        }

        Assert.NotNull(game.Step.Run(source, labeled, null, 1).UnsoundLoss);
        Assert.Equal(0, game.Modules.Network.state_dict()["backbone.features.0.1.running_mean"].abs().sum().item<float>());
    }

    [Fact]
    public void Running_statistics_mix_the_domains_and_predict()
    {
        Assert.NotEqual(Mean(0), Mean(255));

        static float[] Mean(byte sourceGrey)
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
            var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 2);
            (options.Optimizer, options.LearningRate, options.Optimization.WeightDecay) = (SegmentationOptimizer.Sgd, 1e-30, 0);
            options.AdaptSegNet.BatchNormStatistics = BatchNormStatistics.Running;
            using var model = ml.Transforms.AssSegmentation(options).Fit(ml.Data.LoadFromEnumerable(rows));
            return model.Segmenter.Network.state_dict()["backbone.features.0.1.running_mean"].data<float>().ToArray();
        }
    }

    [Fact]
    public void The_backbones_multiplier_scales_the_backbones_steps_alone()
    {
        using var scope = NewDisposeScope();
        var (once, thrice) = (Steps(1), Steps(3));
        foreach (string name in new[] { "backbone.features.0.0.weight", "backbone.features.17.conv.2.weight" })
        {
            Assert.True((thrice[name] - 3 * once[name]).norm().item<float>() < 1e-3 * thrice[name].norm().item<float>(), name);
        }
        Assert.True((thrice["classifier.conv2d_list.0.weight"] - once["classifier.conv2d_list.0.weight"]).abs().max().item<float>() < 1e-7);

        static Dictionary<string, Tensor> Steps(double multiplier)
        {
            var options = Options(AdaptationRecipe.SourceOnly);
            (options.LearningRate, options.AdaptSegNet.BackboneLearningRateMultiplier) = (0.1, multiplier);
            using var game = new StepGame(options);
            var before = game.Modules.Network.state_dict().ToDictionary(t => t.Key, t => t.Value.clone());
            game.Step.Run(StepGame.Batches().Source, null, null, 1);
            return game.Modules.Network.state_dict().ToDictionary(t => t.Key, t => t.Value.detach() - before[t.Key]);
        }
    }

    [Fact]
    public void Corners_are_aligned_in_training_where_it_is_said()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Expected(true), Actual(true), 5);
        Assert.Equal(Expected(false), Actual(false), 5);
        Assert.NotEqual(Expected(true), Expected(false), 5);

        static float Actual(bool aligned)
        {
            var options = Options(AdaptationRecipe.SourceOnly);
            options.AdaptSegNet.AlignCornersInTraining = aligned;
            using var game = new StepGame(options);
            return game.Step.Run(StepGame.Batches().Source, null, null, 1).Measures.Single().Value;
        }

        static float Expected(bool aligned)
        {
            using var game = new StepGame(Options(AdaptationRecipe.SourceOnly));
            var batch = StepGame.Batches().Source;
            var logits = game.Modules.Network.forward(batch.ToTensor(InputNormalization.Default, CPU)).Logits;
            var upsampled = nn.functional.interpolate(
                logits,
                [StepGame.Side, StepGame.Side],
                mode: InterpolationMode.Bilinear,
                align_corners: aligned
            );
            return SegmentationLoss.CrossEntropy(upsampled, batch.Labels!).item<float>();
        }
    }

    [Fact]
    public void Rates_decay_over_more_steps_than_are_made()
    {
        var ml = new MLContext(seed: 1);
        var options = TwoDomains.Options(AdaptationRecipe.SourceOnly, iterations: 3);
        (options.AdaptSegNet.DecayIterations, options.Run.ProgressInterval, options.AdaptSegNet.BackboneLearningRateMultiplier) = (5, 1, 2);
        var rates = new List<double>();
        options.Progress = p => rates.Add(p.LearningRate);
        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();

        Assert.Equal([2e-3, 2e-3 * Math.Pow(0.8, 0.9), 2e-3 * Math.Pow(0.6, 0.9)], rates.Select(r => Math.Round(r, 12)), (a, b) =>
            Math.Abs(a - b) < 1e-9
        );
    }

    [Fact]
    public void Adversarial_losses_weigh_a_share_of_their_weights()
    {
        float[] half = Weights(weight: 0.6, share: 0.5);
        Assert.Equal(Weights(weight: 0.3, share: 1), half);
        Assert.NotEqual(Weights(weight: 0.6, share: 1), half);

        static float[] Weights(double weight, double share)
        {
            var options = Options(AdaptationRecipe.Ass);
            (options.Adversarial.GlobalWeight, options.Adversarial.SemanticWeight) = (weight, weight);
            using var game = new StepGame(options);
            var (source, labeled, unlabeled) = StepGame.Batches();
            game.Step.Run(source, labeled, unlabeled, decay: 1, share);
            return game.NetworkWeights();
        }
    }

    [Fact]
    public void The_network_does_not_listen_to_discriminators_before_they_warm_up()
    {
        // The first step has a share of 0, the second one of a half.
        float[] Trained(int iterations, double weight, int warmUp)
        {
            var ml = new MLContext(seed: 1);
            var options = TwoDomains.Options(AdaptationRecipe.Ass, iterations);
            (options.Adversarial.GlobalWeight, options.Adversarial.SemanticWeight, options.Adversarial.WarmUpIterations) = (
                weight,
                weight,
                warmUp
            );
            using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
            return StepGame.Weights(model.Segmenter.Network);
        }

        float[] silent = Trained(1, 0, 0);
        Assert.Equal(silent, Trained(1, 1, 1));
        Assert.NotEqual(silent, Trained(1, 1, 0));
        Assert.NotEqual(Trained(2, 0, 0), Trained(2, 1, 2));
    }

    [Fact]
    public void A_model_trained_with_every_switch_is_saved_with_them_and_predicts_alike()
    {
        var ml = new MLContext(seed: 1);
        var options = AssSegmentationOptions.Paper(PaperBenchmark.Gta5ToCityscapes);
        (options.Network, options.OutputStride, options.ClassNames, options.Iterations) = (
            SegmentationNetwork.DeepLabV2ResNet18,
            16,
            TwoDomains.ClassNames,
            2
        );
        (options.SourceSize, options.TargetSize, options.AdaptSegNet.PixelNormalization) = (
            new ImageSize(80, 64),
            new ImageSize(64, 40),
            PixelNormalization.TorchVision
        );
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        using var loaded = TestModel.Reloaded(model, new MLContext());

        Assert.Equal(NetworkSpec.Of(options, 3), loaded.Segmenter.Network.Spec);
        Assert.Equal(
            new PredictionResizing(new ImageSize(64, 40), ImageInterpolation.Bicubic, AlignCorners: true),
            loaded.Segmenter.Resizing
        );
        Assert.Equal(InputNormalization.TorchVision.ToString(), loaded.Segmenter.Normalization.ToString());
        var image = BgrImage.FromMLImage(TwoDomains.MakeRow("target", 100, false).Image!);
        Assert.Equal(model.Segmenter.PredictWithScores(image).Scores, loaded.Segmenter.PredictWithScores(image).Scores);
    }

    private static AssSegmentationOptions Options(AdaptationRecipe recipe) =>
        new()
        {
            Recipe = recipe,
            Network = SegmentationNetwork.DeepLabV2MobileNetV2,
            OutputStride = 8,
            Optimization = { WeightDecay = 0 },
        };
}

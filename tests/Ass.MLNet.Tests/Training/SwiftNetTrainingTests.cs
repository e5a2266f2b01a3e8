using Ass.MLNet.Images;
using Ass.MLNet.Training;
using Microsoft.ML;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class SwiftNetTrainingTests
{
    [Fact]
    public void Decoder_and_classifier_learn_at_the_classifiers_rate()
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.SourceOnly);
        (options.Optimizer, options.LearningRate, options.Optimization.ClassifierLearningRateMultiplier) = (
            SegmentationOptimizer.Sgd,
            1e-3,
            7
        );
        (options.Optimization.WeightDecay, options.BatchNorm) = (0, BatchNormMode.FrozenAffine);
        using var game = new StepGame(options);
        var optimizer = game.Modules.NetworkOptimizer;
        Assert.Equal(3, optimizer.Buffers.Count);
        foreach (var (name, parameter) in game.Modules.Network.named_parameters().Where(p => p.parameter.requires_grad))
        {
            int group =
                name.StartsWith("backbone.") ? 0
                : name.StartsWith("decoder.") ? 1
                : 2;
            Assert.True(optimizer.Buffers[group].Contains(parameter), name);
        }

        var before = optimizer.Buffers.Select(b => b.Values.clone()).ToArray();
        optimizer.ClearGradients();
        foreach (var buffer in optimizer.Buffers)
        {
            buffer.Gradients.fill_(1);
        }
        optimizer.Step(1);
        double[] rates = [1e-3, 7e-3, 7e-3];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(rates[i], (before[i] - optimizer.Buffers[i].Values).mean().item<float>(), 1e-5);
        }
    }

    [Theory]
    [InlineData(SegmentationPrecision.Float32, MemoryFormat.ChannelsFirst)]
    [InlineData(SegmentationPrecision.Float32, MemoryFormat.ChannelsLast)]
    [InlineData(SegmentationPrecision.BFloat16, MemoryFormat.Auto)]
    public void Every_part_of_the_network_gets_gradients_from_every_loss(SegmentationPrecision precision, MemoryFormat format)
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.Ass);
        (options.Precision, options.Computing.MemoryFormat, options.BatchNorm) = (precision, format, BatchNormMode.Frozen);
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = StepGame.Batches();
        var record = game.Step.Run(source, labeled, unlabeled, decay: 0);

        Assert.Null(record.UnsoundLoss);
        var gradients = game.Gradients();
        Assert.Equal(game.Modules.Network.parameters().Count(p => p.requires_grad), gradients.Keys.Count(k => k.StartsWith("network.")));
        Assert.All(gradients, g => Assert.True(g.Value.abs().sum().item<float>() > 0, g.Key));
        Assert.All(gradients, g => Assert.Equal(ScalarType.Float32, g.Value.dtype));
    }

    [Fact]
    public void Trained_it_tells_the_classes_apart_and_a_saved_model_goes_on_doing_so()
    {
        var ml = new MLContext(seed: 1);
        var options = Options(AdaptationRecipe.Ass, iterations: 40);
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        Assert.InRange(TwoDomains.MeanIoU(ml, model), 0.8, 1);

        using var loaded = TestModel.Reloaded(model, ml);
        Assert.Equal(model.Segmenter.Network.Spec, loaded.Segmenter.Network.Spec);
        var image = BgrImage.FromMLImage(TwoDomains.MakeRow("target", 100, false).Image!);
        var (ids, scores) = model.Segmenter.PredictWithScores(image);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(scores, loaded.Segmenter.PredictWithScores(image).Scores);
        Assert.Equal(ids, loaded.Segmenter.PredictIds(image));

        var shift = model.MeasureShift(TwoDomains.Data(ml));
        Assert.NotEmpty(shift.Classes);
    }

    /// <summary>The teacher is a copy, and follows in all three groups of parameters.</summary>
    [Theory]
    [InlineData(BatchNormMode.Learned)]
    [InlineData(BatchNormMode.Frozen)]
    public void A_teacher_follows_all_of_it(BatchNormMode mode)
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.Joint);
        (options.SelfTraining.Enabled, options.SelfTraining.Confidence, options.BatchNorm) = (true, 0, mode);
        using var game = new StepGame(options);
        var teacher = game.Modules.Teacher!;
        var (source, labeled, unlabeled) = StepGame.Batches();
        Dictionary<string, Tensor> start = teacher.Network.named_parameters().ToDictionary(p => p.name, p => p.parameter.clone());
        for (int i = 0; i < 3; i++)
        {
            var record = game.Step.Run(source, labeled, unlabeled, decay: 1, index: i);
            Assert.Null(record.UnsoundLoss);
        }

        var student = game.Modules.Network.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var (name, parameter) in teacher.Network.named_parameters().Where(p => student[p.name].requires_grad))
        {
            Assert.True((parameter - start[name]).abs().sum().item<float>() > 0, name);
            Assert.True((parameter - student[name]).norm().item<float>() < (start[name] - student[name]).norm().item<float>(), name);
        }
    }

    private static AssSegmentationOptions Options(AdaptationRecipe recipe, int iterations = 3)
    {
        var options = TwoDomains.Options(recipe, iterations);
        options.Network = SegmentationNetwork.SwiftNetResNet18;
        return options;
    }
}

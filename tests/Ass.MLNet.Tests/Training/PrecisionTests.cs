using Ass.MLNet.Training;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Training in bfloat16 comes to nearly what training in 32 bits comes to, and leaves 32-bit weights.</summary>
public class PrecisionTests
{
    [Theory]
    [InlineData("resnet18-frozen")]
    [InlineData("resnet18-learned")]
    public void Losses_and_gradients_of_a_step_are_near(string name)
    {
        using var scope = NewDisposeScope();
        var (whole, wholeLosses) = Step(SegmentationPrecision.Float32);
        var (lesser, lesserLosses) = Step(SegmentationPrecision.BFloat16);

        Assert.NotEqual(wholeLosses, lesserLosses);
        Assert.All(wholeLosses.Zip(lesserLosses), m => Assert.InRange(m.Second.Value / m.First.Value, 0.98, 1.02));
        Assert.Equal(whole.Keys, lesser.Keys);
        foreach (string player in whole.Keys)
        {
            Assert.True(nn.functional.cosine_similarity(whole[player], lesser[player], dim: 0).item<float>() > 0.97, player);
            Assert.InRange((lesser[player].norm() / whole[player].norm()).item<float>(), 0.98, 1.02);
        }

        (Dictionary<string, Tensor> Gradients, List<StepMeasure> Losses) Step(SegmentationPrecision precision)
        {
            // Norms that learn make noise of the few values of small pictures.
            ImageSize? size = name == "resnet18-learned" ? null : new ImageSize(49, 33);
            using var game = new ParityGame(name, precision: precision, size: size);
            var record = game.Step(decay: 0);
            var gradients = game.Parameters()
                .GroupBy(p => p.Player)
                .ToDictionary(p => p.Key, p => cat(p.Select(x => x.Parameter.grad!.flatten()).ToArray()).DetachFromDisposeScope());
            return (gradients, [.. record.Measures.Where(m => m.IsLoss)]);
        }
    }

    [Fact]
    public void Weights_gradients_and_states_stay_in_32_bits()
    {
        using var scope = NewDisposeScope();
        var options = TwoDomains.Options();
        (options.Network, options.BatchNorm, options.AdaptSegNet.MultiLevel, options.OutputStride) = (
            SegmentationNetwork.DeepLabV2ResNet18,
            BatchNormMode.FrozenAffine,
            true,
            32
        );
        (options.AdaptSegNet.BatchNormStatistics, options.Precision) = (BatchNormStatistics.Running, SegmentationPrecision.BFloat16);
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = StepGame.Batches();
        var record = game.Step.Run(source, labeled, unlabeled, decay: 1);

        Assert.Null(record.UnsoundLoss);
        Assert.All(game.Modules.Tensors().Concat(game.Gradients()), t => Assert.Equal(ScalarType.Float32, t.Value.dtype));
    }

    [Theory]
    [InlineData(SegmentationPrecision.BFloat16)]
    [InlineData(SegmentationPrecision.Float32)]
    public void A_processor_without_instructions_for_it_is_warned_of(SegmentationPrecision precision)
    {
        const string System = "/proc/cpuinfo";
        bool isSlow =
            precision == SegmentationPrecision.BFloat16 && File.Exists(System) && !File.ReadAllText(System).Contains("avx512_bf16");
        var ml = new MLContext(seed: 1);
        var messages = new List<string>();
        ml.Log += (_, e) => messages.Add(e.Message);
        var options = TwoDomains.Options(AdaptationRecipe.SourceOnly, iterations: 1);
        (options.Network, options.Precision) = (SegmentationNetwork.SwiftNetResNet18, precision);
        ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();
        Assert.Equal(isSlow, messages.Exists(line => line.Contains("this processor has no instructions for it")));
    }

    [Fact]
    public void Training_on_labelled_images_reaches_about_the_same_and_the_saved_model_predicts_the_same()
    {
        var (whole, _) = Train(SegmentationPrecision.Float32);
        var (lesser, again) = Train(SegmentationPrecision.BFloat16);
        Assert.True(whole > 0.8 && lesser > whole - 0.1, $"{whole:0.000} in 32 bits, {lesser:0.000} in bfloat16");
        Assert.Equal(lesser, again);

        static (double MeanIoU, double OfSavedModel) Train(SegmentationPrecision precision)
        {
            var ml = new MLContext(seed: 1);
            // Without depthwise convolutions, for which processors without bfloat16 take many times as long.
            var options = TwoDomains.Options(AdaptationRecipe.TargetOnly, iterations: 40);
            (options.Network, options.Precision) = (SegmentationNetwork.SwiftNetResNet18, precision);
            using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
            using var loaded = TestModel.Reloaded(model, ml);
            return (TwoDomains.MeanIoU(ml, model), TwoDomains.MeanIoU(ml, loaded));
        }
    }
}

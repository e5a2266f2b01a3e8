using Ass.MLNet.Checkpoints;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Torch;
using Ass.MLNet.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Builds the network that training starts from: shape, weights and input normalisation.</summary>
internal static class NetworkBuilder
{
    /// <param name="options">Network and weights.</param>
    /// <param name="classCount">K.</param>
    /// <param name="context">The device, and who is told about the weights.</param>
    /// <param name="state">The seed. Of a run that goes on, also the network's last stage, input normalisation and batch norm mode, which
    /// the weight file may say otherwise by now; of a new one it receives them.</param>
    /// <returns>The network on the context's device, and the input normalisation that its weights expect.</returns>
    public static (SegmentationModule Network, InputNormalization Normalization) Create(
        AssSegmentationOptions options,
        int classCount,
        TrainingContext context,
        TrainingState state
    )
    {
        using var scope = NewDisposeScope();

        using var file = NeededWeights(options, state) is { } weights ? PretrainedWeightsFile.Open(weights) : null;
        state.LastStageBlocks ??= file?.LastStageBlocks ?? 2;
        var network = new SegmentationModule(NetworkSpec.Of(options, classCount, state.LastStageBlocks.Value));
        using var generator = new Generator((ulong)RandomNumbers.Seed(state.Seed, RandomUse.Network));
        network.Initialize(generator);
        if (file?.CopyTo(network) is { } report)
        {
            report.CheckBackbone(options.BatchNorm is BatchNormMode.Auto or BatchNormMode.Frozen);
            (report.IsWhole ? context.Inform : context.Warn)(report.ToString());
        }
        state.BatchNorm ??=
            options.BatchNorm != BatchNormMode.Auto ? options.BatchNorm
            : file is null ? BatchNormMode.Learned
            : BatchNormMode.Frozen;
        state.Normalization ??= NormalizationOf(options, file, context);
        network.SetBatchNorm(state.BatchNorm.Value);
        network.TrainingPrecision = options.Precision;

        // Build, load, move, and only then (in TrainingModules) make optimizers.
        return (network.MoveTo(context.Device), state.Normalization);
    }

    /// <summary>Looks whether the weights that <see cref="Create"/> is to read are there, before all labels are looked at for
    /// nothing.</summary>
    /// <exception cref="FileNotFoundException">They are not.</exception>
    public static void CheckWeights(AssSegmentationOptions options, TrainingState state)
    {
        if (NeededWeights(options, state) is { } weights)
        {
            _ = PretrainedWeightsFile.Locate(weights);
        }
    }

    /// <summary>The weights to start from; null without. A run that goes on has its own, whatever the file is by now.</summary>
    private static string? NeededWeights(AssSegmentationOptions options, TrainingState state) =>
        state.LastStageBlocks is null ? options.PretrainedWeights : null;

    /// <summary>Advice on training a ResNet from random weights; null if it does not apply.</summary>
    public static string? AdviceOnWeights(AssSegmentationOptions options) =>
        options.PretrainedWeights is not null || options.Network == SegmentationNetwork.DeepLabV2MobileNetV2
            ? null
            : $"{options.Network} starts from random weights, and learns little from a few images. Set "
                + $"{nameof(options.PretrainedWeights)} to a weight file (for {SegmentationNetwork.DeepLabV2ResNet18} and "
                + $"{SegmentationNetwork.SwiftNetResNet18} also to '{PretrainedWeights.ImageNet}'), or choose "
                + $"{SegmentationNetwork.DeepLabV2MobileNetV2}, which is made for training from scratch.";

    /// <summary>Advice on bfloat16 where the processor has to do without instructions for it; null if it does not apply.</summary>
    public static string? AdviceOnPrecision(AssSegmentationOptions options, Device device) =>
        options.Precision != SegmentationPrecision.BFloat16 || device.type != DeviceType.CPU || ProcessorBFloat16.IsThere
            ? null
            : $"{nameof(options.Precision)} is {options.Precision}, and this processor has no instructions for it: a step takes 3 to 25 "
                + $"times as long as with {SegmentationPrecision.Float32}, which comes to the same results.";

    private static InputNormalization NormalizationOf(AssSegmentationOptions options, PretrainedWeightsFile? file, TrainingContext context)
    {
        var normalization = options.AdaptSegNet.PixelNormalization switch
        {
            PixelNormalization.BgrMean => InputNormalization.Default,
            PixelNormalization.TorchVision => InputNormalization.TorchVision,
            _ => file?.Normalization ?? InputNormalization.Default,
        };
        if (file is not null && file.Normalization.ToString() != normalization.ToString())
        {
            context.Warn(
                $"The network gets {normalization}, as "
                    + $"{nameof(options.AdaptSegNet)}.{nameof(options.AdaptSegNet.PixelNormalization)} says, and not what its weights "
                    + "were trained with."
            );
        }
        return normalization;
    }
}

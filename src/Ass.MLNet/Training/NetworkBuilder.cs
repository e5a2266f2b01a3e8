using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Training;

/// <summary>Builds the network that training starts from: shape, weights and input normalisation.</summary>
internal static class NetworkBuilder
{
    /// <returns>The network on the context's device, and the input normalisation that its weights expect.</returns>
    public static (SegmentationModule Network, InputNormalization Normalization) Create(
        AssSegmentationOptions options,
        int classCount,
        int seed,
        TrainingContext context
    )
    {
        using var scope = NewDisposeScope();
        using var file = options.PretrainedWeights is null ? null : PretrainedWeightsFile.Open(options.PretrainedWeights);
        var network = new SegmentationModule(NetworkSpec.Of(options, classCount, file?.LastStageBlocks ?? 2));
        using var generator = new Generator((ulong)RandomNumbers.Seed(seed, RandomUse.Network));
        network.Initialize(generator);
        if (file?.CopyTo(network) is { } report)
        {
            (report.IsWhole ? context.Inform : context.Warn)(report.ToString());
        }
        network.SetBatchNorm(
            options.BatchNorm != BatchNormMode.Auto ? options.BatchNorm
            : file is null ? BatchNormMode.Learned
            : BatchNormMode.Frozen
        );
        network.TrainingPrecision = options.Precision;

        // Build, load, move, and only then (in TrainingModules) make optimizers.
        return (network.MoveTo(context.Device), NormalizationOf(options, file, context));
    }

    /// <summary>Advice on training a ResNet from random weights; null if it does not apply.</summary>
    public static string? AdviceOnWeights(AssSegmentationOptions options) =>
        options.PretrainedWeights is not null || options.Network == SegmentationNetwork.DeepLabV2MobileNetV2
            ? null
            : $"{options.Network} starts from random weights, and learns little from a few images. Set "
                + $"{nameof(options.PretrainedWeights)} to a weight file (for {SegmentationNetwork.DeepLabV2ResNet18} and "
                + $"{SegmentationNetwork.SwiftNetResNet18} also to '{PretrainedWeights.ImageNet}'), or choose "
                + $"{SegmentationNetwork.DeepLabV2MobileNetV2}, which is made for training from scratch.";

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

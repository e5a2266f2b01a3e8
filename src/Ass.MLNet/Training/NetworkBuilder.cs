using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Makes the network that training starts from: its shape, its weights, its normalisation.</summary>
internal static class NetworkBuilder
{
    /// <returns>The network on the context's device, and the pixels' normalisation that its weights expect.</returns>
    public static (DeepLabV2 Network, InputNormalization Normalization) Create(AssSegmentationOptions options, int classCount, int seed, TrainingContext context)
    {
        using var scope = NewDisposeScope();
        using var file = options.PretrainedWeights is null ? null : PretrainedWeightsFile.Open(options.PretrainedWeights);
        var spec = new NetworkSpec(options.Network, options.OutputStride, classCount, file?.LastStageBlocks ?? 2);
        var network = new DeepLabV2(spec);
        using var generator = new Generator((ulong)RandomNumbers.Seed(seed, RandomUse.Network));
        network.Initialize(generator);
        if (file?.CopyTo(network) is { } report)
            (report.IsWhole ? context.Inform : context.Warn)(report.ToString());
        if (options.BatchNorm == BatchNormMode.Frozen || (options.BatchNorm == BatchNormMode.Auto && file is not null))
            network.FreezeBatchNorm();

        // Build, load, move, and only then (in TrainingModules) make optimizers.
        return (network.MoveTo(context.Device), file?.Normalization ?? InputNormalization.Default);
    }
}

using Ass.MLNet.Networks;
using Ass.MLNet.Tests;
using static TorchSharp.torch;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>The network of a case, with the weights that the peer makes too.</summary>
internal static class BenchmarkNetwork
{
    public static string[] ClassNames { get; } = [.. Enumerable.Range(0, BenchmarkCase.Classes).Select(i => $"class {i}")];

    public static AssSegmentationOptions Options(BenchmarkCase chosen) =>
        new()
        {
            Network = chosen.Network == "resnet101" ? SegmentationNetwork.DeepLabV2ResNet101 : SegmentationNetwork.DeepLabV2ResNet18,
            ClassNames = ClassNames,
            BatchNorm = BatchNormMode.Frozen,
            Precision = chosen.InBFloat16 ? SegmentationPrecision.BFloat16 : SegmentationPrecision.Float32,
        };

    public static SegmentationModule Create(BenchmarkCase chosen, Device device)
    {
        var options = Options(chosen);
        var network = new SegmentationModule(NetworkSpec.Of(options, BenchmarkCase.Classes)) { TrainingPrecision = options.Precision };
        DeterministicNumbers.Fill(network, "network.");
        network.SetBatchNorm(BatchNormMode.Frozen);
        return network.MoveTo(device);
    }
}

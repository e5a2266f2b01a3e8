namespace Ass.MLNet.Cli.Train;

/// <summary>Settings to start from, by name.</summary>
internal static class Presets
{
    /// <summary>A first training that finishes within an hour on a few CPU cores.</summary>
    public const string Cpu = "cpu";

    /// <summary>A human-readable summary of <see cref="Cpu"/>.</summary>
    public const string CpuFacts = "resnet18 from imagenet weights, output stride 16, adam at 1e-4, 3000 steps on windows of 320x240";

    private static readonly Dictionary<string, Func<AssSegmentationOptions>> ByName = new()
    {
        [Cpu] = CreateCpu,
        ["few-labels"] = AssSegmentationOptions.FewLabels,
        ["gta5-to-cityscapes"] = () => AssSegmentationOptions.Paper(PaperBenchmark.Gta5ToCityscapes),
        ["synthia-to-cityscapes"] = () => AssSegmentationOptions.Paper(PaperBenchmark.SynthiaToCityscapes),
    };

    public static string[] Names { get; } = [.. ByName.Keys];

    /// <summary>Creates a preset's options, which may be changed; null gives the library's defaults.</summary>
    public static AssSegmentationOptions Begin(string? name) => name is null ? new() : ByName[name]();

    // Adam, since so short a training learns more with it than with SGD.
    private static AssSegmentationOptions CreateCpu() =>
        new()
        {
            Network = SegmentationNetwork.DeepLabV2ResNet18,
            PretrainedWeights = PretrainedWeights.ImageNet,
            OutputStride = 16,
            Optimizer = SegmentationOptimizer.Adam,
            LearningRate = 1e-4,
            Iterations = 3000,
            CropSize = new(320, 240),
        };
}

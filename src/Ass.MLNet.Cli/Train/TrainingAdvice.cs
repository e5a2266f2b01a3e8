using System.Globalization;

namespace Ass.MLNet.Cli.Train;

/// <summary>Warns whoever is about to wait for days, or for nothing.</summary>
internal static class TrainingAdvice
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(12);

    /// <summary>What can be seen before the first step.</summary>
    public static IEnumerable<string> BeforeTraining(AssSegmentationOptions options, bool onCpu)
    {
        if (options.PretrainedWeights is null && options.Network != SegmentationNetwork.DeepLabV2MobileNetV2)
        {
            yield return $"{Name(options.Network)} starts from random weights, with which it needs far more images and steps than with pretrained ones. Give --weights FILE, "
                + "or --network resnet18 --weights imagenet, or --network mobilenetv2, which is made for training from scratch.";
        }

        if (onCpu && options.Network is SegmentationNetwork.DeepLabV2ResNet50 or SegmentationNetwork.DeepLabV2ResNet101)
            yield return $"{Name(options.Network)} on a CPU takes seconds to minutes for each of the {options.Iterations} steps; the time left is told after the first. {Quicker}";
    }

    /// <summary>What the first report tells; null where it need not be said.</summary>
    public static string? AfterFirstReport(AssTrainingProgress progress, bool onCpu)
    {
        if (progress.Remaining <= Long)
            return null;
        string hours = progress.Remaining.TotalHours.ToString("0", CultureInfo.InvariantCulture);
        return $"At the speed so far, the {progress.Iterations - progress.Step} steps left take about {hours} hours (the first step is the slowest).{(onCpu ? " " + Quicker : "")}";
    }

    private const string Quicker = "Quicker: --preset cpu; or --network resnet18 --weights imagenet --output-stride 16, fewer --iterations, a smaller --crop; or a GPU (--device cuda).";

    private static string Name(SegmentationNetwork network) => network.ToString()["DeepLabV2".Length..];
}

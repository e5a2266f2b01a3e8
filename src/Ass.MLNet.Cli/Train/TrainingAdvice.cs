using System.Globalization;

namespace Ass.MLNet.Cli.Train;

/// <summary>Tells users what to expect, and warns them of trainings that take days or lead nowhere.</summary>
internal static class TrainingAdvice
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(12);
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    /// <summary>Advice available before the first step; null if there is none.</summary>
    public static string? BeforeTraining(AssSegmentationOptions options, bool onCpu) =>
        onCpu && options.Network is SegmentationNetwork.DeepLabV2ResNet50 or SegmentationNetwork.DeepLabV2ResNet101
            ? $"{Word(options.Network)} on a CPU takes seconds to minutes for each of the {options.Iterations} steps; the time "
                + $"left is told after the first. {Quicker(options)}"
            : null;

    /// <summary>The expected time and memory of a training, from its progress; null if it ends within a minute.</summary>
    /// <param name="progress">One of the first reports.</param>
    /// <param name="peakMemory">The process's peak memory use in bytes.</param>
    public static string? Expectation(AssTrainingProgress progress, long peakMemory)
    {
        if (progress.Remaining < Short)
        {
            return null;
        }

        string slow = progress.Step == 1 ? ", the slowest" : "";
        string memory = (peakMemory / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture);
        return $"After step {progress.Step}{slow}: expect {Duration(progress.Remaining)} for the {progress.Iterations - progress.Step} "
            + $"steps left, and at least {memory} GiB of the machine's memory.";
    }

    /// <summary>Faster alternatives for a very long training; null for others.</summary>
    public static string? ForLongTrainings(AssTrainingProgress progress, AssSegmentationOptions options, bool onCpu) =>
        progress.Remaining <= Long ? null
        : onCpu ? Quicker(options)
        : "Quicker: fewer --iterations, smaller images (--source-size, --target-size), or a smaller --crop.";

    private static string Quicker(AssSegmentationOptions options)
    {
        bool isSmall =
            options.Network == SegmentationNetwork.SwiftNetResNet18
            || (
                options.Network is SegmentationNetwork.DeepLabV2ResNet18 or SegmentationNetwork.DeepLabV2MobileNetV2
                && options.OutputStride >= 16
            );
        string small = isSmall ? "" : "--preset cpu; or --network resnet18 --weights imagenet --output-stride 16, ";
        return $"Quicker: {small}fewer --iterations, smaller images (--source-size, --target-size), a smaller --crop; or a GPU "
            + "(--device cuda).";
    }

    private static string Duration(TimeSpan time) =>
        time < TimeSpan.FromHours(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} hours");

    private static string Word(SegmentationNetwork network) =>
        AssSegmentationOption.Of(o => o.Network).Choices.Single(c => c.Value.Equals(network)).Word;
}

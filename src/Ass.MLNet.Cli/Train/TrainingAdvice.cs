using System.Globalization;

namespace Ass.MLNet.Cli.Train;

/// <summary>Says what to expect, and warns whoever is about to wait for days, or for nothing.</summary>
internal static class TrainingAdvice
{
    private const string Quicker =
        "Quicker: --preset cpu; or --network resnet18 --weights imagenet --output-stride 16, fewer --iterations, a smaller --crop; or a GPU (--device cuda).";

    private static readonly TimeSpan Long = TimeSpan.FromHours(12);
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    /// <summary>What can be seen before the first step.</summary>
    public static IEnumerable<string> BeforeTraining(AssSegmentationOptions options, bool onCpu)
    {
        if (options.PretrainedWeights is null && options.Network != SegmentationNetwork.DeepLabV2MobileNetV2)
        {
            yield return $"{Name(options.Network)} starts from random weights, with which it needs far more images and steps than with pretrained ones. Give --weights FILE, "
                + "or --network resnet18 --weights imagenet, or --network mobilenetv2, which is made for training from scratch.";
        }

        if (onCpu && options.Network is SegmentationNetwork.DeepLabV2ResNet50 or SegmentationNetwork.DeepLabV2ResNet101)
        {
            yield return $"{Name(options.Network)} on a CPU takes seconds to minutes for each of the {options.Iterations} steps; the time left is told after the first. {Quicker}";
        }
    }

    /// <summary>Time and memory that a training takes which has come so far; null for one that is over within a minute.</summary>
    /// <param name="progress">One of the first reports.</param>
    /// <param name="peakMemory">Bytes that the process has had in use at most.</param>
    public static string? Expectation(AssTrainingProgress progress, long peakMemory)
    {
        if (progress.Remaining < Short)
        {
            return null;
        }

        string slow = progress.Step == 1 ? ", the slowest" : "";
        string memory = (peakMemory / (double)(1L << 30)).ToString("0.0", CultureInfo.InvariantCulture);
        return $"After step {progress.Step}{slow}: expect {Duration(progress.Remaining)} for the {progress.Iterations - progress.Step} steps left, "
            + $"and {memory} GiB of the machine's memory.";
    }

    /// <summary>What the first report tells; null where it need not be said.</summary>
    public static string? AfterFirstReport(AssTrainingProgress progress, bool onCpu)
    {
        if (progress.Remaining <= Long)
        {
            return null;
        }

        string hours = progress.Remaining.TotalHours.ToString("0", CultureInfo.InvariantCulture);
        return $"At the speed so far, the {progress.Iterations - progress.Step} steps left take about {hours} hours (the first step is the slowest).{(onCpu ? " " + Quicker : "")}";
    }

    private static string Duration(TimeSpan time) =>
        time < TimeSpan.FromHours(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} hours");

    private static string Name(SegmentationNetwork network) => AssSegmentationOption.Of(o => o.Network).Choices.Single(c => c.Value.Equals(network)).Word;
}

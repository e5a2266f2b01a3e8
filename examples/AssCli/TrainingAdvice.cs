using System.Globalization;
using Ass.MLNet;
using Microsoft.ML;

namespace AssCli;

/// <summary>Warns whoever is about to wait for days, or for nothing.</summary>
internal static class TrainingAdvice
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(12);

    /// <summary>What can be seen before the first step.</summary>
    public static void BeforeTraining(MLContext ml, AssSegmentationOptions options)
    {
        if (options.PretrainedWeights is null && options.Network != SegmentationNetwork.DeepLabV2MobileNetV2)
        {
            Terminal.Warning($"{Name(options.Network)} starts from random weights, with which it needs far more images and steps than with pretrained ones. Give --weights FILE, "
                + "or --network resnet18 --weights imagenet, or --network mobilenetv2, which is made for training from scratch.");
        }

        if (ml.GpuDeviceId is null && options.Network is SegmentationNetwork.DeepLabV2ResNet50 or SegmentationNetwork.DeepLabV2ResNet101)
            Terminal.Warning($"{Name(options.Network)} on a CPU takes seconds to minutes for each of the {options.Iterations} steps; the time left is told after the first. {Quicker}");
    }

    /// <summary>What the first step tells.</summary>
    public static void AfterFirstReport(MLContext ml, AssSegmentationOptions options, AssTrainingProgress progress)
    {
        if (progress.Remaining > Long)
        {
            string hours = progress.Remaining.TotalHours.ToString("0", CultureInfo.InvariantCulture);
            Terminal.Warning($"At the speed so far, {options.Iterations - progress.Step} steps take about {hours} hours (the first step is the slowest). {(ml.GpuDeviceId is null ? Quicker : "")}".TrimEnd());
        }
    }

    private const string Quicker = "Quicker: --preset cpu; or --network resnet18 --weights imagenet --output-stride 16, fewer --iterations, a smaller --crop; or a GPU (--device cuda).";

    private static string Name(SegmentationNetwork network) => network.ToString()["DeepLabV2".Length..];
}

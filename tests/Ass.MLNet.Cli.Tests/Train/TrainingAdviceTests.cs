using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainingAdviceTests
{
    [Theory]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet101, null, true, 2)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet101, "weights.pth", true, 1)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet101, null, false, 1)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet50, "weights.pth", false, 0)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, null, true, 1)]
    [InlineData(SegmentationNetwork.DeepLabV2MobileNetV2, null, true, 0)]
    public void Random_weights_and_large_networks_on_a_CPU_are_warned_of(SegmentationNetwork network, string? weights, bool onCpu, int warnings)
    {
        var options = new AssSegmentationOptions { Network = network, PretrainedWeights = weights };
        Assert.Equal(warnings, TrainingAdvice.BeforeTraining(options, onCpu).Count());
    }

    [Fact]
    public void A_long_time_is_told_in_hours_after_the_first_report()
    {
        var days = new AssTrainingProgress { Step = 1, Iterations = 150_000, Remaining = TimeSpan.FromHours(200.4) };
        Assert.Contains("149999 steps left take about 200 hours", TrainingAdvice.AfterFirstReport(days, onCpu: true));
        Assert.Contains("--preset cpu", TrainingAdvice.AfterFirstReport(days, onCpu: true));
        Assert.DoesNotContain("cpu", TrainingAdvice.AfterFirstReport(days, onCpu: false));
        Assert.Null(TrainingAdvice.AfterFirstReport(new AssTrainingProgress { Step = 1, Iterations = 10, Remaining = TimeSpan.FromMinutes(5) }, onCpu: true));
        Assert.Equal("8d 8:24:00", ProgressDisplay.Time(days.Remaining));
    }

    [Fact]
    public void The_preset_for_CPUs_is_small_and_can_be_changed()
    {
        var preset = Options("--preset", "cpu");
        Assert.Equal(
            (SegmentationNetwork.DeepLabV2ResNet18, 16, PretrainedWeights.ImageNet, 3000, new ImageSize(320, 240)),
            (preset.Network, preset.OutputStride, preset.PretrainedWeights, preset.Iterations, preset.CropSize));
        Assert.Empty(TrainingAdvice.BeforeTraining(preset, onCpu: true));

        var changed = Options("--preset", "cpu", "--weights", "none", "--network", "mobilenetv2", "--iterations", "7");
        Assert.Equal((SegmentationNetwork.DeepLabV2MobileNetV2, 16, null, 7), (changed.Network, changed.OutputStride, changed.PretrainedWeights, changed.Iterations));
    }

    private static AssSegmentationOptions Options(params string[] words)
    {
        var arguments = new TrainArguments();
        var command = new RootCommand();
        foreach (var option in arguments.All)
            command.Add(option);
        return arguments.ToOptions(command.Parse([.. words, "--output", "run"]));
    }
}

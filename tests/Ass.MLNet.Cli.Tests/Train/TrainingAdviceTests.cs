using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainingAdviceTests
{
    [Theory]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet101, true, true)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet50, true, true)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet101, false, false)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, true, false)]
    public void LargeNetworksOnACpuAreWarnedOf(SegmentationNetwork network, bool onCpu, bool warned)
    {
        string? warning = TrainingAdvice.BeforeTraining(new AssSegmentationOptions { Network = network }, onCpu);
        Assert.Equal(warned, warning?.StartsWith("resnet", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void TimeAndMemoryAreToldAfterTheFirstSteps()
    {
        var first = new AssTrainingProgress
        {
            Step = 1,
            Iterations = 3000,
            Remaining = TimeSpan.FromMinutes(150),
        };
        Assert.Equal(
            "After step 1, the slowest: expect 2.5 hours for the 2999 steps left, and at least 1.5 GiB of the machine's memory.",
            TrainingAdvice.Expectation(first, 3L << 29)
        );
        var second = new AssTrainingProgress
        {
            Step = 10,
            Iterations = 3000,
            Remaining = TimeSpan.FromMinutes(42),
        };
        Assert.StartsWith("After step 10: expect 42 minutes for the 2990 steps left", TrainingAdvice.Expectation(second, 1L << 30));
        Assert.Null(
            TrainingAdvice.Expectation(
                new AssTrainingProgress
                {
                    Step = 1,
                    Iterations = 9,
                    Remaining = TimeSpan.FromSeconds(50),
                },
                1L << 30
            )
        );
    }

    [Fact]
    public void For_a_very_long_training_there_is_advice()
    {
        var days = new AssTrainingProgress
        {
            Step = 1,
            Iterations = 150_000,
            Remaining = TimeSpan.FromHours(200.4),
        };
        var large = new AssSegmentationOptions { Network = SegmentationNetwork.DeepLabV2ResNet101 };
        Assert.Contains("expect 200.4 hours for the 149999 steps left", TrainingAdvice.Expectation(days, 1L << 30));
        Assert.Contains("--preset cpu", TrainingAdvice.ForLongTrainings(days, large, onCpu: true));
        Assert.DoesNotContain("cpu", TrainingAdvice.ForLongTrainings(days, large, onCpu: false));
        Assert.StartsWith("Quicker: fewer --iterations", TrainingAdvice.ForLongTrainings(days, new AssSegmentationOptions(), onCpu: true));
        Assert.StartsWith(
            "Quicker: fewer --iterations",
            TrainingAdvice.ForLongTrainings(
                days,
                new AssSegmentationOptions { Network = SegmentationNetwork.SwiftNetResNet18, OutputStride = 8 },
                onCpu: true
            )
        );
        Assert.Null(TrainingAdvice.ForLongTrainings(new AssTrainingProgress { Remaining = TimeSpan.FromHours(5) }, large, onCpu: true));
        Assert.Equal("8d 8:24:00", ProgressDisplay.Time(days.Remaining));
    }

    [Fact]
    public void The_preset_for_CPUs_is_small_and_can_be_changed()
    {
        var preset = Options("--preset", "cpu");
        Assert.Equal(
            (SegmentationNetwork.DeepLabV2ResNet18, 16, PretrainedWeights.ImageNet, 3000, new ImageSize(320, 240)),
            (preset.Network, preset.OutputStride, preset.PretrainedWeights, preset.Iterations, preset.CropSize)
        );
        Assert.Null(TrainingAdvice.BeforeTraining(preset, onCpu: true));

        var changed = Options("--preset", "cpu", "--weights", "none", "--network", "mobilenetv2", "--iterations", "7");
        Assert.Equal(
            (SegmentationNetwork.DeepLabV2MobileNetV2, 16, null, 7),
            (changed.Network, changed.OutputStride, changed.PretrainedWeights, changed.Iterations)
        );
    }

    private static AssSegmentationOptions Options(params string[] words)
    {
        var arguments = new TrainArguments();
        var command = new RootCommand();
        foreach (var option in arguments.All)
        {
            command.Add(option);
        }
        return arguments.ToOptions(command.Parse([.. words, "--output", "run"]));
    }
}

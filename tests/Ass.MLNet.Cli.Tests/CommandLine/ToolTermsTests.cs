using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ToolTermsTests
{
    [Fact]
    public void Errors_of_options_speak_of_the_command_line()
    {
        AssSegmentationOptions[] wrong =
        [
            new() { Iterations = 0 },
            new() { LearningRate = -1 },
            new() { Network = SegmentationNetwork.DeepLabV2ResNet50, PretrainedWeights = "imagenet" },
            new() { Run = { EarlyStoppingPatience = 3 } },
            new() { Run = { ReturnBestModel = true } },
            new() { Augmentation = { MinScale = 0 } },
            new() { ClassNames = ["one"] },
            new() { Iterations = 10, AdaptSegNet = { DecayIterations = 5 } },
            new() { BatchNorm = BatchNormMode.Frozen },
            new() { CropSize = new(0, 1) },
        ];
        Assert.All(wrong, options =>
        {
            string message = Terminal.Message(Assert.Throws<ArgumentException>(() => new MLContext().Transforms.AssSegmentation(options)));
            Assert.StartsWith("--", message);
            Assert.DoesNotContain("AssSegmentationOptions", message);
            Assert.DoesNotContain("null", message);
            Assert.DoesNotContain("Parameter", message);
        });
    }

    [Theory]
    [InlineData(
        "AssSegmentationOptions.Run.EarlyStoppingPatience must be null without Run.ValidationSet, but is 3.",
        "--patience must be left out without --val, but is 3."
    )]
    [InlineData("set CropSize, SourceSize or TargetSize.", "set --crop, --source-size or --target-size.")]
    [InlineData("a smaller Network, or Precision BFloat16", "a smaller --network, or --precision bf16")]
    [InlineData("choose another Run.WorkspacePath, or set Run.Resume.", "choose another --output, or set --resume.")]
    [InlineData("Adversarial.Loss: CrossEntropy in the checkpoint, LeastSquares now", "--adversarial-loss: ce in the checkpoint, ls now")]
    [InlineData("AdversarialLoss: CrossEntropy in the checkpoint, LeastSquares now", "--adversarial-loss: ce in the checkpoint, ls now")]
    [InlineData("only DeepLabV2ResNet18 has weights", "only resnet18 has weights")]
    [InlineData("Network is unreachable.", "Network is unreachable.")]
    [InlineData(
        "the device's memory: '/data/my WorkspacePath/AssSegmentationOptions.Resume'",
        "the device's memory: '/data/my WorkspacePath/AssSegmentationOptions.Resume'"
    )]
    [InlineData(
        "The recipe needs target rows (column 'Domain' = target) with a label in column 'Label', but",
        "The recipe needs target rows (--target) with a label, but"
    )]
    [InlineData("A null pointer.", "A null pointer.")]
    public void Words_are_replaced_where_they_are_names(string message, string expected) =>
        Assert.Equal(expected, ToolTerms.Translate(message));
}

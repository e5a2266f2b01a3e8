using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ToolTermsTests
{
    /// <summary>What the command line does not set: columns have the names of its own data, callbacks are its own, the rest keeps its default.</summary>
    private static readonly string[] NotOnTheCommandLine =
    [
        "ImageColumnName", "LabelColumnName", "DomainColumnName", "PredictedLabelColumnName", "ScoreColumnName", "Progress", "CancellationToken",
        "ReturnModelWhenCanceled", "FallbackToCpu", "MaximumSkippedSteps", "SourceWeight", "TargetWeight", "ClassifierLearningRateMultiplier", "Momentum",
        "WeightDecay", "LearningRatePower",
    ];

    [Fact]
    public void Every_option_of_the_library_has_its_word_or_is_known_to_have_none() =>
        Assert.Empty(typeof(AssSegmentationOptions).GetProperties().Select(p => p.Name).Except(ToolTerms.Properties).Except(NotOnTheCommandLine));

    [Fact]
    public void Errors_of_options_speak_of_the_command_line()
    {
        AssSegmentationOptions[] wrong =
        [
            new() { Iterations = 0 }, new() { LearningRate = -1 }, new() { PretrainedWeights = "imagenet" }, new() { EarlyStoppingPatience = 3 }, new() { ReturnBestModel = true },
            new() { MinScale = 0 }, new() { ClassNames = ["one"] }, new() { Iterations = 10, DecayIterations = 5 }, new() { BatchNorm = BatchNormMode.Frozen }, new() { CropSize = new(0, 1) },
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
    [InlineData("AssSegmentationOptions.EarlyStoppingPatience must be null without ValidationSet, but is 3.", "--patience must be left out without --val, but is 3.")]
    [InlineData("set CropSize, SourceSize or TargetSize.", "set --crop, --source-size or --target-size.")]
    [InlineData("a smaller Network, or Precision BFloat16", "a smaller --network, or --precision bf16")]
    [InlineData("only DeepLabV2ResNet18 has weights", "only resnet18 has weights")]
    [InlineData("Network is unreachable.", "Network is unreachable.")]
    [InlineData("the device's memory: '/data/my WorkspacePath/AssSegmentationOptions.Resume'", "the device's memory: '/data/my WorkspacePath/AssSegmentationOptions.Resume'")]
    [InlineData("The recipe needs target rows (column 'Domain' = target) with a label in column 'Label', but", "The recipe needs target rows (--target) with a label, but")]
    [InlineData("A null pointer.", "A null pointer.")]
    public void Words_are_replaced_where_they_are_names(string message, string expected) => Assert.Equal(expected, ToolTerms.Translate(message));
}

using System.CommandLine;
using System.Text.Json.Nodes;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainArgumentsTests
{
    private static readonly TrainArguments Arguments = new();
    private static readonly string[] Preset = ["--preset", Presets.Cpu];

    [Fact]
    public void Labels_are_chosen_among_the_images_of_a_target()
    {
        var result = CommandTree
            .Create(CommandTree.CreateVerbose(), CancellationToken.None)
            .Parse(["train", "--recipe", "source-only", "--source", "folder:x", "--labeled", "20", "--output", "run"]);
        Assert.Contains("--labeled chooses among the images of --target, which is missing.", Assert.Single(result.Errors).Message);
    }

    [Fact]
    public void Every_option_that_the_library_names_is_one_of_train() =>
        Assert.Empty(AssSegmentationOption.All.Select(o => o.CommandLineName).OfType<string>().Except(Arguments.All.Select(o => o.Name)));

    [Fact]
    public void What_is_given_sets_its_property_and_nothing_else()
    {
        foreach (var setting in Arguments.Settings.Concat(Arguments.Keeping))
        {
            string[] words = [.. setting.Sets.Select(Another)];
            var options = Options([.. Preset, setting.Option.Name, string.Join(':', words)]);
            var untouched = Options(Preset);
            var changed = AssSegmentationOption.All.Where(option => !Equals(option.GetValue(options), option.GetValue(untouched)));
            Assert.Equal(setting.Sets, changed);
        }
    }

    [Fact]
    public void A_CPU_gets_its_preset_where_no_network_is_given()
    {
        Assert.Equal(
            (Presets.Begin(Presets.Cpu).CropSize, 9),
            (Options(["--iterations", "9"]).CropSize, Options(["--iterations", "9"]).Iterations)
        );
        Assert.Null(Options(["--network", "mobilenetv2"]).CropSize);
        Assert.Null(Options(["--device", "cuda"]).CropSize);
        Assert.Equal(SegmentationNetwork.DeepLabV2ResNet101, Options(["--preset", "gta5-to-cityscapes"]).Network);
        var fewLabels = Options(["--preset", "few-labels", "--recipe", "target-only", "--trust", "pixels"]);
        Assert.Equal(
            (SegmentationNetwork.SwiftNetResNet18, AdaptationRecipe.TargetOnly, true, PseudoLabelTrust.Pixels),
            (fewLabels.Network, fewLabels.Recipe, fewLabels.SelfTraining.Enabled, fewLabels.SelfTraining.Trust)
        );
    }

    [Theory]
    [InlineData(""" "preset": "cpu", "device": "cpu" """, "cuda", SegmentationNetwork.DeepLabV2ResNet18, 320)]
    [InlineData(""" "preset": null, "network": "resnet18", "device": "cuda" """, "cpu", SegmentationNetwork.DeepLabV2ResNet18, null)]
    [InlineData(""" "preset": "", "device": "cpu" """, "cuda", SegmentationNetwork.DeepLabV2ResNet18, 320)]
    [InlineData(""" "iterations": "500" """, "cpu", SegmentationNetwork.DeepLabV2ResNet18, null)]
    [InlineData(""" "preset": "gta5-to-cityscapes", "device": "cuda" """, "cpu", SegmentationNetwork.DeepLabV2ResNet101, null)]
    public void A_run_keeps_its_preset_where_it_goes_on_on_another_device(
        string commandLine,
        string device,
        SegmentationNetwork network,
        int? width
    )
    {
        using var folder = new TestFolder();
        var run = new RunFolder(folder.At("run"));
        folder.Text("run/options.json", $$"""{ "commandLine": { {{commandLine}} }, "training": {} }""");
        Assert.Null(BegunRun.Read(run));
        folder.Text("run/checkpoints/step-000000004.checkpoint");

        var options = Options(["--device", device], BegunRun.Read(run)!);
        Assert.Equal(network, options.Network);
        Assert.Equal(width, options.CropSize?.Width);
        Assert.Equal(SegmentationNetwork.SwiftNetResNet18, Options(["--preset", "few-labels"], BegunRun.Read(run)!).Network);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "commandLine": { "preset": "of-a-later-version" } }""")]
    public void Settings_that_do_not_tell_a_preset_are_as_none(string settings)
    {
        using var folder = new TestFolder();
        folder.Text("run/checkpoints/step-000000004.checkpoint");
        Assert.Null(BegunRun.Read(new RunFolder(folder.At("run"))));
        folder.Text("run/options.json", settings);
        Assert.Null(BegunRun.Read(new RunFolder(folder.At("run"))));
    }

    [Fact]
    public void Networks_on_ResNet18_start_from_ImageNets_weights_unless_told_otherwise()
    {
        Assert.Equal(PretrainedWeights.ImageNet, Options(["--network", "resnet18"]).PretrainedWeights);
        Assert.Equal(PretrainedWeights.ImageNet, Options(["--network", "swiftnet"]).PretrainedWeights);
        Assert.Null(Options(["--network", "swiftnet", "--weights", "none"]).PretrainedWeights);
        Assert.Equal(PretrainedWeights.ImageNet, Options(["--device", "cuda"]).PretrainedWeights);
        Assert.Null(Options(["--network", "resnet18", "--weights", "none"]).PretrainedWeights);
        Assert.Null(Options(["--weights", "none"]).PretrainedWeights);
        Assert.Null(Options(["--network", "resnet50"]).PretrainedWeights);
    }

    [Fact]
    public void Files_keep_the_names_that_they_had_before_there_were_groups()
    {
        var written = RunSettings.ToJson(
            new AssSegmentationOptions { Adversarial = { Loss = AdversarialLoss.LeastSquares }, CropSize = new(320, 240) }
        );
        Assert.Equal("LeastSquares", (string)written["adversarialLoss"]!);
        Assert.Equal("""{"width":320,"height":240}""", written["cropSize"]!.ToJsonString());
        string[] others = ["progress", "cancellationToken", "validationSet", "begun"];
        Assert.DoesNotContain(written, entry => others.Contains(entry.Key) || entry.Value is JsonObject && entry.Key != "cropSize");
    }

    [Fact]
    public void What_version_0_1_wrote_is_what_an_option_means_that_a_file_does_not_have()
    {
        var version01 = JsonNode
            .Parse(
                """
                {
                "imageColumnName": "Image", "labelColumnName": "Label", "domainColumnName": "Domain",
                "predictedLabelColumnName": "PredictedLabel", "scoreColumnName": null, "classNames": null, "recipe": "Ass",
                "sourceWeight": 1, "targetWeight": 1, "globalWeight": null, "semanticWeight": null, "adversarialWarmUpIterations": 0,
                "measureGradientNorms": false, "semanticDiscriminator": "ClassConditional", "semanticFeatures": "Backbone",
                "adversarialLoss": "CrossEntropy", "multiLevel": false, "auxiliaryLossWeight": 0.1, "auxiliaryGlobalWeight": null,
                "network": "DeepLabV2ResNet101", "outputStride": 8, "asppBranches": 4, "bottleneckStride": "On3x3",
                "ceilModePooling": false,
                "pretrainedWeights": null, "pixelNormalization": "Auto", "batchNorm": "Auto", "batchNormStatistics": "Measured",
                "iterations": 150000, "decayIterations": null, "batchSize": 1, "optimizer": "Sgd", "learningRate": 0.00025,
                "backboneLearningRateMultiplier": 1, "classifierLearningRateMultiplier": 10, "momentum": 0.9, "weightDecay": 0.0005,
                "discriminatorLearningRate": 0.0001, "learningRatePower": 0.9, "sourceSize": null, "targetSize": null,
                "interpolation": "Bilinear", "alignCornersInTraining": false, "alignCornersInPrediction": false, "cropSize": null,
                "minScale": 0.75, "maxScale": 1.5, "horizontalFlip": true, "gpuDeviceId": null, "fallbackToCpu": null,
                "precision": "Float32", "allowTF32": true, "progressInterval": 10, "returnModelWhenCanceled": false, "workspacePath": null,
                "checkpointEvery": 500, "resume": false, "allowChangesOnResume": false, "validateEvery": null, "returnBestModel": false,
                "earlyStoppingPatience": null, "earlyStoppingMinimumGain": 0, "maximumSkippedSteps": 10, "dataCheck": "Stop"
                }
                """
            )!
            .AsObject();
        var earlier = RunSettings.EarlierDefaults();
        Assert.All(version01, entry => Assert.True(JsonNode.DeepEquals(entry.Value, earlier[entry.Key]), entry.Key));
    }

    /// <summary>A word for a value that the option does not have by itself.</summary>
    private static string Another(AssSegmentationOption option, int index) =>
        option switch
        {
            { Choices: [_, ..] choices } => choices.First(c => !c.Value.Equals(option.GetValue(Options(Preset)))).Word,
            { Key: nameof(AssSegmentationOptions.PretrainedWeights) } => "none",
            var o when o.ValueType == typeof(ImageSize?) => "48x32",
            var o when o.ValueType == typeof(bool) => "true",
            _ => $"{index + 7}",
        };

    private static AssSegmentationOptions Options(string[] words, BegunRun? begun = null)
    {
        var command = new RootCommand();
        foreach (var option in Arguments.All)
        {
            command.Add(option);
        }

        var parsed = command.Parse([.. words, "--output", "run"]);
        Assert.Empty(parsed.Errors);
        return Arguments.ToOptions(parsed, begun);
    }
}

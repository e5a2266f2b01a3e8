using Ass.MLNet.Options;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class OptionsValidatorTests
{
    public static TheoryData<string, Action<AssSegmentationOptions>> Mistakes =>
        new()
        {
            { "ImageColumnName", o => o.ImageColumnName = "" },
            { "DataCheck", o => o.DataCheck = (DataCheckMode)9 },
            { "ClassNames", o => o.ClassNames = ["only one"] },
            { "ClassNames", o => o.ClassNames = ["twice", "twice"] },
            { "ClassNames", o => o.ClassNames = ["a", " "] },
            { "Recipe", o => o.Recipe = (AdaptationRecipe)99 },
            { "OutputStride", o => o.OutputStride = 4 },
            {
                "PretrainedWeights",
                o => (o.Network, o.PretrainedWeights) = (SegmentationNetwork.DeepLabV2ResNet50, PretrainedWeights.ImageNet)
            },
            { "BatchNorm", o => o.BatchNorm = BatchNormMode.Frozen },
            { "AdaptSegNet.AsppBranches", o => o.AdaptSegNet.AsppBranches = 5 },
            { "AdaptSegNet.AsppBranches", o => o.AdaptSegNet.AsppBranches = 0 },
            { "AdaptSegNet.MultiLevel", o => (o.AdaptSegNet.MultiLevel, o.Network) = (true, SegmentationNetwork.DeepLabV2MobileNetV2) },
            { "AdaptSegNet.MultiLevel", o => (o.AdaptSegNet.MultiLevel, o.Network) = (true, SegmentationNetwork.SwiftNetResNet18) },
            { "AdaptSegNet.AuxiliaryLossWeight", o => o.AdaptSegNet.AuxiliaryLossWeight = 0 },
            { "AdaptSegNet.AuxiliaryGlobalWeight", o => o.AdaptSegNet.AuxiliaryGlobalWeight = -1 },
            { "AdaptSegNet.BottleneckStride", o => o.AdaptSegNet.BottleneckStride = (BottleneckStride)9 },
            { "AdaptSegNet.BatchNormStatistics", o => o.AdaptSegNet.BatchNormStatistics = (BatchNormStatistics)9 },
            { "Precision", o => o.Precision = (SegmentationPrecision)2 },
            { "AdaptSegNet.PixelNormalization", o => o.AdaptSegNet.PixelNormalization = (PixelNormalization)9 },
            { "AdaptSegNet.Interpolation", o => o.AdaptSegNet.Interpolation = (ImageInterpolation)9 },
            { "AdaptSegNet.BackboneLearningRateMultiplier", o => o.AdaptSegNet.BackboneLearningRateMultiplier = 0 },
            { "Adversarial.WarmUpIterations", o => o.Adversarial.WarmUpIterations = -1 },
            {
                "Adversarial.WarmUpIterations",
                o => (o.Iterations, o.Adversarial.StartIteration, o.Adversarial.WarmUpIterations) = (100, 40, 61)
            },
            { "Adversarial.StartIteration", o => o.Adversarial.StartIteration = o.Iterations },
            { "Adversarial.StartIteration", o => (o.Recipe, o.Adversarial.StartIteration) = (AdaptationRecipe.TargetOnly, 1) },
            {
                "Adversarial.ClassVectorWeights",
                o => (o.Recipe, o.Adversarial.ClassVectorWeights) = (AdaptationRecipe.Global, ClassVectorWeights.Share)
            },
            { "Adversarial.DiscriminatorSteps", o => o.Adversarial.DiscriminatorSteps = 11 },
            { "Adversarial.DiscriminatorSteps", o => (o.Recipe, o.Adversarial.DiscriminatorSteps) = (AdaptationRecipe.SourceOnly, 2) },
            {
                "Adversarial.LabeledTargetAsSource",
                o => (o.Recipe, o.Adversarial.LabeledTargetAsSource) = (AdaptationRecipe.Semantic, true)
            },
            { "Adversarial.PrototypeWeight", o => o.Adversarial.PrototypeWeight = -1 },
            { "Adversarial.PrototypeWeight", o => (o.Recipe, o.Adversarial.PrototypeWeight) = (AdaptationRecipe.SourceOnly, 1) },
            { "Adversarial.PrototypeWeight", o => (o.Recipe, o.Adversarial.PrototypeWeight) = (AdaptationRecipe.TargetOnly, 1) },
            { "Adversarial.DomainLabelSmoothing", o => o.Adversarial.DomainLabelSmoothing = 0.5 },
            { "Adversarial.DomainLabelSmoothing", o => (o.Recipe, o.Adversarial.DomainLabelSmoothing) = (AdaptationRecipe.Joint, 0.1) },
            { "SelfTraining.Enabled", o => (o.Recipe, o.SelfTraining.Enabled) = (AdaptationRecipe.SourceOnly, true) },
            { "SelfTraining.Confidence", o => o.SelfTraining.Confidence = 0.5 },
            { "SelfTraining.Confidence", o => (o.SelfTraining.Enabled, o.SelfTraining.Confidence) = (true, 1.1) },
            { "SelfTraining.TeacherDecay", o => (o.SelfTraining.Enabled, o.SelfTraining.TeacherDecay) = (true, 1) },
            { "SelfTraining.WarmUpIterations", o => (o.SelfTraining.Enabled, o.SelfTraining.WarmUpIterations) = (true, o.Iterations) },
            {
                "SelfTraining.MixFrom",
                o => (o.SelfTraining.Enabled, o.SelfTraining.Mixing, o.SelfTraining.MixFrom) = (true, ImageMixing.None, MixedImages.Target)
            },
            {
                "SelfTraining.MixFrom",
                o => (o.SelfTraining.Enabled, o.SelfTraining.MixFrom, o.BatchSize) = (true, MixedImages.Unlabeled, 1)
            },
            { "SelfTraining.Mixing", o => (o.SelfTraining.Enabled, o.SelfTraining.Mixing) = (true, (ImageMixing)9) },
            {
                "SelfTraining.MixFrom",
                o => (o.Recipe, o.SelfTraining.Enabled, o.SelfTraining.MixFrom) = (AdaptationRecipe.TargetOnly, true, MixedImages.Source)
            },
            { "AdaptSegNet.DecayIterations", o => o.AdaptSegNet.DecayIterations = o.Iterations - 1 },
            { "Optimization.SourceWeight", o => o.Optimization.SourceWeight = 0 },
            { "Adversarial.GlobalWeight", o => o.Adversarial.GlobalWeight = -1 },
            { "Adversarial.SemanticWeight", o => o.Adversarial.SemanticWeight = double.NaN },
            { "Iterations", o => o.Iterations = 0 },
            { "BatchSize", o => o.BatchSize = -3 },
            { "LearningRate", o => o.LearningRate = double.PositiveInfinity },
            { "Optimization.Momentum", o => o.Optimization.Momentum = 1 },
            { "Optimization.WeightDecay", o => o.Optimization.WeightDecay = -1e-4 },
            { "CropSize", o => o.CropSize = new ImageSize(0, 10) },
            { "Augmentation.MinScale", o => o.Augmentation.MinScale = 0 },
            { "Augmentation.MaxScale", o => (o.Augmentation.MinScale, o.Augmentation.MaxScale) = (1, 0.5) },
            { "Augmentation.MatchTargetColors", o => (o.Recipe, o.Augmentation.MatchTargetColors) = (AdaptationRecipe.TargetOnly, true) },
            { "Augmentation.MatchTargetColors", o => (o.Recipe, o.Augmentation.MatchTargetColors) = (AdaptationRecipe.SourceOnly, true) },
            { "Augmentation.RareClassTemperature", o => o.Augmentation.RareClassTemperature = 0 },
            { "Augmentation.SourceColorJitter", o => o.Augmentation.SourceColorJitter = 1.01 },
            { "Augmentation.SourceColorJitter", o => (o.Recipe, o.Augmentation.SourceColorJitter) = (AdaptationRecipe.TargetOnly, 0.5) },
            { "GpuDeviceId", o => o.GpuDeviceId = -1 },
            { "Run.ProgressInterval", o => o.Run.ProgressInterval = 0 },
            { "Run.Resume", o => o.Run.Resume = true },
            { "Run.EarlyStoppingPatience", o => o.Run.EarlyStoppingPatience = 1 },
            { "Run.EarlyStoppingMinimumGain", o => o.Run.EarlyStoppingMinimumGain = 0.01 },
            { "Run.EarlyStoppingMinimumGain", o => o.Run.EarlyStoppingMinimumGain = 0.5 },
            { "Run.ReturnBestModel", o => o.Run.ReturnBestModel = true },
            { "Adversarial.Loss", o => o.Adversarial.Loss = (AdversarialLoss)9 },
        };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_names_its_property_when_the_estimator_is_made(string property, Action<AssSegmentationOptions> mistake)
    {
        var options = new AssSegmentationOptions();
        mistake(options);
        var error = Assert.Throws<ArgumentException>(() => new MLContext().Transforms.AssSegmentation(options));
        Assert.Contains($"AssSegmentationOptions.{property} must be", error.Message);
    }

    [Theory]
    [InlineData("Run.CheckpointEvery", 0, "at least 1, but is 0.")]
    [InlineData("Adversarial.GlobalWeight", -1.0, "a number of 0 or more, but is -1.")]
    [InlineData("LearningRate", 0.0, "a number above 0, but is 0.")]
    [InlineData("LearningRate", 1e39, "a number above 0, but is 1E+39.")]
    [InlineData("Optimization.Momentum", 1.5, "0 to below 1, but is 1.5.")]
    [InlineData("AdaptSegNet.AsppBranches", 7, "1 to 4, but is 7.")]
    [InlineData("OutputStride", 4, "8, 16 or 32, but is 4.")]
    [InlineData("Optimizer", (SegmentationOptimizer)5, "Sgd, Adam, but is 5.")]
    [InlineData("GpuDeviceId", -2, "0 or more, or null, but is -2.")]
    [InlineData("ImageColumnName", null, "a column name, but is null.")]
    [InlineData("PretrainedWeights", "", "a file path or null, but is an empty text.")]
    [InlineData("Run.WorkspacePath", " ", "a folder's path or null, but is an empty text.")]
    public void A_value_beyond_its_range_is_told_with_the_range(string name, object? value, string expected)
    {
        var options = new AssSegmentationOptions();
        AssSegmentationOption.All.Single(option => option.Name == name).SetValue(options, value);
        var error = Assert.Throws<ArgumentException>(() => OptionsValidator.Validate(options));
        Assert.StartsWith($"AssSegmentationOptions.{name} must be {expected}", error.Message);
    }

    [Theory]
    [InlineData("LabelColumnName", "ImageColumnName", "Image")]
    [InlineData("DomainColumnName", "ImageColumnName", "Image")]
    [InlineData("DomainColumnName", "LabelColumnName", "Label")]
    [InlineData("PredictedLabelColumnName", "ImageColumnName", "Image")]
    [InlineData("PredictedLabelColumnName", "LabelColumnName", "Label")]
    [InlineData("PredictedLabelColumnName", "DomainColumnName", "Domain")]
    [InlineData("ScoreColumnName", "ImageColumnName", "Image")]
    [InlineData("ScoreColumnName", "LabelColumnName", "Label")]
    [InlineData("ScoreColumnName", "DomainColumnName", "Domain")]
    [InlineData("ScoreColumnName", "PredictedLabelColumnName", "PredictedLabel")]
    public void Two_columns_of_one_name_are_both_named(string later, string earlier, string name)
    {
        var options = new AssSegmentationOptions();
        typeof(AssSegmentationOptions).GetProperty(later)!.SetValue(options, name);
        var error = Assert.Throws<ArgumentException>(() => new MLContext().Transforms.AssSegmentation(options));
        Assert.Contains($"AssSegmentationOptions.{later} must be another column than {earlier}, but is '{name}'", error.Message);
    }

    [Fact]
    public void Every_network_can_start_from_a_file() =>
        Assert.All(Enum.GetValues<SegmentationNetwork>(), network =>
            OptionsValidator.Validate(new AssSegmentationOptions { Network = network, PretrainedWeights = "weights.pth" })
        );

    [Theory]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18)]
    [InlineData(SegmentationNetwork.SwiftNetResNet18)]
    public void Networks_on_ResNet18_can_start_from_ImageNets_weights(SegmentationNetwork network) =>
        OptionsValidator.Validate(new AssSegmentationOptions { Network = network, PretrainedWeights = PretrainedWeights.ImageNet });

    [Theory]
    [InlineData(AdaptationRecipe.Joint)]
    [InlineData(AdaptationRecipe.Global)]
    [InlineData(AdaptationRecipe.Semantic)]
    [InlineData(AdaptationRecipe.Ass)]
    public void Prototypes_go_with_a_recipe_that_has_labels_of_both_domains(AdaptationRecipe recipe) =>
        OptionsValidator.Validate(
            new AssSegmentationOptions
            {
                Recipe = recipe,
                Adversarial =
                {
                    PrototypeWeight = 1,
                    StartIteration = 5,
                    ClassVectorWeights = ClassVectorWeights.Share,
                },
            }
        );

    [Fact]
    public void The_defaults_are_valid() => OptionsValidator.Validate(new AssSegmentationOptions());

    [Theory]
    [InlineData(AdaptationRecipe.Joint)]
    [InlineData(AdaptationRecipe.TargetOnly)]
    [InlineData(AdaptationRecipe.Ass)]
    public void The_settings_for_few_labels_are_valid_with_every_recipe_that_has_target_images(AdaptationRecipe recipe)
    {
        var options = AssSegmentationOptions.FewLabels();
        Assert.Equal((AdaptationRecipe.Joint, true), (options.Recipe, options.SelfTraining.Enabled));
        options.Recipe = recipe;
        OptionsValidator.Validate(options);

        options.SelfTraining.Enabled = false;
        OptionsValidator.Validate(options);
    }

    [Theory]
    [InlineData(PaperBenchmark.Gta5ToCityscapes, 720)]
    [InlineData(PaperBenchmark.SynthiaToCityscapes, 760)]
    public void The_papers_settings_are_valid(PaperBenchmark benchmark, int sourceHeight)
    {
        var options = AssSegmentationOptions.Paper(benchmark);
        OptionsValidator.Validate(options);
        Assert.Equal(new ImageSize(1280, sourceHeight), options.SourceSize);
        Assert.Equal(
            (2, 3.0, 250_000),
            (
                options.AdaptSegNet.AsppBranches,
                options.AdaptSegNet.BackboneLearningRateMultiplier,
                options.AdaptSegNet.DecayIterations!.Value
            )
        );
        Assert.NotSame(options, AssSegmentationOptions.Paper(benchmark));
    }

    [Fact]
    public void Another_benchmark_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => AssSegmentationOptions.Paper((PaperBenchmark)7));

    [Fact]
    public void Options_changed_afterwards_have_no_effect()
    {
        var ml = new MLContext(seed: 1);
        var options = TwoDomains.Options(iterations: 1);
        int calls = 0;
        options.Progress = _ => calls++;
        var names = TwoDomains.ClassNames.ToList();
        options.ClassNames = names;
        var estimator = ml.Transforms.AssSegmentation(options);
        options.Iterations = 5;
        options.Run.ProgressInterval = 0;
        options.Progress = null;
        names[0] = "changed";
        using var model = estimator.Fit(TwoDomains.Data(ml));
        Assert.Equal(1, calls);
        Assert.Equal(TwoDomains.ClassNames, model.ClassNames);
    }
}

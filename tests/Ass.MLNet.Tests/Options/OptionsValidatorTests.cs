using Ass.MLNet.Options;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class OptionsValidatorTests
{
    public static TheoryData<string, Action<AssSegmentationOptions>> Mistakes => new()
    {
        { "ImageColumnName", o => o.ImageColumnName = "" },
        { "DataCheck", o => o.DataCheck = (DataCheckMode)9 },
        { "ClassNames", o => o.ClassNames = ["only one"] },
        { "ClassNames", o => o.ClassNames = ["twice", "twice"] },
        { "ClassNames", o => o.ClassNames = ["a", " "] },
        { "Recipe", o => o.Recipe = (AdaptationRecipe)99 },
        { "OutputStride", o => o.OutputStride = 4 },
        { "PretrainedWeights", o => o.PretrainedWeights = PretrainedWeights.ImageNet },
        { "BatchNorm", o => o.BatchNorm = BatchNormMode.Frozen },
        { "AsppBranches", o => o.AsppBranches = 5 },
        { "AsppBranches", o => o.AsppBranches = 0 },
        { "MultiLevel", o => (o.MultiLevel, o.Network) = (true, SegmentationNetwork.DeepLabV2MobileNetV2) },
        { "AuxiliaryLossWeight", o => o.AuxiliaryLossWeight = 0 },
        { "AuxiliaryGlobalWeight", o => o.AuxiliaryGlobalWeight = -1 },
        { "BottleneckStride", o => o.BottleneckStride = (BottleneckStride)9 },
        { "BatchNormStatistics", o => o.BatchNormStatistics = (BatchNormStatistics)9 },
        { "Precision", o => o.Precision = (SegmentationPrecision)2 },
        { "PixelNormalization", o => o.PixelNormalization = (PixelNormalization)9 },
        { "Interpolation", o => o.Interpolation = (ImageInterpolation)9 },
        { "BackboneLearningRateMultiplier", o => o.BackboneLearningRateMultiplier = 0 },
        { "AdversarialWarmUpIterations", o => o.AdversarialWarmUpIterations = -1 },
        { "DecayIterations", o => o.DecayIterations = o.Iterations - 1 },
        { "SourceWeight", o => o.SourceWeight = 0 },
        { "GlobalWeight", o => o.GlobalWeight = -1 },
        { "SemanticWeight", o => o.SemanticWeight = double.NaN },
        { "Iterations", o => o.Iterations = 0 },
        { "BatchSize", o => o.BatchSize = -3 },
        { "LearningRate", o => o.LearningRate = double.PositiveInfinity },
        { "Momentum", o => o.Momentum = 1 },
        { "WeightDecay", o => o.WeightDecay = -1e-4 },
        { "CropSize", o => o.CropSize = new ImageSize(0, 10) },
        { "MinScale", o => o.MinScale = 0 },
        { "MaxScale", o => (o.MinScale, o.MaxScale) = (1, 0.5) },
        { "GpuDeviceId", o => o.GpuDeviceId = -1 },
        { "ProgressInterval", o => o.ProgressInterval = 0 },
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
    public void Every_network_can_start_from_a_file() => Assert.All(
        Enum.GetValues<SegmentationNetwork>(), network => OptionsValidator.Validate(new AssSegmentationOptions { Network = network, PretrainedWeights = "weights.pth" }));

    [Fact]
    public void The_defaults_are_valid() => OptionsValidator.Validate(new AssSegmentationOptions());

    [Theory]
    [InlineData(PaperBenchmark.Gta5ToCityscapes, 720)]
    [InlineData(PaperBenchmark.SynthiaToCityscapes, 760)]
    public void The_papers_settings_are_valid(PaperBenchmark benchmark, int sourceHeight)
    {
        var options = AssSegmentationOptions.Paper(benchmark);
        OptionsValidator.Validate(options);
        Assert.Equal(new ImageSize(1280, sourceHeight), options.SourceSize);
        Assert.Equal((2, 3.0, 250_000), (options.AsppBranches, options.BackboneLearningRateMultiplier, options.DecayIterations!.Value));
        Assert.NotSame(options, AssSegmentationOptions.Paper(benchmark));
    }

    [Fact]
    public void Another_benchmark_is_an_error() => Assert.Throws<ArgumentOutOfRangeException>(() => AssSegmentationOptions.Paper((PaperBenchmark)7));

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
        options.Progress = null;
        names[0] = "changed";
        using var model = estimator.Fit(TwoDomains.Data(ml));
        Assert.Equal(1, calls);
        Assert.Equal(TwoDomains.ClassNames, model.ClassNames);
    }
}

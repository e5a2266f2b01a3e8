using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Train;

/// <summary>The options of <c>train</c> in which AdaptSegNet's code differs from the library's defaults, and the presets that options start from.</summary>
/// <param name="defaults">The defaults to show.</param>
internal sealed class SwitchArguments(AssSegmentationOptions defaults)
{
    public Option<string?> Preset { get; } = CreatePreset();

    public NumberOption<int> AsppBranches { get; } = new("--aspp-branches")
    {
        Description = "Branches of the classifier that are summed, 1 to 4 (AdaptSegNet: 2).", DefaultValueFactory = _ => defaults.AsppBranches,
    };

    public ChoiceOption<BottleneckStride> BottleneckStride { get; } = new("--bottleneck-stride",
        "Convolution of a bottleneck block that has the stride (AdaptSegNet: 1x1).", defaults.BottleneckStride,
        ("3x3", Ass.MLNet.BottleneckStride.On3x3), ("1x1", Ass.MLNet.BottleneckStride.On1x1));

    public Option<bool> CeilMode { get; } = Flag("--ceil-mode", "Pooling that rounds sizes up (AdaptSegNet: true).");

    public ChoiceOption<BatchNormStatistics> BatchNormStatistics { get; } = new("--batch-norm-statistics",
        "Statistics for prediction: measured on the target, or running over all training batches (AdaptSegNet: running).", defaults.BatchNormStatistics,
        ("measured", Ass.MLNet.BatchNormStatistics.Measured), ("running", Ass.MLNet.BatchNormStatistics.Running));

    public Option<bool> MultiLevel { get; } = Flag("--multi-level", "A second classifier on the third stage, with losses of its own (AdaptSegNet: true).");

    public NumberOption<double> AuxiliaryLossWeight { get; } = new("--auxiliary-loss-weight")
    {
        Description = "Weight of the second classifier's cross entropies.", DefaultValueFactory = _ => defaults.AuxiliaryLossWeight,
    };

    public NumberOption<double?> AuxiliaryGlobalWeight { get; } = new("--auxiliary-global-weight")
    {
        Description = "Weight of the second classifier's global adversarial loss. Default: 0.0002 for ce, 0.001 for ls.",
    };

    public NumberOption<int> WarmUp { get; } = new("--adversarial-warm-up")
    {
        Description = "Steps in which the adversarial losses' weights grow from 0 to what they are.", DefaultValueFactory = _ => defaults.AdversarialWarmUpIterations,
    };

    public Option<bool> GradientNorms { get; } = Flag("--gradient-norms", "Measure how hard each weighted loss pulls at the features, a column of results.csv for each.");

    public NumberOption<double> BackboneRate { get; } = new("--backbone-lr-multiplier")
    {
        Description = "The backbone's learning rate as a multiple of --lr (AdaptSegNet: 3 in effect).",
        DefaultValueFactory = _ => defaults.BackboneLearningRateMultiplier,
    };

    public NumberOption<int?> DecayIterations { get; } = new("--decay-iterations")
    {
        Description = "Steps after which learning rates would reach 0. Default: --iterations (AdaptSegNet: 250000, of which 150000 are made).",
    };

    public ChoiceOption<PixelNormalization> Pixels { get; } = new("--pixels",
        "What the network gets: what its weights were trained with, B, G, R minus a mean (AdaptSegNet's), or torchvision's R, G, B.", defaults.PixelNormalization,
        ("auto", PixelNormalization.Auto), ("bgr-mean", PixelNormalization.BgrMean), ("torchvision", PixelNormalization.TorchVision));

    public ChoiceOption<ImageInterpolation> Interpolation { get; } = new("--interpolation", "How images are resized (AdaptSegNet: bicubic).", defaults.Interpolation,
        ("bilinear", ImageInterpolation.Bilinear), ("bicubic", ImageInterpolation.Bicubic));

    public Option<bool> AlignTraining { get; } = Flag("--align-corners-training", "Enlarge logits with aligned corners in training (AdaptSegNet: true).");

    public Option<bool> AlignPrediction { get; } = Flag("--align-corners-prediction", "Enlarge predictions with aligned corners (AdaptSegNet: true).");

    /// <summary>What all but the preset are to the library, in the order in which help lists them.</summary>
    public IReadOnlyList<OptionBinding> Bindings =>
    [
        OptionBinding.Of(AsppBranches, o => o.AsppBranches),
        OptionBinding.Of(BottleneckStride, o => o.BottleneckStride),
        OptionBinding.Of(CeilMode, o => o.CeilModePooling),
        OptionBinding.Of(BatchNormStatistics, o => o.BatchNormStatistics),
        OptionBinding.Of(MultiLevel, o => o.MultiLevel),
        OptionBinding.Of(AuxiliaryLossWeight, o => o.AuxiliaryLossWeight),
        OptionBinding.Of(AuxiliaryGlobalWeight, o => o.AuxiliaryGlobalWeight),
        OptionBinding.Of(WarmUp, o => o.AdversarialWarmUpIterations),
        OptionBinding.Of(GradientNorms, o => o.MeasureGradientNorms),
        OptionBinding.Of(BackboneRate, o => o.BackboneLearningRateMultiplier),
        OptionBinding.Of(DecayIterations, o => o.DecayIterations),
        OptionBinding.Of(Pixels, o => o.PixelNormalization),
        OptionBinding.Of(Interpolation, o => o.Interpolation),
        OptionBinding.Of(AlignTraining, o => o.AlignCornersInTraining),
        OptionBinding.Of(AlignPrediction, o => o.AlignCornersInPrediction),
    ];

    /// <summary>The preset's options, or the library's defaults without one.</summary>
    public AssSegmentationOptions Begin(ParseResult result) => result.GetValue(Preset) switch
    {
        "gta5-to-cityscapes" => AssSegmentationOptions.Paper(PaperBenchmark.Gta5ToCityscapes),
        "synthia-to-cityscapes" => AssSegmentationOptions.Paper(PaperBenchmark.SynthiaToCityscapes),
        "cpu" => Cpu(),
        _ => new AssSegmentationOptions(),
    };

    private static Option<string?> CreatePreset()
    {
        var option = new Option<string?>("--preset")
        {
            Description = "Settings to start from; what is given beside it changes them, and the defaults below do not hold. cpu: a first run within an hour on a few cores (resnet18 with "
                + "imagenet weights, output stride 16, 3000 steps on windows of 320x240). The others: AdaptSegNet's settings for the paper's benchmarks, without --weights.",
            HelpName = "cpu|gta5-to-cityscapes|synthia-to-cityscapes",
        };
        option.AcceptOnlyFromAmong("cpu", "gta5-to-cityscapes", "synthia-to-cityscapes");
        return option;
    }

    private static AssSegmentationOptions Cpu() => new()
    {
        Network = SegmentationNetwork.DeepLabV2ResNet18, PretrainedWeights = PretrainedWeights.ImageNet, OutputStride = 16, Iterations = 3000, CropSize = new(320, 240),
    };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, HelpName = "true|false" };
}

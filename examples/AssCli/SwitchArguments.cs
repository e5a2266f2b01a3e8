using System.CommandLine;
using Ass.MLNet;

namespace AssCli;

/// <summary>The options of <c>train</c> in which AdaptSegNet's code differs from the library's defaults, and the presets that set all of them.</summary>
/// <param name="defaults">The defaults to show.</param>
internal sealed class SwitchArguments(AssSegmentationOptions defaults)
{
    public Option<string?> Preset { get; } = CreatePreset();

    public Option<int> AsppBranches { get; } = new("--aspp-branches")
    {
        Description = "Branches of the classifier that are summed, 1 to 4 (AdaptSegNet: 2).", HelpName = "N", DefaultValueFactory = _ => defaults.AsppBranches,
    };

    public ChoiceOption<BottleneckStride> BottleneckStride { get; } = new("--bottleneck-stride",
        "Convolution of a bottleneck block that has the stride (AdaptSegNet: 1x1).", defaults.BottleneckStride,
        ("3x3", Ass.MLNet.BottleneckStride.On3x3), ("1x1", Ass.MLNet.BottleneckStride.On1x1));

    public Option<bool> CeilMode { get; } = Flag("--ceil-mode", "Pooling that rounds sizes up (AdaptSegNet: true).");

    public ChoiceOption<BatchNormStatistics> BatchNormStatistics { get; } = new("--batch-norm-statistics",
        "Statistics for prediction: measured on the target, or running over all training batches (AdaptSegNet: running).", defaults.BatchNormStatistics,
        ("measured", Ass.MLNet.BatchNormStatistics.Measured), ("running", Ass.MLNet.BatchNormStatistics.Running));

    public Option<bool> MultiLevel { get; } = Flag("--multi-level", "A second classifier on the third stage, with losses of its own (AdaptSegNet: true).");

    public Option<double> AuxiliaryLossWeight { get; } = new("--auxiliary-loss-weight")
    {
        Description = "Weight of the second classifier's cross entropies.", HelpName = "X", DefaultValueFactory = _ => defaults.AuxiliaryLossWeight,
    };

    public Option<double?> AuxiliaryGlobalWeight { get; } = new("--auxiliary-global-weight")
    {
        Description = "Weight of the second classifier's global adversarial loss. Default: 0.0002 for ce, 0.001 for ls.", HelpName = "X",
    };

    public Option<int> WarmUp { get; } = new("--adversarial-warm-up")
    {
        Description = "Steps in which the adversarial losses' weights grow from 0 to what they are.", HelpName = "N", DefaultValueFactory = _ => defaults.AdversarialWarmUpIterations,
    };

    public Option<bool> GradientNorms { get; } = Flag("--gradient-norms", "Measure how hard each weighted loss pulls at the features, a column of results.csv for each.");

    public Option<double> BackboneRate { get; } = new("--backbone-lr-multiplier")
    {
        Description = "The backbone's learning rate as a multiple of --lr (AdaptSegNet: 3 in effect).", HelpName = "X",
        DefaultValueFactory = _ => defaults.BackboneLearningRateMultiplier,
    };

    public Option<int?> DecayIterations { get; } = new("--decay-iterations")
    {
        Description = "Steps after which learning rates would reach 0. Default: --iterations (AdaptSegNet: 250000, of which 150000 are made).", HelpName = "N",
    };

    public ChoiceOption<PixelNormalization> Pixels { get; } = new("--pixels",
        "What the network gets: what its weights were trained with, B, G, R minus a mean (AdaptSegNet's), or torchvision's R, G, B.", defaults.PixelNormalization,
        ("auto", PixelNormalization.Auto), ("bgr-mean", PixelNormalization.BgrMean), ("torchvision", PixelNormalization.TorchVision));

    public ChoiceOption<ImageInterpolation> Interpolation { get; } = new("--interpolation", "How images are resized (AdaptSegNet: bicubic).", defaults.Interpolation,
        ("bilinear", ImageInterpolation.Bilinear), ("bicubic", ImageInterpolation.Bicubic));

    public Option<bool> AlignTraining { get; } = Flag("--align-corners-training", "Enlarge logits with aligned corners in training (AdaptSegNet: true).");

    public Option<bool> AlignPrediction { get; } = Flag("--align-corners-prediction", "Enlarge predictions with aligned corners (AdaptSegNet: true).");

    /// <summary>All but the preset, in the order in which help lists them.</summary>
    public Option[] All =>
    [
        AsppBranches, BottleneckStride, CeilMode, BatchNormStatistics, MultiLevel, AuxiliaryLossWeight, AuxiliaryGlobalWeight, WarmUp, GradientNorms, BackboneRate, DecayIterations, Pixels,
        Interpolation, AlignTraining, AlignPrediction,
    ];

    /// <summary>The preset's options, or the library's defaults without one.</summary>
    public AssSegmentationOptions Begin(ParseResult result) => result.GetValue(Preset) switch
    {
        "gta5-to-cityscapes" => AssSegmentationOptions.Paper(PaperBenchmark.Gta5ToCityscapes),
        "synthia-to-cityscapes" => AssSegmentationOptions.Paper(PaperBenchmark.SynthiaToCityscapes),
        _ => new AssSegmentationOptions(),
    };

    /// <summary>Sets what was given.</summary>
    public void Apply(ParseResult result, AssSegmentationOptions options)
    {
        result.IfGiven(AsppBranches, value => options.AsppBranches = value);
        result.IfChosen(BottleneckStride, value => options.BottleneckStride = value);
        result.IfGiven(CeilMode, value => options.CeilModePooling = value);
        result.IfChosen(BatchNormStatistics, value => options.BatchNormStatistics = value);
        result.IfGiven(MultiLevel, value => options.MultiLevel = value);
        result.IfGiven(AuxiliaryLossWeight, value => options.AuxiliaryLossWeight = value);
        result.IfGiven(AuxiliaryGlobalWeight, value => options.AuxiliaryGlobalWeight = value);
        result.IfGiven(WarmUp, value => options.AdversarialWarmUpIterations = value);
        result.IfGiven(GradientNorms, value => options.MeasureGradientNorms = value);
        result.IfGiven(BackboneRate, value => options.BackboneLearningRateMultiplier = value);
        result.IfGiven(DecayIterations, value => options.DecayIterations = value);
        result.IfChosen(Pixels, value => options.PixelNormalization = value);
        result.IfChosen(Interpolation, value => options.Interpolation = value);
        result.IfGiven(AlignTraining, value => options.AlignCornersInTraining = value);
        result.IfGiven(AlignPrediction, value => options.AlignCornersInPrediction = value);
    }

    private static Option<string?> CreatePreset()
    {
        var option = new Option<string?>("--preset")
        {
            Description = "AdaptSegNet's setting for one of the paper's benchmarks: what is given beside it changes it, and the defaults below do not hold. It has no --weights.",
            HelpName = "gta5-to-cityscapes|synthia-to-cityscapes",
        };
        option.AcceptOnlyFromAmong("gta5-to-cityscapes", "synthia-to-cityscapes");
        return option;
    }

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description, HelpName = "true|false" };
}

using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Switches in which AdaptSegNet's code (CVPR 2018) differs from the library's defaults: they exist to reproduce it.</summary>
/// <remarks>Set through <see cref="AssSegmentationOptions.AdaptSegNet"/>: <c>AdaptSegNet = { … }</c>.</remarks>
public sealed class AdaptSegNetOptions
{
    /// <summary>Whether the network has a second classifier, on the third stage's features (1024 channels for ResNet-50 and -101, 256 for
    /// ResNet-18), with cross entropies and a global discriminator of its own, as AdaptSegNet's multi-level network. Predictions come from
    /// the main classifier alone. Not for MobileNetV2. Default false; AdaptSegNet's better variant: true.</summary>
    [Option(
        "--multi-level",
        "A second classifier on the third stage, with losses of its own (AdaptSegNet: true).",
        OnResume = ChangeOnResume.Never
    )]
    public bool MultiLevel { get; set; }

    /// <summary>Weight of the second classifier's cross entropies, as a share of the main one's, above 0; only with
    /// <see cref="MultiLevel"/>. Default 0.1, AdaptSegNet's.</summary>
    [Option("--auxiliary-loss-weight", "Weight of the second classifier's cross entropies.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double AuxiliaryLossWeight { get; set; } = 0.1;

    /// <summary>Weight of the second classifier's global adversarial loss, 0 or more; only with <see cref="MultiLevel"/>. Default null:
    /// 0.0002 for cross entropy, AdaptSegNet's, and 0.001 for least squares, where AdaptSegNet names none.</summary>
    [Option(
        "--auxiliary-global-weight",
        "Weight of the second classifier's global adversarial loss. Default: 0.0002 for ce, 0.001 for ls."
    )]
    [Range(0, double.MaxValue)]
    public double? AuxiliaryGlobalWeight { get; set; }

    /// <summary>How many of the classifier's four branches, dilated 6, 12, 18 and 24, are summed, from the first on: 1 to 4. Default 4, as
    /// the DeepLabV2 paper describes; AdaptSegNet's code makes four and sums 2.</summary>
    [Option("--aspp-branches", "Branches of the classifier that are summed (AdaptSegNet: 2).", OnResume = ChangeOnResume.Never)]
    [Range(1, MostAsppBranches)]
    public int AsppBranches { get; set; } = MostAsppBranches;

    internal const int MostAsppBranches = 4;

    /// <summary>Where the stride of a bottleneck block lies; without effect on networks that have none (ResNet-18, MobileNetV2). Default
    /// <see cref="Ass.MLNet.BottleneckStride.On3x3"/>, torchvision's; AdaptSegNet:
    /// <see cref="Ass.MLNet.BottleneckStride.On1x1"/>.</summary>
    [Option(
        "--bottleneck-stride",
        "Convolution of a bottleneck block that has the stride (AdaptSegNet: 1x1).",
        OnResume = ChangeOnResume.Never
    )]
    public BottleneckStride BottleneckStride { get; set; } = BottleneckStride.On3x3;

    /// <summary>Whether a ResNet's pooling rounds sides up, so that 1024 × 512 pixels become 129 × 65 features at output stride 8 and not
    /// 128 × 64; without effect on MobileNetV2, which has none. Default false, torchvision's; AdaptSegNet: true.</summary>
    [Option("--ceil-mode", "Pooling that rounds sizes up (AdaptSegNet: true).", OnResume = ChangeOnResume.Never)]
    public bool CeilModePooling { get; set; }

    /// <summary>What the network makes of pixels. Default <see cref="Ass.MLNet.PixelNormalization.Auto"/>: the weight file decides; another
    /// value overrules it, with a warning. AdaptSegNet: <see cref="Ass.MLNet.PixelNormalization.BgrMean"/>.</summary>
    [Option(
        "--pixels",
        "What the network gets: what its weights were trained with, B, G, R minus a mean (AdaptSegNet's), or torchvision's R, G, B.",
        OnResume = ChangeOnResume.Never
    )]
    public PixelNormalization PixelNormalization { get; set; } = PixelNormalization.Auto;

    /// <summary>Where the statistics come from that prediction uses, unless batch normalisation is frozen. Default
    /// <see cref="Ass.MLNet.BatchNormStatistics.Measured"/>; AdaptSegNet: <see cref="Ass.MLNet.BatchNormStatistics.Running"/>.</summary>
    [Option(
        "--batch-norm-statistics",
        "Statistics for prediction: measured on the target, or running over all training batches (AdaptSegNet: running)."
    )]
    public BatchNormStatistics BatchNormStatistics { get; set; } = BatchNormStatistics.Measured;

    /// <summary>Steps after which the learning rates would reach 0, at least <see cref="AssSegmentationOptions.Iterations"/>. Default null:
    /// <see cref="AssSegmentationOptions.Iterations"/>; AdaptSegNet plans 250,000 and stops at 150,000.</summary>
    [Option(
        "--decay-iterations",
        "Steps after which learning rates would reach 0. Default: --iterations (AdaptSegNet: 250000, of which 150000 are made)."
    )]
    public int? DecayIterations { get; set; }

    /// <summary>The backbone's learning rate as a multiple of <see cref="AssSegmentationOptions.LearningRate"/>, above 0. Default 1, as
    /// AdaptSegNet's paper says.</summary>
    /// <remarks>
    /// AdaptSegNet's code names most of the backbone's parameters three times to its optimizer (the first convolution once, shortcuts four
    /// times), which then moves them as often in each step: 3 comes close to it. Its momentum also fades faster, by 0.9³ a step.
    /// </remarks>
    [Option("--backbone-lr-multiplier", "The backbone's learning rate as a multiple of --lr (AdaptSegNet: 3 in effect).")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double BackboneLearningRateMultiplier { get; set; } = 1;

    /// <summary>How images are resized, in training and in prediction. Default <see cref="ImageInterpolation.Bilinear"/>; AdaptSegNet:
    /// <see cref="ImageInterpolation.Bicubic"/>.</summary>
    [Option("--interpolation", "How images are resized (AdaptSegNet: bicubic).")]
    public ImageInterpolation Interpolation { get; set; } = ImageInterpolation.Bilinear;

    /// <summary>Whether training enlarges logits to image size with the corner pixels' centres in the corners (<c>align_corners</c>), which
    /// shifts them by up to half a feature pixel against the image. Default false; AdaptSegNet: true.</summary>
    [Option("--align-corners-training", "Enlarge logits with aligned corners in training (AdaptSegNet: true).")]
    public bool AlignCornersInTraining { get; set; }

    /// <summary>Whether predictions are enlarged so; the model file holds it. Should be as in training: AdaptSegNet's model, which was
    /// trained with it, loses 1.6 points of mIoU without. Default false; AdaptSegNet: true.</summary>
    [Option("--align-corners-prediction", "Enlarge predictions with aligned corners (AdaptSegNet: true).")]
    public bool AlignCornersInPrediction { get; set; }
}

using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Settings where AdaptSegNet's code (CVPR 2018) differs from the library's defaults. They exist to reproduce it.</summary>
/// <remarks>Set through <see cref="AssSegmentationOptions.AdaptSegNet"/>: <c>AdaptSegNet = { … }</c>.</remarks>
public sealed class AdaptSegNetOptions
{
    /// <summary>Whether the network has a second classifier on the third stage's features (1024 channels for ResNet-50 and -101, 256 for
    /// ResNet-18), with its own cross entropies and global discriminator, like AdaptSegNet's multi-level network. Predictions use the main
    /// classifier only. Not available for MobileNetV2 and SwiftNet. Default false; AdaptSegNet's better variant: true.</summary>
    [Option(
        "--multi-level",
        "A second classifier on the third stage, with losses of its own (AdaptSegNet: true).",
        OnResume = ChangeOnResume.Never
    )]
    public bool MultiLevel { get; set; }

    /// <summary>Weight of the second classifier's cross entropies relative to the main classifier's, above 0. Used only with
    /// <see cref="MultiLevel"/>. Default 0.1, AdaptSegNet's.</summary>
    [Option("--auxiliary-loss-weight", "Weight of the second classifier's cross entropies.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double AuxiliaryLossWeight { get; set; } = 0.1;

    /// <summary>Weight of the second classifier's global adversarial loss, 0 or more. Used only with <see cref="MultiLevel"/>. Default
    /// null: 0.0002 for cross entropy (AdaptSegNet's value) and 0.001 for least squares (AdaptSegNet gives none).</summary>
    [Option(
        "--auxiliary-global-weight",
        "Weight of the second classifier's global adversarial loss. Default: 0.0002 for ce, 0.001 for ls."
    )]
    [Range(0, double.MaxValue)]
    public double? AuxiliaryGlobalWeight { get; set; }

    /// <summary>Number of classifier branches to sum, 1 to 4, starting with the first. The dilations are 6, 12, 18 and 24. Default 4, as in
    /// the DeepLabV2 paper; AdaptSegNet's code creates four and sums 2. No effect on SwiftNet, whose classifier has no
    /// branches.</summary>
    [Option("--aspp-branches", "Branches of the classifier that are summed (AdaptSegNet: 2).", OnResume = ChangeOnResume.Never)]
    [Range(1, MostAsppBranches)]
    public int AsppBranches { get; set; } = MostAsppBranches;

    internal const int MostAsppBranches = 4;

    /// <summary>The convolution that carries a bottleneck block's stride. No effect on networks without bottleneck blocks (ResNet-18,
    /// MobileNetV2). Default <see cref="Ass.MLNet.BottleneckStride.On3x3"/>, torchvision's; AdaptSegNet:
    /// <see cref="Ass.MLNet.BottleneckStride.On1x1"/>.</summary>
    [Option(
        "--bottleneck-stride",
        "Convolution of a bottleneck block that has the stride (AdaptSegNet: 1x1).",
        OnResume = ChangeOnResume.Never
    )]
    public BottleneckStride BottleneckStride { get; set; } = BottleneckStride.On3x3;

    /// <summary>Whether a ResNet's pooling layer rounds sizes up: at output stride 8, 1024 × 512 pixels become 129 × 65 features instead of
    /// 128 × 64. No effect on MobileNetV2, which has no pooling layer. Default false, torchvision's; AdaptSegNet: true.</summary>
    [Option("--ceil-mode", "Pooling that rounds sizes up (AdaptSegNet: true).", OnResume = ChangeOnResume.Never)]
    public bool CeilModePooling { get; set; }

    /// <summary>Input normalisation. Default <see cref="Ass.MLNet.PixelNormalization.Auto"/>: the weight file decides. Any other value
    /// overrides it and logs a warning. AdaptSegNet: <see cref="Ass.MLNet.PixelNormalization.BgrMean"/>.</summary>
    [Option(
        "--pixels",
        "What the network gets: what its weights were trained with, B, G, R minus a mean (AdaptSegNet's), or torchvision's R, G, B.",
        OnResume = ChangeOnResume.Never
    )]
    public PixelNormalization PixelNormalization { get; set; } = PixelNormalization.Auto;

    /// <summary>Source of the batch statistics used for prediction, unless batch normalisation is frozen. Default
    /// <see cref="Ass.MLNet.BatchNormStatistics.Measured"/>; AdaptSegNet: <see cref="Ass.MLNet.BatchNormStatistics.Running"/>.</summary>
    [Option(
        "--batch-norm-statistics",
        "Statistics for prediction: measured on the target, or running over all training batches (AdaptSegNet: running)."
    )]
    public BatchNormStatistics BatchNormStatistics { get; set; } = BatchNormStatistics.Measured;

    /// <summary>Step at which the learning rates would reach 0; at least <see cref="AssSegmentationOptions.Iterations"/>. Default null:
    /// <see cref="AssSegmentationOptions.Iterations"/>; AdaptSegNet plans 250,000 and stops at 150,000.</summary>
    [Option(
        "--decay-iterations",
        "Steps after which learning rates would reach 0. Default: --iterations (AdaptSegNet: 250000, of which 150000 are made)."
    )]
    public int? DecayIterations { get; set; }

    /// <summary>The backbone's learning rate as a multiple of <see cref="AssSegmentationOptions.LearningRate"/>, above 0. Default 1, as
    /// AdaptSegNet's paper says.</summary>
    /// <remarks>
    /// AdaptSegNet's code passes most backbone parameters to its optimizer three times (the first convolution once, shortcuts four times),
    /// so each step updates them that often. A multiplier of 3 comes close. Its momentum also decays faster, by 0.9³ per step.
    /// </remarks>
    [Option("--backbone-lr-multiplier", "The backbone's learning rate as a multiple of --lr (AdaptSegNet: 3 in effect).")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double BackboneLearningRateMultiplier { get; set; } = 1;

    /// <summary>How images are resized, in training and in prediction. Default <see cref="ImageInterpolation.Bilinear"/>; AdaptSegNet:
    /// <see cref="ImageInterpolation.Bicubic"/>.</summary>
    [Option("--interpolation", "How images are resized (AdaptSegNet: bicubic).")]
    public ImageInterpolation Interpolation { get; set; } = ImageInterpolation.Bilinear;

    /// <summary>Whether training upsamples logits to image size with aligned corner-pixel centres (<c>align_corners</c>). This shifts them
    /// by up to half a feature pixel relative to the image. Default false; AdaptSegNet: true.</summary>
    [Option("--align-corners-training", "Enlarge logits with aligned corners in training (AdaptSegNet: true).")]
    public bool AlignCornersInTraining { get; set; }

    /// <summary>Whether prediction upsamples logits with aligned corners, too. Stored in the model file. Use the same value as in training:
    /// AdaptSegNet's model was trained with it and loses 1.6 points of mIoU without it. Default false; AdaptSegNet: true.</summary>
    [Option("--align-corners-prediction", "Enlarge predictions with aligned corners (AdaptSegNet: true).")]
    public bool AlignCornersInPrediction { get; set; }
}

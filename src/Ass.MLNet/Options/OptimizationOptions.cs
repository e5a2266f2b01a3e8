using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Settings of the network's optimizer other than its learning rate, and the weights of the cross entropies.</summary>
/// <remarks>Set through <see cref="AssSegmentationOptions.Optimization"/>: <c>Optimization = { … }</c>.</remarks>
public sealed class OptimizationOptions
{
    /// <summary>Weight w_s of the cross entropy on source images, above 0. Default 1.</summary>
    [Option("--source-weight", "Weight of the cross entropy on source images.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double SourceWeight { get; set; } = 1;

    /// <summary>Weight w_l of the cross entropy on labelled target images, above 0. Default 1.</summary>
    [Option("--target-weight", "Weight of the cross entropy on labelled target images.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double TargetWeight { get; set; } = 1;

    /// <summary>The classifier's learning rate as a multiple of <see cref="AssSegmentationOptions.LearningRate"/>, above 0. Default
    /// 10.</summary>
    [Option("--classifier-lr-multiplier", "The classifier's learning rate as a multiple of --lr.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double ClassifierLearningRateMultiplier { get; set; } = 10;

    /// <summary>Momentum of SGD, 0 to below 1. Default 0.9.</summary>
    [Option("--momentum", "Momentum of sgd.")]
    [Range(0, 1, MaximumIsExclusive = true)]
    public double Momentum { get; set; } = 0.9;

    /// <summary>Weight decay of the network's optimizer, 0 or more. Default 5e-4.</summary>
    [Option("--weight-decay", "Weight decay of the network's optimizer.")]
    [Range(0, double.MaxValue)]
    public double WeightDecay { get; set; } = 5e-4;

    /// <summary>Exponent of the polynomial learning rate decay, (1 − step / <see cref="AdaptSegNetOptions.DecayIterations"/>)^power, 0 or
    /// more. Default 0.9.</summary>
    [Option("--lr-power", "Power of the polynomial decay of the learning rates.")]
    [Range(0, double.MaxValue)]
    public double LearningRatePower { get; set; } = 0.9;
}

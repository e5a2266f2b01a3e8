using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Random augmentation of training images.</summary>
/// <remarks>Set through <see cref="AssSegmentationOptions.Augmentation"/>: <c>Augmentation = { … }</c>.</remarks>
public sealed class AugmentationOptions
{
    /// <summary>Smallest random scale of training images, above 0. Default 0.75; AdaptSegNet has no augmentation: 1.</summary>
    [Option("--scale", "Random scale of training images; 1:1 for none.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double MinScale { get; set; } = 0.75;

    /// <summary>Largest random scale of training images, at least <see cref="MinScale"/>. Default 1.5; AdaptSegNet has no augmentation:
    /// 1.</summary>
    [Option("--scale", "Random scale of training images; 1:1 for none.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double MaxScale { get; set; } = 1.5;

    /// <summary>Whether to flip training images horizontally with probability 0.5. Default true; AdaptSegNet has no augmentation:
    /// false.</summary>
    [Option("--no-flip", "Do not mirror training images.")]
    public bool HorizontalFlip { get; set; } = true;

    /// <summary>Whether source images take the colours of target images: mean and deviation of each L*a*b* channel become those of a
    /// target image of the same step. Default false.</summary>
    /// <remarks>The target image is an unlabelled one if the recipe reads such images (from
    /// <see cref="AdversarialOptions.StartIteration"/> on, but with self-training from the first step), else a labelled one. DDM (CVPR
    /// 2021) does so. Recipes without source or without target images must leave it off.</remarks>
    [Option("--match-target-colors", "Give each source image the colours of a target image (mean and deviation in L*a*b*).")]
    public bool MatchTargetColors { get; set; }

    /// <summary>Temperature T of rare-class sampling, above 0: rows of source and labelled target images that have no rare class are used
    /// less often, the more so the smaller T is. Default null: all rows are used alike. DAFormer (CVPR 2022) has 0.01.</summary>
    /// <remarks>With f_c the share of class c in all label pixels, a row in which c has at least that share is used with a chance of
    /// exp((f_r − f_c) / T), where r is the rarest class; the largest such chance counts, and none is below 0.1. Shares are counted before
    /// training, for source and target apart, in the labels that the data check looks at: all, or where there are many, some hundreds. A
    /// pass then gives fewer samples than there are rows, and labels of rows passed over are decoded in vain: up to nine per sample on
    /// average.</remarks>
    [Option("--rare-class-temperature", "Use images with rare classes more often; DAFormer has 0.01. Default: all alike.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double? RareClassTemperature { get; set; }

    /// <summary>Strength s of random changes to the colours of source images, 0 to 1. Default 0: none.</summary>
    /// <remarks>Four in five source images are changed, each by numbers of its own: brightness, contrast and saturation by factors of
    /// 1 − s to 1 + s, hue by −s/4 to s/4 turns. Recipes without source images must leave it at 0.</remarks>
    [Option("--source-color-jitter", "Strength of random changes of brightness, contrast, saturation and hue of source images.")]
    [Range(0.0, 1.0)]
    public double SourceColorJitter { get; set; }
}

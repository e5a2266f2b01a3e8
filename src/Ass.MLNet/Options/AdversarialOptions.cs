using System.ComponentModel.DataAnnotations;
using Ass.MLNet.Options;

namespace Ass.MLNet;

/// <summary>Form and weights of the adversarial losses, and settings of their discriminators.</summary>
/// <remarks>Set through <see cref="AssSegmentationOptions.Adversarial"/>: <c>Adversarial = { … }</c>.</remarks>
public sealed class AdversarialOptions
{
    /// <summary>Weight λ_g of the global adversarial loss, 0 or more. Default null: 0.001 for cross entropy, 0.01 for least
    /// squares.</summary>
    [Option("--global-weight", "Weight of the global adversarial loss. Default: 0.001 for ce, 0.01 for ls.")]
    [Range(0, double.MaxValue)]
    public double? GlobalWeight { get; set; }

    /// <summary>Weight λ_s of the semantic adversarial loss, 0 or more. Default null: 0.001 for cross entropy, 0.01 for least squares (our
    /// choice; the paper's value is not known to us).</summary>
    [Option("--semantic-weight", "Weight of the semantic adversarial loss. Default: 0.001 for ce, 0.01 for ls.")]
    [Range(0, double.MaxValue)]
    public double? SemanticWeight { get; set; }

    /// <summary>Weight λ_p of the distance between the labelled target's class vectors and the source's prototypes, 0 or more: it aligns
    /// classes without a discriminator. A prototype is the running mean of a class's vectors in source images (momentum 0.99, a plain mean
    /// at first); the distance is the mean over vectors and their channels of |v − p|. Features and weights of the vectors are those of
    /// <see cref="SemanticFeatures"/> and <see cref="ClassVectorWeights"/>; <see cref="StartIteration"/> and
    /// <see cref="WarmUpIterations"/> count for it, too. It goes with the recipes <see cref="AdaptationRecipe.Joint"/>,
    /// <see cref="AdaptationRecipe.Global"/>, <see cref="AdaptationRecipe.Semantic"/> and <see cref="AdaptationRecipe.Ass"/>; with others
    /// it is an error. Default 0: no such loss.</summary>
    [Option(
        "--prototype-weight",
        "Weight of the distance of the labelled target's class vectors to the source's in the mean.",
        OnResume = ChangeOnResume.Never
    )]
    [Range(0, double.MaxValue)]
    public double PrototypeWeight { get; set; }

    /// <summary>The form of both adversarial losses. Default <see cref="Ass.MLNet.AdversarialLoss.CrossEntropy"/>.</summary>
    [Option("--adversarial-loss", "Cross entropy or least squares.", Key = "AdversarialLoss")]
    public AdversarialLoss Loss { get; set; } = AdversarialLoss.CrossEntropy;

    /// <summary>Number of steps before the adversarial losses begin, 0 or more. Until then, training is that of
    /// <see cref="AdaptationRecipe.Joint"/>, on a CPU bit for bit, and the discriminators do not learn; then the losses set in on features
    /// that already tell classes apart. Samples are those of a training without a late start. At least one step must be left, and there
    /// must be such a loss. Default 0.</summary>
    [Option("--adversarial-start", "Steps before the adversarial losses begin.")]
    [Range(0, int.MaxValue)]
    public int StartIteration { get; set; }

    /// <summary>Number of steps over which the weights of adversarial losses and prototypes ramp up linearly from 0 to their full values,
    /// 0 or more, counted from <see cref="StartIteration"/>. Meanwhile the discriminators learn with little influence on the network.
    /// Default 0: full weight from the first step, as in AdaptSegNet.</summary>
    [Option(
        "--adversarial-warm-up",
        "Steps in which the adversarial losses' weights grow from 0 to what they are.",
        Key = "AdversarialWarmUpIterations"
    )]
    [Range(0, int.MaxValue)]
    public int WarmUpIterations { get; set; }

    /// <summary>The semantic discriminator's output. Default <see cref="SemanticDiscriminatorHead.ClassConditional"/> (our
    /// choice).</summary>
    [Option("--semantic-head", "The semantic discriminator's output.", OnResume = ChangeOnResume.Never)]
    public SemanticDiscriminatorHead SemanticDiscriminator { get; set; } = SemanticDiscriminatorHead.ClassConditional;

    /// <summary>Features that are averaged into class vectors, also for prototypes. Default
    /// <see cref="SemanticFeatureSpace.Backbone"/>.</summary>
    [Option("--semantic-features", "What class vectors are averaged from.", OnResume = ChangeOnResume.Never)]
    public SemanticFeatureSpace SemanticFeatures { get; set; } = SemanticFeatureSpace.Backbone;

    /// <summary>How much each cell of the feature map counts in a class vector. An error without class vectors, so unless the recipe is
    /// <see cref="AdaptationRecipe.Semantic"/> or <see cref="AdaptationRecipe.Ass"/> or there is a <see cref="PrototypeWeight"/>. Default
    /// <see cref="Ass.MLNet.ClassVectorWeights.Nearest"/>.</summary>
    [Option("--class-vector-weights", "What counts in a class vector: cells whose centre is the class, or every cell by its share.")]
    public ClassVectorWeights ClassVectorWeights { get; set; } = ClassVectorWeights.Nearest;

    /// <summary>Initial learning rate of both discriminators, before decay, above 0. Default 1e-4.</summary>
    [Option("--discriminator-lr", "The discriminators' learning rate before decay.")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double DiscriminatorLearningRate { get; set; } = 1e-4;

    /// <summary>Updates of each discriminator in a step, 1 to 10, all on the same outputs of the network: more keep a discriminator ahead
    /// of it, so that its gradient says more. Each counts as a step of the discriminator's optimizer. Reported discriminator losses are
    /// means over the updates, accuracies those before the first. Costs time for the discriminators, and memory for a copy of their
    /// weights and optimizer states. An error with recipes that have no discriminator. Default 1.</summary>
    [Option("--discriminator-steps", "Updates of each discriminator in a step.")]
    [Range(1, 10)]
    public int DiscriminatorSteps { get; set; } = 1;

    /// <summary>Whether the global discriminator is to take predictions on labelled target images for source: the source half of its loss
    /// is then the mean over the images of both (after Kechaou, arXiv 2312.07370). Unlabelled images are drawn towards what labels teach in
    /// their own domain, too. The network's own losses stay as they are. An error with other recipes than
    /// <see cref="AdaptationRecipe.Global"/> and <see cref="AdaptationRecipe.Ass"/>. Default false.</summary>
    [Option("--labeled-target-as-source", "The global discriminator takes labelled target images for source.")]
    public bool LabeledTargetAsSource { get; set; }

    /// <summary>How unsure of the domain the discriminators are to become: e, 0 to below 0.5. They learn towards e for source and 1 − e for
    /// target instead of 0 and 1; a class-conditional head towards 1 − e for the vector's class in its domain and e for the class in the
    /// other. It keeps a discriminator that has won from growing ever surer, which leaves the network no gradient. The network's own goal
    /// stays "source, for sure". No effect without an adversarial loss: an error with other recipes than
    /// <see cref="AdaptationRecipe.Global"/>, <see cref="AdaptationRecipe.Semantic"/> and <see cref="AdaptationRecipe.Ass"/>. Default
    /// 0.</summary>
    [Option("--domain-label-smoothing", "Discriminators learn towards so much above 0 and below 1.")]
    [Range(0, 0.5, MaximumIsExclusive = true)]
    public double DomainLabelSmoothing { get; set; }

    /// <summary>Whether to measure each loss's gradient norm on the backbone's features, see
    /// <see cref="AssTrainingProgress.GradientNorms"/>. The norms show whether an adversarial loss matters next to the cross entropies and
    /// help to choose its weight. Measuring does not change training, but costs one extra backward pass through the classifier per loss.
    /// Default false.</summary>
    [Option(
        "--gradient-norms",
        "Measure how hard each weighted loss pulls at the features, a column of results.csv for each.",
        OnResume = ChangeOnResume.Free
    )]
    public bool MeasureGradientNorms { get; set; }
}

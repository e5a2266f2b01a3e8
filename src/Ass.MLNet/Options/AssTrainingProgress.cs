namespace Ass.MLNet;

/// <summary>Training progress, as reported to <see cref="AssSegmentationOptions.Progress"/>.</summary>
public sealed class AssTrainingProgress
{
    internal AssTrainingProgress() { }

    /// <summary>Steps done, from 1 to <see cref="Iterations"/>; includes the steps before a resumption.</summary>
    public int Step { get; internal init; }

    /// <summary>Total number of steps.</summary>
    public int Iterations { get; internal init; }

    /// <summary>Unweighted losses by name, averaged over the steps since the last report: <c>source</c> and <c>target</c> (cross entropy),
    /// <c>global</c> and <c>semantic</c> (the network's loss for being told apart), <c>prototype</c> (the distance to the source's class
    /// vectors), <c>self-training</c> (cross entropy with pseudo-labels), <c>global discriminator</c> and <c>semantic discriminator</c>;
    /// with <see cref="AdaptSegNetOptions.MultiLevel"/> also the second classifier's, <c>auxiliary source</c>, <c>auxiliary target</c>,
    /// <c>auxiliary self-training</c>, <c>auxiliary global</c> and <c>auxiliary global discriminator</c>. Contains only what the recipe and
    /// the options switch on; skipped steps do not count.</summary>
    public IReadOnlyDictionary<string, double> Losses { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Accuracy since the last report, 0 to 1, of the <c>global</c>, the <c>auxiliary global</c> and the <c>semantic</c>
    /// discriminator. Near 0.5 it cannot tell the domains apart; near 1 it has won.</summary>
    public IReadOnlyDictionary<string, double> DiscriminatorAccuracies { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Gradient norm of each loss that trains the network, by name (<c>source</c>, <c>target</c>, <c>global</c>, <c>semantic</c>,
    /// <c>prototype</c>, <c>self-training</c>), averaged over the steps since the last report: the L2 norm of the weighted loss's gradient
    /// with respect to the backbone's features, over the whole batch. Empty unless <see cref="AdversarialOptions.MeasureGradientNorms"/> is
    /// set.</summary>
    public IReadOnlyDictionary<string, double> GradientNorms { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Shares of pixels, 0 to 1, since the last report, by name: with self-training <c>pseudo-labels trusted</c>, the share of the
    /// unlabelled images' pixels on which the teacher is confident enough; with a validation, where the teacher predicts, also
    /// <c>validation pseudo-labels trusted</c>, the same share of the pixels of its first 20 images, and <c>validation pseudo-labels
    /// right</c>, the share of those whose class is right.</summary>
    public IReadOnlyDictionary<string, double> Shares { get; internal init; } = new Dictionary<string, double>();

    /// <summary>The backbone's learning rate in this step.</summary>
    public double LearningRate { get; internal init; }

    /// <summary>Images trained on per second since the last report, all streams together; validation and saving are not counted.
    /// 0 where a step of an earlier process is validated again.</summary>
    public double ImagesPerSecond { get; internal init; }

    /// <summary>Time since the first step began, excluding pauses before a resumption.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Estimated time left, at the average speed of this process so far.</summary>
    public TimeSpan Remaining { get; internal init; }

    /// <summary>Steps skipped so far because a loss was NaN, infinite or far too large.</summary>
    public int SkippedSteps { get; internal init; }

    /// <summary>The metrics of this step's validation, or null if there was none.</summary>
    public SegmentationMetrics? Validation { get; internal init; }

    /// <summary>The highest mIoU of all validations so far, 0 to 1, over the classes that their labels show
    /// (<see cref="SegmentationMetrics.MeanIoUOfTrueClasses"/>); null before the first.</summary>
    public double? BestMeanIoU { get; internal init; }
}

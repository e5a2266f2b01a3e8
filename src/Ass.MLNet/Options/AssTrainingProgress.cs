namespace Ass.MLNet;

/// <summary>How far training has come, as reported to <see cref="AssSegmentationOptions.Progress"/>.</summary>
public sealed class AssTrainingProgress
{
    internal AssTrainingProgress() { }

    /// <summary>Steps done, from 1 to <see cref="Iterations"/>; those of the runs that this one resumes are counted.</summary>
    public int Step { get; internal init; }

    /// <summary>Steps in all.</summary>
    public int Iterations { get; internal init; }

    /// <summary>Losses by name, averaged over the steps since the last report, unweighted: <c>source</c> and <c>target</c> (cross entropy),
    /// <c>global</c> and <c>semantic</c> (what the network pays for being told apart), <c>global discriminator</c> and
    /// <c>semantic discriminator</c>; with <see cref="AdaptSegNetOptions.MultiLevel"/> also the second classifier's, <c>auxiliary
    /// source</c>, <c>auxiliary target</c>, <c>auxiliary global</c> and <c>auxiliary global discriminator</c>. Only those that the recipe
    /// has; steps that were left out do not count.</summary>
    public IReadOnlyDictionary<string, double> Losses { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Share of right decisions since the last report, 0 to 1, of the <c>global</c>, the <c>auxiliary global</c> and the
    /// <c>semantic</c> discriminator. Near 0.5 the domains cannot be told apart; near 1 the discriminator has won.</summary>
    public IReadOnlyDictionary<string, double> DiscriminatorAccuracies { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Where <see cref="AdversarialOptions.MeasureGradientNorms"/> asks for them: how hard each loss that trains the network pulls
    /// at the backbone's features, averaged over the steps since the last report, under the loss's name (<c>source</c>, <c>target</c>,
    /// <c>global</c>, <c>semantic</c>). It is the L2 norm of the weighted loss's gradient on the features of the whole batch. Otherwise
    /// empty.</summary>
    public IReadOnlyDictionary<string, double> GradientNorms { get; internal init; } = new Dictionary<string, double>();

    /// <summary>The backbone's learning rate in this step.</summary>
    public double LearningRate { get; internal init; }

    /// <summary>Images trained on per second since the last report, all streams together; validation and saving are not counted.</summary>
    public double ImagesPerSecond { get; internal init; }

    /// <summary>Time since the first step began, without the pauses between a run and its resumption.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>Time left at the average speed so far.</summary>
    public TimeSpan Remaining { get; internal init; }

    /// <summary>Steps left out so far because a loss was NaN, infinite or far too large.</summary>
    public int SkippedSteps { get; internal init; }

    /// <summary>The validation of this step, or null where there was none.</summary>
    public SegmentationMetrics? Validation { get; internal init; }

    /// <summary>The highest mIoU of all validations so far, 0 to 1; null before the first.</summary>
    public double? BestMeanIoU { get; internal init; }
}

namespace Ass.MLNet;

/// <summary>How far training has come, as reported to <see cref="AssSegmentationOptions.Progress"/>.</summary>
public sealed class AssTrainingProgress
{
    internal AssTrainingProgress(int step, int iterations, IReadOnlyDictionary<string, double> losses, IReadOnlyDictionary<string, double> accuracies,
        double learningRate, double imagesPerSecond, TimeSpan elapsed, TimeSpan remaining)
    {
        Step = step;
        Iterations = iterations;
        Losses = losses;
        DiscriminatorAccuracies = accuracies;
        LearningRate = learningRate;
        ImagesPerSecond = imagesPerSecond;
        Elapsed = elapsed;
        Remaining = remaining;
    }

    /// <summary>Steps done, from 1 to <see cref="Iterations"/>.</summary>
    public int Step { get; }

    /// <summary>Steps in all.</summary>
    public int Iterations { get; }

    /// <summary>Losses by name, averaged over the steps since the last report, unweighted: <c>source</c> and <c>target</c> (cross entropy),
    /// <c>global</c> and <c>semantic</c> (what the network pays for being told apart), <c>global discriminator</c> and
    /// <c>semantic discriminator</c>. Only those that the recipe has.</summary>
    public IReadOnlyDictionary<string, double> Losses { get; }

    /// <summary>Share of right decisions since the last report, 0 to 1, of the <c>global</c> and the <c>semantic</c> discriminator. Near 0.5
    /// the domains cannot be told apart; near 1 the discriminator has won.</summary>
    public IReadOnlyDictionary<string, double> DiscriminatorAccuracies { get; }

    /// <summary>The backbone's learning rate in this step.</summary>
    public double LearningRate { get; }

    /// <summary>Images trained on per second since the last report, all streams together.</summary>
    public double ImagesPerSecond { get; }

    /// <summary>Time since the first step began.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Time left at the average speed so far.</summary>
    public TimeSpan Remaining { get; }
}

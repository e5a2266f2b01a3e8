namespace Ass.MLNet.Training;

/// <summary>When the adversarial losses begin, and how they grow.</summary>
internal static class AdversarialSchedule
{
    /// <summary>The share of their weights that the adversarial losses have, 0 to 1: 0 in the step after
    /// <see cref="AdversarialOptions.StartIteration"/> if there is a warm-up, 1 after it. Null if they have not begun: the discriminators
    /// do not learn then, either.</summary>
    /// <param name="options">Start and warm-up.</param>
    /// <param name="stepsBefore">Number of steps before this one.</param>
    public static double? Share(AdversarialOptions options, int stepsBefore)
    {
        int since = stepsBefore - options.StartIteration;
        return since < 0 ? null
            : since >= options.WarmUpIterations ? 1
            : (double)since / options.WarmUpIterations;
    }
}

using System.Globalization;
using Ass.MLNet.Checkpoints;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.Torch;

namespace Ass.MLNet.Training;

/// <summary>Detects failed training and explains it: weights that are not finite, or too many skipped steps.</summary>
/// <param name="options">The options, for advice in error messages.</param>
/// <param name="state">Counts the skipped steps.</param>
internal sealed class TrainingSoundness(AssSegmentationOptions options, TrainingState state)
{
    /// <summary>Number of steps skipped in a row at the end that means failure: the final weights gave an unsound loss in each of
    /// them.</summary>
    public const int LastInARow = 3;

    /// <summary>A sentence about the checkpoints; empty if there are none.</summary>
    public Func<string> LastSaved { get; set; } = () => "";

    private string Advice =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"Usual causes: a {nameof(options.LearningRate)} (now {options.LearningRate}){DiscriminatorRate} that is too "
                    + $"large, or adversarial weights that are. Train again with less. {LastSaved()}"
            )
            .TrimEnd();

    private string DiscriminatorRate =>
        RecipeTerms.Of(options) is { Global: false, Semantic: false }
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" or {nameof(options.Adversarial)}.{nameof(options.Adversarial.DiscriminatorLearningRate)} (now "
                    + $"{options.Adversarial.DiscriminatorLearningRate})"
            );

    /// <summary>Checks that the weights and the prediction statistics are finite.</summary>
    /// <param name="network">On its device.</param>
    /// <param name="step">The last step whose losses were checked.</param>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public void CheckWeights(SegmentationModule network, int step)
    {
        if (FiniteValues.FindOther(network) is not { } name)
        {
            return;
        }
        string since =
            state.SkippedInARow > 0 ? $"losses are unsound since step {step - state.SkippedInARow + 1}" : "the losses were sound so far";
        throw new InvalidOperationException(
            $"Training failed: after step {step} of {options.Iterations} the network's weights or batch statistics are no longer "
                + $"numbers ('{name}' holds NaN or infinity); {since}. {Advice}"
        );
    }

    /// <summary>Checks at the end that most steps counted, including the last ones.</summary>
    /// <exception cref="InvalidOperationException">Too many steps were skipped.</exception>
    public void CheckSteps()
    {
        string left =
            state.SkippedSteps > state.Step / 2 ? $"{state.SkippedSteps} of {state.Step} steps"
            : state.SkippedInARow >= LastInARow ? $"the last {state.SkippedInARow} of {state.Step} steps"
            : "";
        if (left.Length > 0)
        {
            throw new InvalidOperationException(
                $"Training failed: {left} were left out because a loss was NaN, infinite or far too large. {Advice}"
            );
        }
    }

    /// <summary>The error for more consecutive skipped steps than <see cref="RunOptions.MaximumSkippedSteps"/> allows.</summary>
    /// <param name="loss">The unsound loss of the last skipped step.</param>
    /// <param name="step">The last skipped step.</param>
    public InvalidOperationException TooManyInARow(StepMeasure loss, int step) =>
        new(
            $"Training stopped: the {Describe(loss, step)}, and {state.SkippedInARow - 1} steps in a row before it were left out "
                + $"for such a loss. {Advice}"
        );

    /// <summary>For instance <c>'source' loss is NaN at step 3</c>.</summary>
    public static string Describe(StepMeasure loss, int step) =>
        string.Create(CultureInfo.InvariantCulture, $"'{loss.Name}' loss is {loss.Value} at step {step}");
}

using System.Globalization;
using Ass.MLNet.Checkpoints;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.Torch;

namespace Ass.MLNet.Training;

/// <summary>Says when training has not come to a network, and why: weights that are no numbers, or too many steps that were left
/// out.</summary>
/// <param name="options">For what can be done about it.</param>
/// <param name="state">Counts the steps left out.</param>
internal sealed class TrainingSoundness(AssSegmentationOptions options, TrainingState state)
{
    /// <summary>So many steps left out in a row at the end: the weights that are there gave each of them an unsound loss.</summary>
    private const int LastInARow = 3;

    /// <summary>What to say of the checkpoints; empty where there are none.</summary>
    public Func<string> LastSaved { get; set; } = () => "";

    private string Advice =>
        string.Create(
                CultureInfo.InvariantCulture,
                $"Usual causes: a {nameof(options.LearningRate)} (now {options.LearningRate}){DiscriminatorRate} that is too "
                    + $"large, or adversarial weights that are. Train again with less. {LastSaved()}"
            )
            .TrimEnd();

    private string DiscriminatorRate =>
        RecipeTerms.Of(options.Recipe) is { Global: false, Semantic: false }
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" or {nameof(options.Adversarial)}.{nameof(options.Adversarial.DiscriminatorLearningRate)} (now "
                    + $"{options.Adversarial.DiscriminatorLearningRate})"
            );

    /// <summary>Weights, and statistics for prediction, must be finite.</summary>
    /// <param name="network">On its device.</param>
    /// <param name="step">The last step whose losses were looked at.</param>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    public void CheckWeights(DeepLabV2 network, int step)
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

    /// <summary>At the end most steps must have counted, the last ones among them.</summary>
    /// <exception cref="InvalidOperationException">They were left out.</exception>
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

    /// <summary>The error after more steps in a row were left out than <see cref="RunOptions.MaximumSkippedSteps"/> allows.</summary>
    /// <param name="loss">The last one's loss.</param>
    /// <param name="step">The last one.</param>
    public InvalidOperationException TooManyInARow(StepMeasure loss, int step) =>
        new(
            $"Training stopped: the {Describe(loss, step)}, and {state.SkippedInARow - 1} steps in a row before it were left out "
                + $"for such a loss. {Advice}"
        );

    /// <summary>For instance <c>'source' loss is NaN at step 3</c>.</summary>
    public static string Describe(StepMeasure loss, int step) =>
        string.Create(CultureInfo.InvariantCulture, $"'{loss.Name}' loss is {loss.Value} at step {step}");
}

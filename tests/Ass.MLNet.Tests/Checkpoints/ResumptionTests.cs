using Ass.MLNet.Checkpoints;
using Ass.MLNet.Sampling;
using Xunit;

namespace Ass.MLNet.Tests;

public class ResumptionTests
{
    private static readonly string[] Names = ["road", "sky"];
    private static readonly ClassPixels Counted = new([5, 3], [2, 2]) { Validation = [1, 1], AreRepeatable = true };

    [Fact]
    public void Labels_of_other_pixels_are_listed_and_refused()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Take(State(Counted), Other(), allow: false));
        Assert.Contains("AllowChangesOnResume", error.Message);
        Assert.Contains("source pixels of 1 'sky': 3 in the checkpoint, 0 now", error.Message);
        Assert.Contains("target pixels of 0 'road': 2 in the checkpoint, 4 now", error.Message);
        Assert.DoesNotContain("source pixels of 0", error.Message);
    }

    [Fact]
    public void Where_changes_are_allowed_they_are_said_once()
    {
        var state = State(Counted);
        Assert.Contains("source pixels of 1 'sky'", Assert.Single(Take(state, Other())));
        Assert.Empty(Take(state, Other()));
    }

    [Fact]
    public void What_was_not_counted_is_not_compared_and_stays_known()
    {
        var state = State(null);
        Assert.Empty(Take(state, null));
        Assert.Empty(Take(state, Counted, allow: false));
        Assert.Empty(Take(state, null, allow: false));
        Assert.Empty(Take(state, Other() with { AreRepeatable = false }, allow: false));
        Assert.Empty(Take(state, Counted with { Validation = null }, allow: false));
        Assert.Empty(Take(state, new(null, [2, 2]) { AreRepeatable = true }, allow: false));
        Assert.Equal([1, 1], state.Labels!.Validation);
        Assert.NotNull(state.Best);
    }

    [Fact]
    public void By_other_labels_of_the_validation_set_the_last_step_and_the_best_are_judged_anew()
    {
        var state = State(Counted);
        Assert.Contains("validation set has other labels", Assert.Single(Take(state, Counted with { Validation = [0, 2] }, allow: false)));
        Assert.Equal((null, null, 0, 0), (state.Best, state.GainBase, state.ValidationsWithoutGain, state.ValidatedStep));
        Assert.Equal([0, 2], state.Labels!.Validation);
    }

    [Fact]
    public void On_another_validation_set_its_labels_are_no_further_news()
    {
        var state = State(Counted);
        state.Validation = new() { ["target rows"] = "2" };
        var said = new List<string>();
        Resumption.TakeValidation(state, new Dictionary<string, string> { ["target rows"] = "3" }, said.Add);
        Assert.Equal((null, 0), (state.Best, state.ValidatedStep));
        Assert.Empty(Take(state, Counted with { Validation = [9, 9] }, allow: false));
        Assert.Single(said);
    }

    private static ClassPixels Other() => Counted with { Source = [5, 0], LabeledTarget = [4, 2] };

    private static TrainingState State(ClassPixels? labels) =>
        new()
        {
            Step = 4,
            ValidatedStep = 4,
            Best = new(2, 0.5),
            GainBase = 0.5,
            ValidationsWithoutGain = 1,
            Labels = labels,
        };

    private static List<string> Take(TrainingState state, ClassPixels? now, bool allow = true)
    {
        var said = new List<string>();
        Resumption.TakeLabels(state, now, Names, allow, said.Add);
        return said;
    }
}

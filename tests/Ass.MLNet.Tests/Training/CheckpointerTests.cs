using Ass.MLNet.Checkpoints;
using Ass.MLNet.Training;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class CheckpointerTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void What_fails_while_saving_after_an_error_is_a_warning_and_not_the_error()
    {
        using var game = new StepGame(TwoDomains.Options(AdaptationRecipe.SourceOnly));
        var said = new List<string>();
        var checkpointer = new Checkpointer(new CheckpointFolder(_folder.Root), game.Modules, said.Add);

        // As after a GPU's error: its tensors can no longer be read.
        game.Modules.NetworkOptimizer.Dispose();
        checkpointer.SaveAfterError(new TrainingState { Step = 3 });
        Assert.Contains("The checkpoint of step 3 could not be written after training failed", Assert.Single(said));
    }

    /// <summary>A skipped step changes no weight; what comes before it must not be lost with a stop right after it.</summary>
    [Fact]
    public void After_a_skipped_step_the_state_is_saved_and_after_too_many_it_is_not()
    {
        using var game = new StepGame(TwoDomains.Options(AdaptationRecipe.SourceOnly));
        var folder = new CheckpointFolder(_folder.Root);
        var checkpointer = new Checkpointer(folder, game.Modules, Assert.Fail);
        checkpointer.Save(new TrainingState { Step = 4, SkippedInARow = 2 });
        checkpointer.Save(new TrainingState { Step = 5, SkippedInARow = 3 });
        Assert.Equal(4, folder.FindNewest(Assert.Fail)!.Value.State.Step);
        Assert.Single(folder.Files);
    }

    [Fact]
    public void A_step_that_was_saved_is_saved_again_when_it_has_been_validated()
    {
        using var game = new StepGame(TwoDomains.Options(AdaptationRecipe.SourceOnly));
        var folder = new CheckpointFolder(_folder.Root);
        var checkpointer = new Checkpointer(folder, game.Modules, Assert.Fail);
        checkpointer.Save(new TrainingState { Step = 3 });
        checkpointer.Save(new TrainingState { Step = 3, Best = new(1, 1) });
        Assert.Null(folder.FindNewest(Assert.Fail)!.Value.State.Best);
        checkpointer.Save(
            new TrainingState
            {
                Step = 3,
                ValidatedStep = 3,
                Best = new(3, 0.5),
            }
        );
        Assert.Equal(3, folder.FindNewest(Assert.Fail)!.Value.State.Best!.Step);
    }

    public void Dispose() => _folder.Dispose();
}

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

    public void Dispose() => _folder.Dispose();
}

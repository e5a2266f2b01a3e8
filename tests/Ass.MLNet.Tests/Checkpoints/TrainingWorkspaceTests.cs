using Ass.MLNet.Checkpoints;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainingWorkspaceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void Two_runs_cannot_share_one()
    {
        using (TrainingWorkspace.Open(_folder.Root))
        {
            Assert.Contains(
                "in use by another run",
                Assert.Throws<InvalidOperationException>(() => TrainingWorkspace.Open(_folder.Root)).Message
            );
        }
        TrainingWorkspace.Open(_folder.Root).Dispose();
    }

    [Fact]
    public void One_that_cannot_be_written_is_an_error_that_names_it()
    {
        string file = _folder.Text("file", "not a folder");
        var error = Assert.Throws<InvalidOperationException>(() => TrainingWorkspace.Open(Path.Combine(file, "run")));
        Assert.Contains("WorkspacePath", error.Message);
        Assert.Contains(Path.Combine(file, "run"), error.Message);
    }

    [Fact]
    public void It_is_made_where_it_does_not_exist_and_keeps_what_others_put_there()
    {
        string notes = _folder.Text("a/notes.txt", "mine");
        using (TrainingWorkspace.Open(Path.Combine(_folder.Root, "a")))
        using (var workspace = TrainingWorkspace.Open(Path.Combine(_folder.Root, "b", "c")))
        {
            workspace.Checkpoints.Save(new TrainingState { Step = 1 }, new Dictionary<string, TorchSharp.torch.Tensor>(), Assert.Fail);
        }
        Assert.True(File.Exists(notes));
        Assert.True(File.Exists(Path.Combine(_folder.Root, "b", "c", "checkpoints", "step-000000001.checkpoint")));
    }

    [Fact]
    public void A_run_that_wrote_nothing_leaves_nothing()
    {
        string notes = _folder.Text("a/notes.txt", "mine");
        TrainingWorkspace.Open(Path.Combine(_folder.Root, "a", "run")).Dispose();
        TrainingWorkspace.Open(Path.Combine(_folder.Root, "a")).Dispose();
        TrainingWorkspace.Open(Path.Combine(_folder.Root, "b", "c")).Dispose();
        Assert.Equal(
            [notes],
            Directory
                .GetFileSystemEntries(_folder.Root, "*", SearchOption.AllDirectories)
                .Where(path => path != Path.Combine(_folder.Root, "a"))
        );
    }

    [LinuxFact]
    public void Only_a_lock_that_another_run_holds_is_called_one()
    {
        // A program that runs cannot be opened for writing: an error, but nobody's lock.
        File.CreateSymbolicLink(Path.Combine(_folder.Root, ".in-use"), Environment.ProcessPath!);
        var error = Assert.Throws<InvalidOperationException>(() => TrainingWorkspace.Open(_folder.Root));
        Assert.Contains("cannot be written", error.Message);
        Assert.DoesNotContain("in use by another run", error.Message);
    }

    [Fact]
    public void A_best_model_that_is_gone_is_said_and_no_longer_counted()
    {
        using var workspace = TrainingWorkspace.Open(_folder.Root);
        workspace.Checkpoints.Save(
            new TrainingState { Step = 4, Best = new BestValidation(2, 0.5) },
            new Dictionary<string, TorchSharp.torch.Tensor>(),
            Assert.Fail
        );
        var said = new List<string>();
        Assert.Null(workspace.FindCheckpoint(new AssSegmentationOptions { Run = { Resume = true } }, said.Add)!.Value.State.Best);
        Assert.Contains("best.zip', the best model so far (step 2), is gone", Assert.Single(said));

        _folder.Text("best.zip", "a model");
        Assert.Equal(
            2,
            workspace.FindCheckpoint(new AssSegmentationOptions { Run = { Resume = true } }, Assert.Fail)!.Value.State.Best!.Step
        );
    }

    public void Dispose() => _folder.Dispose();
}

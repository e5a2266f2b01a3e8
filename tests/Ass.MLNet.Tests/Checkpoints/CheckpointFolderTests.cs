using Ass.MLNet.Checkpoints;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class CheckpointFolderTests : IDisposable
{
    private static readonly Dictionary<string, torch.Tensor> NoTensors = [];

    private readonly TestFolder _root = new();

    [Fact]
    public void The_last_two_are_kept()
    {
        var folder = Saved(5, 10, 15, 1_000_000_000);
        Assert.Equal(["step-1000000000.checkpoint", "step-000000015.checkpoint"], folder.Files.Select(Path.GetFileName));
        Assert.Equal(1_000_000_000, folder.FindNewest(Assert.Fail)!.Value.State.Step);
    }

    [Fact]
    public void A_damaged_newest_is_put_aside_and_said_and_the_one_before_is_used()
    {
        var folder = Saved(5, 10);
        File.WriteAllBytes(folder.Files[0], File.ReadAllBytes(folder.Files[0])[..^1]);
        var said = new List<string>();
        Assert.Equal(5, folder.FindNewest(said.Add)!.Value.State.Step);
        Assert.Contains("step-000000010.checkpoint", Assert.Single(said));
        Assert.Equal(
            ["step-000000005.checkpoint", "step-000000010.checkpoint.damaged"],
            Directory.GetFiles(_root.Root).Select(Path.GetFileName).Order()
        );
    }

    [Fact]
    public void Where_all_are_damaged_every_attempt_ends_in_the_same_error_and_changes_nothing()
    {
        var folder = Saved(5, 10);
        foreach (string file in folder.Files)
        {
            File.WriteAllText(file, "torn");
        }
        string first = Error();
        Assert.Contains("step-000000010.checkpoint: The checkpoint cannot be read", first);
        Assert.Contains("step-000000005.checkpoint: The checkpoint cannot be read", first);
        Assert.Equal(first, Error());
        Assert.Equal(2, Directory.GetFiles(_root.Root).Length);

        string Error() => Assert.Throws<InvalidDataException>(() => new CheckpointFolder(_root.Root).FindNewest(Assert.Fail)).Message;
    }

    [Fact]
    public void One_that_was_put_aside_is_still_the_trace_of_a_run()
    {
        var folder = Saved(5);
        File.Move(folder.Files[0], folder.Files[0] + ".damaged");
        Assert.Contains(
            "step-000000005.checkpoint.damaged",
            Assert.Throws<InvalidDataException>(() => folder.FindNewest(Assert.Fail)).Message
        );
        Assert.NotNull(folder.Trace);
    }

    [Fact]
    public void An_old_one_that_cannot_be_removed_is_a_warning_and_the_new_one_is_there()
    {
        var folder = new CheckpointFolder(_root.Root, _ => throw new UnauthorizedAccessException("held by a scanner"));
        var said = new List<string>();
        foreach (int step in new[] { 5, 10, 15 })
        {
            folder.Save(new TrainingState { Step = step }, NoTensors, said.Add);
        }
        Assert.Contains("step-000000005.checkpoint' could not be removed: held by a scanner", Assert.Single(said));
        Assert.Equal(15, folder.FindNewest(Assert.Fail)!.Value.State.Step);
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is_and_torn_writes_are_cleared_away()
    {
        File.WriteAllText(_root.At(".5e1f7a.partial"), "half");
        File.WriteAllText(_root.At("step-notes.checkpoint"), "a user's own file");
        Assert.Null(new CheckpointFolder(_root.Root).FindNewest(Assert.Fail));
        Assert.Equal(["step-notes.checkpoint"], Directory.GetFiles(_root.Root).Select(Path.GetFileName));
    }

    public void Dispose() => _root.Dispose();

    private CheckpointFolder Saved(params int[] steps)
    {
        var folder = new CheckpointFolder(_root.Root);
        foreach (int step in steps)
        {
            folder.Save(new TrainingState { Step = step }, NoTensors, Assert.Fail);
        }
        return folder;
    }
}

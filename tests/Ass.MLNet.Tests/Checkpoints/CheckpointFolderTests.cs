using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class CheckpointFolderTests : IDisposable
{
    private static readonly Dictionary<string, torch.Tensor> NoTensors = [];

    private readonly TestFolder root = new();

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
        Assert.Equal(["step-000000005.checkpoint", "step-000000010.checkpoint.damaged"], Directory.GetFiles(root.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Where_all_are_damaged_training_does_not_silently_start_anew()
    {
        var folder = Saved(5, 10);
        foreach (string file in folder.Files)
            File.WriteAllText(file, "torn");
        Assert.Contains("all 2 are damaged", Assert.Throws<InvalidDataException>(() => folder.FindNewest(_ => { })).Message);
    }

    [Fact]
    public void Nothing_is_found_where_nothing_is_and_torn_writes_are_cleared_away()
    {
        File.WriteAllText(root.At(".partial-step-000000005.checkpoint"), "half");
        File.WriteAllText(root.At("step-notes.checkpoint"), "a user's own file");
        Assert.Null(new CheckpointFolder(root.Root).FindNewest(Assert.Fail));
        Assert.Equal(["step-notes.checkpoint"], Directory.GetFiles(root.Root).Select(Path.GetFileName));
    }

    public void Dispose() => root.Dispose();

    private CheckpointFolder Saved(params int[] steps)
    {
        var folder = new CheckpointFolder(root.Root);
        foreach (int step in steps)
            folder.Save(new TrainingState { Step = step }, NoTensors);
        return folder;
    }
}

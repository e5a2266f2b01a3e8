using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainingWorkspaceTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public void Two_runs_cannot_share_one()
    {
        using (TrainingWorkspace.Open(folder.Root))
            Assert.Contains("in use by another run", Assert.Throws<InvalidOperationException>(() => TrainingWorkspace.Open(folder.Root)).Message);
        TrainingWorkspace.Open(folder.Root).Dispose();
    }

    [Fact]
    public void One_that_cannot_be_written_is_an_error_that_names_it()
    {
        string file = folder.Text("file", "not a folder");
        var error = Assert.Throws<InvalidOperationException>(() => TrainingWorkspace.Open(Path.Combine(file, "run")));
        Assert.Contains("WorkspacePath", error.Message);
        Assert.Contains(Path.Combine(file, "run"), error.Message);
    }

    [Fact]
    public void It_is_made_where_it_does_not_exist_and_keeps_what_others_put_there()
    {
        string notes = folder.Text("a/notes.txt", "mine");
        using (TrainingWorkspace.Open(Path.Combine(folder.Root, "a")))
        using (TrainingWorkspace.Open(Path.Combine(folder.Root, "b", "c")))
            Assert.True(Directory.Exists(Path.Combine(folder.Root, "b", "c", "checkpoints")));
        Assert.True(File.Exists(notes));
    }

    public void Dispose() => folder.Dispose();
}

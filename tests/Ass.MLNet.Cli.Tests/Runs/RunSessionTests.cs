using Ass.MLNet.Cli.Runs;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RunSessionTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly RunFolder run;

    public RunSessionTests() => run = new(Path.Combine(folder.Root, "runs", "one"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_that_came_to_nothing_leaves_no_folder()
    {
        using (RunClaim.Take(run.Path))
        using (var session = RunSession.Open(run, resume: false, overwrite: false))
        {
            session.Begin();
            session.Work.WriteOptions("{}");
            folder.Text("runs/one/results.csv", "step");
            folder.Text("runs/one/tensorboard/events", "");
            folder.Text("runs/one/checkpoints/step-000000000.checkpoint", "the first step failed");
            folder.Text("runs/one/.in-use");
            Assert.Null(session.Left);
        }

        Assert.False(Directory.Exists(Path.Combine(folder.Root, "runs")));
    }

    [Fact]
    public void Steps_and_what_was_there_before_stay()
    {
        folder.Text("runs/one/notes.txt", "mine");
        using (RunClaim.Take(run.Path))
        using (var session = RunSession.Open(run, resume: false, overwrite: false))
        {
            session.Begin();
            Step(session.Work, 1);
            Assert.Contains("--resume", session.Left);
        }

        Assert.True(run.HasSteps && File.Exists(run.At("notes.txt")));
        Assert.Contains("--resume to go on", Assert.Throws<IOException>(() => RunSession.Open(run, resume: false, overwrite: false)).Message);
    }

    [Fact]
    public void A_finished_run_without_checkpoints_is_not_trained_anew_by_resuming()
    {
        Finished();
        Directory.Delete(run.At("checkpoints"), recursive: true);
        var before = Files();

        var error = Assert.Throws<IOException>(() => RunSession.Open(run, resume: true, overwrite: false));

        Assert.Contains("no checkpoint to go on from", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        RunSession.Open(run, resume: true, overwrite: true).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_overwriting_run_touches_the_old_one_when_it_is_whole_and_not_before(bool hasSteps)
    {
        Finished();
        var before = Files();

        using (RunClaim.Take(run.Path))
        using (var session = RunSession.Open(run, resume: false, overwrite: true))
        {
            session.Begin();
            Directory.CreateDirectory(session.Work.Path);
            session.Work.WriteOptions("new");
            if (hasSteps)
                Step(session.Work, 10);
        }

        Assert.Equal(before, Files().Where(f => !f.Name.StartsWith("replacement-run")));
        Assert.Equal(hasSteps, Directory.Exists(run.At("replacement-run")));
        if (!hasSteps)
            return;

        // Which of the two is meant has to be said.
        Assert.Contains("two runs", Assert.Throws<IOException>(() => RunSession.Open(run, resume: true, overwrite: false)).Message);
        using (var session = RunSession.Open(run, resume: true, overwrite: true))
        {
            session.Begin();
            Assert.True(session.Work.HasSteps);
            File.WriteAllText(session.Work.ModelPath, "new");
            session.Finish();
        }

        Assert.Equal("new", File.ReadAllText(run.ModelPath));
        Assert.False(Directory.Exists(run.At("replacement-run")));
    }

    [Fact]
    public void Overwriting_anew_drops_a_replacement_that_was_stopped()
    {
        Finished();
        Step(RunReplacement.NewRun(run), 10);

        using var session = RunSession.Open(run, resume: false, overwrite: true);
        Assert.True(session.Work.HasSteps);
        session.Begin();

        Assert.False(Directory.Exists(session.Work.Path));
    }

    [Fact]
    public void A_run_that_is_going_on_cannot_be_harmed()
    {
        using (RunClaim.Take(run.Path))
        {
            Finished();
            Assert.Contains("in use", Assert.Throws<IOException>(() => RunClaim.Take(run.Path)).Message);
        }

        // A program that trains there through the library holds this alone.
        using var held = FileClaim.TryTake(run.At(".in-use"));
        Assert.Contains("Nothing was changed", Assert.Throws<IOException>(() => RunSession.Open(run, resume: false, overwrite: true)).Message);
    }

    private void Finished()
    {
        Step(run, 20);
        folder.Text("runs/one/model.zip", "old");
        run.WriteOptions("old");
    }

    private static void Step(RunFolder at, int step)
    {
        Directory.CreateDirectory(at.At("checkpoints"));
        File.WriteAllText(at.At($"checkpoints/step-{step:000000000}.checkpoint"), "");
    }

    private List<(string Name, string Text)> Files() =>
        [.. Directory.EnumerateFiles(run.Path, "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(run.Path, f), Path.GetFileName(f)[0] == '.' ? "" : File.ReadAllText(f))).Where(f => f.Item1 != ".claim").Order()];
}

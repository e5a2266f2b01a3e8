using Ass.MLNet.Cli.Runs;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RunSessionTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RunFolder _run;

    public RunSessionTests() => _run = new(Path.Combine(_folder.Root, "runs", "one"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_came_to_nothing_leaves_no_folder()
    {
        using (RunClaim.Take(_run.Path))
        using (var session = RunSession.Open(_run, resume: false, overwrite: false))
        {
            session.Begin();
            session.Work.WriteOptions("{}");
            _folder.Text("runs/one/results.csv", "step");
            _folder.Text("runs/one/tensorboard/events", "");
            _folder.Text("runs/one/checkpoints/step-000000000.checkpoint", "the first step failed");
            _folder.Text("runs/one/.in-use");
            Assert.Null(session.Left);
        }

        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "runs")));
    }

    [Fact]
    public void Steps_and_what_was_there_before_stay()
    {
        _folder.Text("runs/one/notes.txt", "mine");
        using (RunClaim.Take(_run.Path))
        using (var session = RunSession.Open(_run, resume: false, overwrite: false))
        {
            session.Begin();
            Step(session.Work, 1);
            Step(session.Work, 12);
            Assert.Equal("The steps up to 12 are saved: the same command with --resume goes on with them.", session.Left);
        }

        Assert.True(_run.HasSteps && File.Exists(_run.At("notes.txt")));
        Assert.Contains(
            "--resume to go on",
            Assert.Throws<IOException>(() => RunSession.Open(_run, resume: false, overwrite: false)).Message
        );
    }

    [Theory]
    [InlineData("results.csv")]
    [InlineData("checkpoints/epoch10.pth")]
    [InlineData("strips/mine.png")]
    [InlineData("options.json")]
    public void Files_of_a_runs_names_that_no_run_wrote_are_not_touched(string name)
    {
        string path = _folder.Text($"runs/one/{name}", "mine");
        foreach (bool overwrites in new[] { false, true })
        {
            var error = Assert.Throws<IOException>(() => RunSession.Open(_run, resume: false, overwrites));
            Assert.Contains($"holds {name.Split('/')[0]}, which a new run would replace", error.Message);
        }
        Assert.Equal("mine", File.ReadAllText(path).Trim());
    }

    [Fact]
    public void What_a_run_left_that_was_killed_before_its_first_checkpoint_makes_place()
    {
        _run.WriteOptions("""{ "training": {} }""");
        _folder.Text("runs/one/results.csv", "step");
        Directory.CreateDirectory(_run.At("checkpoints"));
        using var session = RunSession.Open(_run, resume: false, overwrite: false);
        session.Begin();
        Assert.Empty(Directory.GetFileSystemEntries(_run.Path));
    }

    [Fact]
    public void What_was_measured_of_an_earlier_model_goes_with_it()
    {
        Finished();
        var before = Files();
        _folder.Text("runs/one/confusion-matrix.csv", "0");
        _folder.Text("runs/one/strips/1.png", "0");
        _run.RemoveMetrics();
        _run.RemoveMetrics();
        Assert.Equal(before, Files());
    }

    [Fact]
    public void A_finished_run_without_checkpoints_is_not_trained_anew_by_resuming()
    {
        Finished();
        Directory.Delete(_run.At("checkpoints"), recursive: true);
        var before = Files();

        var error = Assert.Throws<IOException>(() => RunSession.Open(_run, resume: true, overwrite: false));

        Assert.Contains("no checkpoint to go on from", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        RunSession.Open(_run, resume: true, overwrite: true).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_overwriting_run_touches_the_old_one_when_it_is_whole_and_not_before(bool hasSteps)
    {
        Finished();
        var before = Files();

        using (RunClaim.Take(_run.Path))
        using (var session = RunSession.Open(_run, resume: false, overwrite: true))
        {
            session.Begin();
            Directory.CreateDirectory(session.Work.Path);
            session.Work.WriteOptions("new");
            if (hasSteps)
            {
                Step(session.Work, 10);
            }
        }

        Assert.Equal(before, Files().Where(f => !f.Name.StartsWith("replacement-run")));
        Assert.Equal(hasSteps, Directory.Exists(_run.At("replacement-run")));
        if (!hasSteps)
        {
            return;
        }

        // Which of the two is meant has to be said.
        Assert.Contains("two runs", Assert.Throws<IOException>(() => RunSession.Open(_run, resume: true, overwrite: false)).Message);
        using (var session = RunSession.Open(_run, resume: true, overwrite: true))
        {
            session.Begin();
            Assert.True(session.Work.HasSteps);
            File.WriteAllText(session.Work.ModelPath, "new");
            session.Finish();
        }

        Assert.Equal("new", File.ReadAllText(_run.ModelPath));
        Assert.False(Directory.Exists(_run.At("replacement-run")));
    }

    /// <summary>What is refused before its first step costs nothing: neither the run nor the replacement that was stopped.</summary>
    [Theory]
    [InlineData("begins")]
    [InlineData("is refused")]
    [InlineData("is killed")]
    public void Overwriting_anew_drops_a_replacement_that_was_stopped_when_it_begins(string what)
    {
        Finished();
        Step(RunReplacement.NewRun(_run), 10);
        RunReplacement.NewRun(_run).WriteOptions("stopped");
        var before = Files();

        var session = RunSession.Open(_run, resume: false, overwrite: true);
        Assert.True(session.Work.HasSteps);
        session.Begin();
        Assert.False(session.Work.HasSteps);
        if (what == "begins")
        {
            session.HasBegun("new");
            Step(session.Work, 1);
            session.Dispose();
            Assert.Equal(
                ["checkpoints/step-000000001.checkpoint", "options.json"],
                Files().Where(f => f.Name.StartsWith("replacement-run")).Select(f => f.Name.Replace('\\', '/')["replacement-run/".Length..])
            );
            return;
        }
        if (what == "is refused")
        {
            session.Dispose();
        }
        else
        {
            // The next command finds everything.
            Assert.Contains("two runs", Assert.Throws<IOException>(() => RunSession.Open(_run, resume: true, overwrite: false)).Message);
        }
        Assert.Equal(before, Files());
    }

    [Fact]
    public void Strangers_beside_a_replacement_that_was_stopped_end_the_next_one_before_it_begins()
    {
        Finished();
        Step(RunReplacement.NewRun(_run), 10);
        _folder.Text("runs/one/replacement-run/thesis.txt", "all of it");
        var before = Files();
        using (var session = RunSession.Open(_run, resume: false, overwrite: true))
        {
            Assert.Contains("thesis.txt", Assert.Throws<IOException>(session.Begin).Message);
        }
        Assert.Equal(before, Files());
    }

    [Fact]
    public void A_run_that_is_going_on_cannot_be_harmed()
    {
        using (RunClaim.Take(_run.Path))
        {
            Finished();
            Assert.Contains("in use", Assert.Throws<IOException>(() => RunClaim.Take(_run.Path)).Message);
        }

        // A program that trains there through the library holds this alone.
        using var held = FileClaim.TryTake(_run.At(".in-use"));
        Assert.Contains(
            "Nothing was changed",
            Assert.Throws<IOException>(() => RunSession.Open(_run, resume: false, overwrite: true)).Message
        );
    }

    private void Finished()
    {
        Step(_run, 20);
        _folder.Text("runs/one/model.zip", "old");
        _run.WriteOptions("old");
    }

    private static void Step(RunFolder at, int step)
    {
        Directory.CreateDirectory(at.At("checkpoints"));
        File.WriteAllText(at.At($"checkpoints/step-{step:000000000}.checkpoint"), "");
    }

    private List<(string Name, string Text)> Files() =>
        [
            .. Directory
                .EnumerateFiles(_run.Path, "*", SearchOption.AllDirectories)
                .Select(f => (Path.GetRelativePath(_run.Path, f), Path.GetFileName(f)[0] == '.' ? "" : File.ReadAllText(f)))
                .Where(f => f.Item1 != ".claim")
                .Order(),
        ];
}

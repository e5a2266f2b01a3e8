using Ass.MLNet.Cli.Runs;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RunReplacementTests : IDisposable
{
    private static readonly string[] OldNames =
    [
        "best.zip",
        "charts/a.svg",
        "checkpoints/step-000000009.checkpoint",
        "confusion-matrix.csv",
        "model.zip",
        "options.json",
        "results.csv",
    ];
    private static readonly string[] NewNames =
    [
        "checkpoints/step-000000003.checkpoint",
        "model.zip",
        "options.json",
        "results.csv",
        "strips/strip-01-a.png",
    ];

    private static readonly (string Name, string Text)[] Expected =
    [
        .. NewNames.Select(n => (n, "new")).Append(("notes.txt", "mine")).Order(),
    ];

    private readonly TestFolder _folder = new();
    private readonly RunFolder _run;

    public RunReplacementTests() => _run = new(Path.Combine(_folder.Root, "run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_new_run_comes_and_the_old_one_goes_but_not_what_is_none_of_it()
    {
        Write();

        RunReplacement.Start(_run);

        Assert.Equal(Expected, Files());
    }

    /// <summary>A move is one rename: whatever moment a process dies in, it is after some of them.</summary>
    [Fact]
    public void Wherever_it_is_cut_off_it_is_completed()
    {
        int cuts = 0;
        for (int moved = 0; moved <= 7; moved++)
        {
            Check(() => Move(_run.Path, ".replaced-run", reverse: true, moved), ".whole");
            Check(
                () =>
                {
                    Move(_run.Path, ".replaced-run", reverse: true, 99);
                    Move(RunReplacement.NewRun(_run).Path, "", reverse: false, moved);
                },
                ".moving"
            );
        }

        Check(
            () =>
            {
                Move(_run.Path, ".replaced-run", reverse: true, 99);
                Move(RunReplacement.NewRun(_run).Path, "", reverse: false, 99);
                Directory.Delete(RunReplacement.NewRun(_run).Path, recursive: true);
            },
            marker: null
        );
        Assert.Equal(17, cuts);

        void Check(Action cutOff, string? marker)
        {
            if (Directory.Exists(_run.Path))
            {
                Directory.Delete(_run.Path, recursive: true);
            }
            Write();
            cutOff();
            if (marker is not null)
            {
                File.WriteAllText(RunReplacement.NewRun(_run).At(marker), "");
            }

            // A model never lies there without what it was trained with.
            Assert.False(File.Exists(_run.ModelPath) && !File.Exists(_run.At("options.json")));
            Assert.Equal("new", File.ReadAllText(RunFolder.FindModel(_run.Path)));
            Assert.Equal(Expected, Files().Where(f => f.Name != ".claim"));
            cuts++;
        }
    }

    [Fact]
    public void A_folder_of_somebody_elses_is_not_removed()
    {
        _folder.Text("run/replacement-run/thesis.txt", "all of it");

        Assert.Contains("thesis.txt", Assert.Throws<IOException>(() => RunReplacement.Remove(RunReplacement.NewRun(_run))).Message);
        Assert.True(File.Exists(_run.At("replacement-run/thesis.txt")));
    }

    private void Write()
    {
        foreach (string name in OldNames)
        {
            File.WriteAllText(_folder.At("run/" + name), "old");
        }
        foreach (string name in NewNames)
        {
            File.WriteAllText(_folder.At("run/replacement-run/" + name), "new");
        }
        File.WriteAllText(_folder.At("run/replacement-run/.in-use"), "");
        File.WriteAllText(_folder.At("run/notes.txt"), "mine");
    }

    private void Move(string from, string to, bool reverse, int count)
    {
        Directory.CreateDirectory(_run.At(to));
        var names = reverse ? RunFiles.In(from).Reverse() : RunFiles.In(from);
        foreach (string name in names.Take(count))
        {
            Directory.Move(Path.Combine(from, name), Path.Combine(_run.At(to), name));
        }
    }

    private IEnumerable<(string Name, string Text)> Files() =>
        Directory
            .EnumerateFiles(_run.Path, "*", SearchOption.AllDirectories)
            .Select(f => (Path.GetRelativePath(_run.Path, f).Replace('\\', '/'), File.ReadAllText(f)))
            .Order();
}

using System.CommandLine;
using System.Security.Cryptography;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class TrainOverwriteTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _run;

    public TrainOverwriteTests()
    {
        _run = Path.Combine(_folder.Root, "runs", "one");
        for (int i = 0; i < 2; i++)
        {
            _folder.Plain($"game/images/{i}.png", 40, 32, 200, 100, 50);
            _folder.Grey($"game/labels/{i}.png", 40, [.. Enumerable.Range(0, 40 * 32).Select(p => (byte)(p / 640))]);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_replaced_by_a_whole_one_or_stays_as_it_was()
    {
        Assert.Equal(0, Train());
        _folder.Text("runs/one/notes.txt", "mine");
        var before = Hashes();

        // Refused on the command line, by an option, by the data, in the first step, by a signal, by another process.
        Assert.NotEmpty(Parse("--overwrite", "--weights", "nowhere.pth").Errors);
        Assert.Throws<UsageException>(() => Train("--overwrite", "--patience", "3"));
        Assert.Throws<InvalidOperationException>(() => Train("--overwrite", "--device", "cuda:7"));
        Assert.Throws<DirectoryNotFoundException>(() => Train("--overwrite", "--source", $"gta5:{_folder.Root}/nowhere"));
        Assert.Throws<InvalidDataException>(() => Train("--overwrite", "--weights", _folder.Text("weights.pth", "no weights")));
        Assert.Throws<CommandCanceledException>(() => Train(new CancellationToken(canceled: true), "--overwrite"));
        using (RunClaim.Take(_run))
        {
            Assert.Contains("in use", Assert.Throws<IOException>(() => Train("--overwrite")).Message);
        }
        Assert.Equal(before, Hashes());

        // The same for a run that is gone on with: what it was started with is not written over by what is refused.
        Assert.Contains(
            "--allow-changes",
            Terminal.Message(Assert.Throws<InvalidOperationException>(() => Train("--resume", "--lr", "0.1")))
        );
        Assert.Equal(before, Hashes());

        Assert.Equal(0, Train("--overwrite", "--seed", "7"));
        Assert.Equal(before.Keys, Hashes().Keys.Order().Select(Renamed));
        Assert.NotEqual(before["model.zip"], Hashes()["model.zip"]);
        Assert.Equal(before["notes.txt"], Hashes()["notes.txt"]);
        string options = File.ReadAllText(Path.Combine(_run, "options.json"));
        Assert.Contains("\"seed\": \"7\"", options);
        Assert.DoesNotContain("replacement-run", options + File.ReadAllText(Path.Combine(_run, "report.html")));

        // TensorBoard's files are named after the moment.
        string Renamed(string name) => name.StartsWith("tensorboard") ? before.Keys.Single(k => k.StartsWith("tensorboard")) : name;
    }

    [Fact]
    public async Task Killed_while_it_overwrites_it_leaves_the_old_run_and_goes_on_when_asked()
    {
        Assert.Equal(0, Train());
        var before = Hashes();
        string[] longer = ["--overwrite", "--iterations", "12", "--checkpoint-every", "1"];
        using (var process = ChildProcess.Start("Ass.MLNet.Cli", Arguments(longer)))
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            while (!process.HasExited && !RunReplacement.NewRun(new(_run)).HasSteps)
            {
                await Task.Delay(20);
            }
            Assert.Contains("in use", Assert.Throws<IOException>(() => Train("--overwrite")).Message);
            process.Kill();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode != 0, await output + await error);
        }

        Assert.Equal(before, Hashes().Where(f => !f.Key.StartsWith("replacement-run")));
        Assert.Throws<IOException>(() => Train());
        Assert.Throws<IOException>(() => Train("--resume"));

        Assert.Equal(0, Train([.. longer, "--resume"]));
        Assert.DoesNotContain(Hashes().Keys, name => name.StartsWith("replacement-run"));
        Assert.Contains("\"iterations\": 12,", File.ReadAllText(Path.Combine(_run, "options.json")));
    }

    [Fact]
    public void A_run_that_is_refused_leaves_no_folder()
    {
        Assert.Throws<InvalidOperationException>(() => Train("--device", "cuda:7"));
        _folder.Text("game/labels/1.png", "not a picture");
        _folder.Text("game/labels/0.png", "not a picture");
        Assert.ThrowsAny<Exception>(() => Train());

        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "runs")));
    }

    private int Train(params string[] more) => Train(CancellationToken.None, more);

    private int Train(CancellationToken cancellation, params string[] more)
    {
        var parsed = Parse(cancellation, more);
        Assert.Empty(parsed.Errors);
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private ParseResult Parse(params string[] more) => Parse(CancellationToken.None, more);

    private ParseResult Parse(CancellationToken cancellation, string[] more) =>
        CommandTree.Create(CommandTree.CreateVerbose(), cancellation).Parse(Arguments(more));

    private string[] Arguments(string[] more)
    {
        string[] defaults =
        [
            "--source",
            $"folder:{_folder.Root}/game",
            "--classes",
            "a,b",
            "--recipe",
            "source-only",
            "--network",
            "mobilenetv2",
            "--output-stride",
            "32",
            "--iterations",
            "1",
            "--output",
            _run,
        ];
        return ["train", .. defaults.Chunk(2).Where(pair => !more.Contains(pair[0])).SelectMany(pair => pair), .. more];
    }

    private SortedDictionary<string, string> Hashes() =>
        new(
            Directory
                .EnumerateFiles(_run, "*", SearchOption.AllDirectories)
                .Where(path => Path.GetFileName(path)[0] != '.')
                .ToDictionary(
                    path => Path.GetRelativePath(_run, path).Replace('\\', '/'),
                    path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))
                ),
            StringComparer.Ordinal
        );
}

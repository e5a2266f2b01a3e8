using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Ass.MLNet.Cli.Runs;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary><c>train --distributed</c>: two processes train as one, and end as one, whatever happens to one of them.</summary>
public sealed class DistributedTrainTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public DistributedTrainTests()
    {
        var random = new Random(1);
        foreach (string domain in (string[])["game", "mine", "val"])
        {
            for (int i = 0; i < 6; i++)
            {
                int horizon = random.Next(10, 30);
                _folder.Plain($"{domain}/images/{i}.png", 48, 40, (byte)random.Next(60, 200), (byte)random.Next(60, 200), 50);
                _folder.Grey(
                    $"{domain}/labels/{i}.png",
                    48,
                    [.. Enumerable.Range(0, 48 * 40).Select(p => (byte)(p / 48 < horizon ? 0 : 1))]
                );
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    [MpiFact]
    public async Task They_learn_what_one_process_learns_from_as_many_images_and_go_on_where_they_were_stopped()
    {
        var alone = await CommandLine.Run(Arguments("alone", 4, "--batch-size", "2", "--val-every", "4"));
        Assert.True(alone.Code == 0, alone.Error);
        var together = await Run(Arguments("together", 4, "--val-every", "4"));
        Assert.True(together.Code == 0, together.Error);
        Assert.Equal("", together.Error);

        var (expected, found) = (Results("alone"), Results("together"));
        Assert.Equal(expected.Length, found.Length);
        foreach (var (one, other) in expected.Zip(found))
        {
            Assert.Equal(one.Keys, other.Keys);
            Assert.All(one.Where(column => column.Key is not "images/s"), column =>
                Assert.InRange(Math.Abs(column.Value - other[column.Key]), 0, 1e-3 * Math.Max(1, Math.Abs(column.Value)))
            );
        }

        // Stopped before the last of the four steps.
        using (var stopped = new Processes(_folder, 2, Arguments("stopped", 4, "--val-every", "4", "--checkpoint-every", "1")))
        {
            await UntilSteps(stopped, "stopped", 1);
            stopped.Signal(1, "TERM");

            // As schedulers do.
            stopped.Signal(1, "TERM");
            var (code, _, error) = await stopped.End();
            Assert.NotEqual(0, code);
            Assert.Contains("Cancelled; the last report was at step", error);
            Assert.Contains("the same command with --resume goes on", error);
        }
        var resumed = await Run(Arguments("stopped", 4, "--val-every", "4", "--checkpoint-every", "1", "--resume"));
        Assert.True(resumed.Code == 0, resumed.Error);
        Assert.Equal(Model("together"), Model("stopped"));

        var fewer = await CommandLine.Run(Arguments("stopped", 6, "--val-every", "4", "--resume"));
        Assert.Contains("processes: 2 in the checkpoint, 1 now", fewer.Error);
    }

    [MpiTheory]
    [InlineData("KILL", "process rank 1")]
    [InlineData("STOP", @"After 10 seconds process 1 \(.+\) does not answer\. Process 0 gives up waiting")]
    public async Task When_one_is_lost_all_end_in_time_and_the_checkpoint_is_whole(string fault, string said)
    {
        using var processes = new Processes(
            _folder,
            2,
            Arguments("lost", 100_000, "--checkpoint-every", "5", "--distributed-timeout", "10")
        );
        await UntilSteps(processes, "lost", 5);
        var clock = Stopwatch.StartNew();
        processes.Signal(1, fault);
        var (code, _, error) = await processes.End();

        Assert.NotEqual(0, code);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 60);
        Assert.Matches(said, error);
        if (fault != "KILL")
        {
            return;
        }
        var resumed = await Run(
            Arguments("lost", 100_000, "--resume", "--checkpoint-every", "5", "--data-check", "skip"),
            ofLast: "--seed 2"
        );
        Assert.Contains("seed: 1 in the first, 2 here.", resumed.Error);
    }

    [MpiFact]
    public async Task A_row_that_one_cannot_read_ends_all_with_its_name()
    {
        string torn = Path.Combine(_folder.Root, "mine", "images", "3.png");
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..60]);
        var (code, _, error) = await Run(Arguments("torn", 100, "--checkpoint-every", "1"));

        Assert.NotEqual(0, code);
        Assert.Contains("mine/images/3.png", error);
        Assert.False(File.Exists(Path.Combine(_folder.Root, "torn", "model.zip")));
    }

    [MpiFact]
    public async Task Without_a_launcher_it_says_how_to_start()
    {
        var (code, _, error) = await CommandLine.RunProcess([.. Arguments("none", 2), "--distributed"]);

        Assert.Equal(1, code);
        Assert.Contains("mpirun -n 2", error);
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "none")));
    }

    private string[] Arguments(string run, int iterations, params string[] more) =>
        [
            "train",
            "--source",
            $"folder:{_folder.Root}/game",
            "--target",
            $"folder:{_folder.Root}/mine",
            "--val",
            $"folder:{_folder.Root}/val",
            "--classes",
            "sky,ground",
            "--labeled",
            "3",
            .. run is "lost" or "torn"
                ? (string[])["--network", "mobilenetv2"]
                : ["--network", "swiftnet", "--weights", "imagenet", "--self-training"],
            "--optimizer",
            "adam",
            "--lr",
            "0.0001",
            "--iterations",
            iterations.ToString(CultureInfo.InvariantCulture),
            "--report-every",
            "1",
            "--output",
            Path.Combine(_folder.Root, run),
            .. more,
        ];

    private async Task<(int Code, string Output, string Error)> Run(string[] arguments, string ofLast = "")
    {
        using var processes = new Processes(_folder, 2, arguments, ofLast);
        return await processes.End();
    }

    private async Task UntilSteps(Processes processes, string run, int steps)
    {
        string checkpoints = Path.Combine(_folder.Root, run, RunFiles.Checkpoints);
        while (!processes.HaveEnded)
        {
            if (Directory.Exists(checkpoints) && Directory.GetFiles(checkpoints, "*.checkpoint").Any(file => StepOf(file) >= steps))
            {
                return;
            }
            await Task.Delay(20);
        }
        Assert.Fail((await processes.End()).Error);

        static int StepOf(string file) => int.Parse(Path.GetFileNameWithoutExtension(file).Split('-')[1], CultureInfo.InvariantCulture);
    }

    private Dictionary<string, double>[] Results(string run)
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(_folder.Root, run, RunFiles.Results)).Select(line => line.Split(','))];
        return
        [
            .. lines
                .Skip(1)
                .Select(line =>
                    lines[0]
                        .Zip(line)
                        .Where(cell => cell.Second.Length > 0)
                        .ToDictionary(cell => cell.First, cell => double.Parse(cell.Second, CultureInfo.InvariantCulture))
                ),
        ];
    }

    /// <summary>A model's files, without the times at which they were written.</summary>
    private (string Name, string Content)[] Model(string run)
    {
        using var model = ZipFile.OpenRead(Path.Combine(_folder.Root, run, RunFiles.Model));
        return
        [
            .. model.Entries.Select(entry =>
            {
                using var content = entry.Open();
                return (entry.FullName, Convert.ToHexString(SHA256.HashData(content)));
            }),
        ];
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Paper;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PaperCommandTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _gta5;
    private readonly string _cityscapes;

    public PaperCommandTests() => (_gta5, _cityscapes) = (PaperFolders.WriteGta5(_folder), PaperFolders.WriteCityscapes(_folder));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_grid_is_trained_and_its_table_filled()
    {
        string[] grid = ["--rows", "source-only,joint,ass", "--labeled", "2", "--seeds", "1,2"];
        Run("out", grid);

        string[] cells = ["source-only-0-seed1", "joint-2-seed1", "ass-2-seed1", "source-only-0-seed2", "joint-2-seed2", "ass-2-seed2"];
        Assert.Equal(cells.Order(), Directory.GetDirectories(At("out")).Select(Path.GetFileName).Order());
        Assert.All(cells, cell =>
            Assert.True(
                File.Exists(At($"out/{cell}/model.zip"))
                    && File.Exists(At($"out/{cell}/report.html"))
                    && !Directory.Exists(At($"out/{cell}/checkpoints"))
            )
        );

        // Means are those of the cells.
        foreach (string kind in new[] { "last", "best" })
        {
            double[] joint = [Figure("out/joint-2-seed1", kind), Figure("out/joint-2-seed2", kind)],
                ass = [Figure("out/ass-2-seed1", kind), Figure("out/ass-2-seed2", kind)];
            var row = Csv("out")[("ass", "2", "19", kind)];
            Assert.Equal("2", row["seeds"]);
            Assert.Equal(ass.Average(), Number(row["mean"]), 6);
            Assert.Equal(ass.Average() - joint.Average(), Number(row["minus joint"]), 6);
            Assert.Equal("", row["minus global"]);
        }

        string table = File.ReadAllText(At("out/table.md"));
        Assert.Contains("the paper's, but --network mobilenetv2", table);
        Assert.Contains("42.4", table);

        // The preset in full, with what was given instead; the first labelled images of a seed are everybody's.
        using var options = JsonDocument.Parse(File.ReadAllText(At("out/ass-2-seed1/options.json")));
        var training = options.RootElement.GetProperty("training");
        Assert.Equal(
            ("On1x1", 250_000, 2),
            (
                training.GetProperty("bottleneckStride").GetString(),
                training.GetProperty("decayIterations").GetInt32(),
                training.GetProperty("iterations").GetInt32()
            )
        );
        Assert.Equal(2, options.RootElement.GetProperty("labelledTargets").GetArrayLength());

        // Nothing is trained again, and other settings are refused before anything is.
        var models = cells.Select(c => File.GetLastWriteTimeUtc(At($"out/{c}/model.zip"))).ToArray();
        File.Delete(At("out/table.md"));
        Run("out", grid);
        Assert.Equal(table, File.ReadAllText(At("out/table.md")));
        var refused = Assert.Throws<InvalidOperationException>(() => Run("out", [.. grid, "--lr", "0.1"]));
        Assert.Contains("Cell source-only-0-seed1 (and 5 more)", refused.Message);
        Assert.Contains("training.learningRate: 0.00025 there, 0.1 now", refused.Message);
        Assert.Equal(models, cells.Select(c => File.GetLastWriteTimeUtc(At($"out/{c}/model.zip"))));

        // A cell's figures do not need its model.
        File.Delete(At("out/joint-2-seed2/model.zip"));
        Run("out", grid);
        Assert.Equal(table, File.ReadAllText(At("out/table.md")));
        Assert.False(File.Exists(At("out/joint-2-seed2/model.zip")));

        Run("out", "--rows", "joint", "--labeled", "2", "--seeds", "1", "--lr", "0.1", "--overwrite");
        Assert.True(File.GetLastWriteTimeUtc(At("out/joint-2-seed1/model.zip")) > models[1]);
    }

    [Fact]
    public async Task Killed_and_cancelled_it_goes_on_and_ends_with_the_same_table()
    {
        string[] grid =
        [
            "--rows",
            "joint",
            "--labeled",
            "2",
            "--seeds",
            "1,2",
            "--iterations",
            "12",
            "--val-every",
            "4",
            "--checkpoint-every",
            "1",
        ];
        Run("undisturbed", grid);

        using (var process = ChildProcess.Start("Ass.MLNet.Cli", ["paper", .. Arguments("out", grid)]))
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            while (
                !process.HasExited
                && !(
                    Directory.Exists(At("out/joint-2-seed2/checkpoints"))
                    && Directory.EnumerateFiles(At("out/joint-2-seed2/checkpoints"), "*.checkpoint").Any()
                )
            )
            {
                await Task.Delay(5);
            }
            process.Kill();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode != 0, "It was not killed in time." + await output + await error);
        }

        var finished = File.GetLastWriteTimeUtc(At("out/joint-2-seed1/model.zip"));
        Assert.False(File.Exists(At("out/joint-2-seed2/result.json")));
        Assert.Contains("(1 of 2)", File.ReadAllText(At("out/table.md")));

        var cancelled = Assert.Throws<CommandCanceledException>(() => Run("out", new CancellationToken(canceled: true), grid));
        Assert.Contains("Cancelled in cell joint-2-seed2", cancelled.Message);
        Assert.Contains("1 of 2 cells are finished", cancelled.Message);

        Run("out", grid);
        Assert.Equal(File.ReadAllText(At("undisturbed/results.csv")), File.ReadAllText(At("out/results.csv")));
        Assert.Equal(File.ReadAllText(At("undisturbed/table.md")), File.ReadAllText(At("out/table.md")));
        Assert.Equal(finished, File.GetLastWriteTimeUtc(At("out/joint-2-seed1/model.zip")));
    }

    [Fact]
    public void Synthia_is_reported_over_13_and_16_classes()
    {
        Invoke("--synthia", PaperFolders.WriteSynthia(_folder), CancellationToken.None, "out", ["--rows", "source-only", "--seeds", "3"]);

        Assert.Equal(
            [
                ("source-only", "0", "13", "last"),
                ("source-only", "0", "13", "best"),
                ("source-only", "0", "16", "last"),
                ("source-only", "0", "16", "best"),
            ],
            Csv("out").Keys
        );
        Assert.Contains("## 16 classes", File.ReadAllText(At("out/table.md")));
    }

    [Fact]
    public void What_cannot_be_done_is_said_before_anything_is_trained()
    {
        Assert.Contains(
            "--labeled: 9 labelled images were asked for, but the set has 4",
            Assert.Throws<UsageException>(() => Run("out", "--labeled", "2,9")).Message
        );
        Assert.Contains(
            Path.Combine("nowhere", "images"),
            Assert.Throws<DirectoryNotFoundException>(() => Invoke("--gta5", At("nowhere"), CancellationToken.None, "out", [])).Message
        );
        Assert.False(Directory.Exists(At("out")));

        Assert.Contains("one of --gta5 and --synthia", Errors("--cityscapes", _cityscapes, "--output", At("out")));
        Assert.Contains(
            "one of --gta5 and --synthia",
            Errors("--gta5", _gta5, "--synthia", _gta5, "--cityscapes", _cityscapes, "--output", At("out"))
        );
        Assert.Contains("--rows must be recipes (source-only, ", Errors([.. Arguments("out"), "--rows", "joint,half"]));
        Assert.Contains("--labeled must be numbers of 1 or more", Errors([.. Arguments("out"), "--labeled", "0,5"]));
    }

    private void Run(string output, params string[] more) => Run(output, CancellationToken.None, more);

    private void Run(string output, CancellationToken cancellation, string[] more) => Invoke("--gta5", _gta5, cancellation, output, more);

    private void Invoke(string option, string source, CancellationToken cancellation, string output, string[] more)
    {
        var parsed = Parse([option, source, .. Arguments(output, more)[2..]], cancellation);
        Assert.Empty(parsed.Errors);
        Assert.Equal(0, parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
    }

    private static string Errors(params string[] arguments) =>
        string.Join('\n', Parse(arguments, CancellationToken.None).Errors.Select(e => e.Message));

    private static ParseResult Parse(string[] arguments, CancellationToken cancellation) =>
        PaperCommand.Create(new Option<bool>("--verbose"), cancellation).Parse(arguments);

    /// <summary>A small network; an option that is given twice counts as given last.</summary>
    private string[] Arguments(string output, params string[] more)
    {
        string[] small =
        [
            "--gta5",
            _gta5,
            "--cityscapes",
            _cityscapes,
            "--output",
            At(output),
            "--network",
            "mobilenetv2",
            "--multi-level",
            "false",
            "--output-stride",
            "32",
            "--source-size",
            "40x32",
            "--target-size",
            "40x32",
        ];
        return [.. small, .. more.Contains("--iterations") ? [] : (string[])["--iterations", "2", "--val-every", "1"], .. more];
    }

    private string At(string relative) => Path.Combine(_folder.Root, relative);

    private double Figure(string cell, string kind)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(At(cell + "/result.json")));
        return json.RootElement.GetProperty(kind).GetProperty("19").GetDouble();
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private Dictionary<(string Row, string Labeled, string Classes, string Kind), Dictionary<string, string>> Csv(string output)
    {
        string[][] lines = [.. File.ReadLines(At(output + "/results.csv")).Select(line => line.Split(','))];
        return lines
            .Skip(1)
            .ToDictionary(
                cells => (cells[0], cells[1], cells[2], cells[3]),
                cells => lines[0].Zip(cells).ToDictionary(c => c.First, c => c.Second)
            );
    }
}

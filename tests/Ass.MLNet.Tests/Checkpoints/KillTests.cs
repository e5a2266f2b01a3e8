using System.Diagnostics;
using System.IO.Compression;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>A process that is killed at random moments, while it writes a checkpoint too, and started again each time.</summary>
public sealed class KillTests : IDisposable
{
    private const int Steps = 6;
    private const int Kills = 2;

    /// <summary>As few as in the other tests: what is killed are steps and checkpoints.</summary>
    private const string CalibrationBatches = "6";

    private readonly TestFolder _folder = new();

    [Fact]
    public async Task Killed_again_and_again_training_ends_with_the_weights_of_an_undisturbed_run()
    {
        WriteData();
        await Run("undisturbed", kill: null);

        var random = new Random();
        var killedAt = new List<string>();
        while (killedAt.Count < Kills && await Run("killed", random) is { } at)
        {
            killedAt.Add(at);
        }
        await Run("killed", kill: null);

        Assert.NotEmpty(killedAt);
        Assert.True(Content("undisturbed").SequenceEqual(Content("killed")), "killed at " + string.Join(", ", killedAt));

        // What people look at is whole, too: every step once, each validation with its step.
        string[] undisturbed = Rows("undisturbed");
        Assert.Equal(Steps + 1, undisturbed.Length);
        Assert.Equal(undisturbed, Rows("killed"));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Trains until the end, or until it is killed some time after a random step: up to 0.3 s, about a step and its
    /// checkpoint.</summary>
    /// <returns>When it was killed, or null where it ended before.</returns>
    private async Task<string?> Run(string name, Random? kill)
    {
        using var process = ChildProcess.Start(
            "Ass.MLNet.LongRuns",
            "train",
            _folder.Root,
            _folder.At(name + "/run"),
            _folder.At(name + ".zip"),
            $"{Steps}",
            "1",
            CalibrationBatches
        );
        var error = process.StandardError.ReadToEndAsync();
        int after = kill?.Next(3) ?? int.MaxValue;
        for (int told = 0; await process.StandardOutput.ReadLineAsync() is { } line; told++)
        {
            if (told < after)
            {
                continue;
            }
            int delay = kill!.Next(300);
            await Task.Delay(delay);
            process.Kill();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : $"{line} + {delay} ms";
        }

        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return null;
    }

    /// <summary>The files inside a model file, without the times that an archive notes.</summary>
    private (string Name, string Content)[] Content(string name)
    {
        using var archive = ZipFile.OpenRead(_folder.At(name + ".zip"));
        return
        [
            .. archive.Entries.Select(entry =>
            {
                using var stream = entry.Open();
                using var content = new MemoryStream();
                stream.CopyTo(content);
                return (entry.FullName, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content.ToArray())));
            }),
        ];
    }

    /// <summary>The rows of results.csv without the speed.</summary>
    private string[] Rows(string name)
    {
        string[] lines = File.ReadAllLines(_folder.At(name + "/run/results.csv"));
        int speed = Array.IndexOf(lines[0].Split(','), "images/s");
        return [.. lines.Select(line => string.Join(',', line.Split(',').Where((_, i) => i != speed)))];
    }

    private void WriteData()
    {
        foreach (string domain in new[] { "source", "target" })
        {
            for (int i = 0; i < 5; i++)
            {
                var row = TwoDomains.MakeRow(domain, i, true);
                using var image = row.Image!;
                image.Save(_folder.At($"{domain}/images/{i}.png"));
                _folder.Grey($"{domain}/labels/{i}.png", TwoDomains.Side, row.Label);
            }
        }
    }
}

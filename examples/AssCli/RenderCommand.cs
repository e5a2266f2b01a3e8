using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using Ass.MLNet;
using StreetScenes;

namespace AssCli;

/// <summary><c>render</c>: a synthetic source domain, with labels, out of nothing.</summary>
internal static class RenderCommand
{
    public static Command Create(CancellationToken cancellation)
    {
        var count = new NumberOption<int>("--count", least: 1, most: StreetSceneFolder.MostScenes)
        {
            Description = $"Number of scenes, 1 - {StreetSceneFolder.MostScenes}.", Required = true,
        };
        var seed = new NumberOption<int>("--seed") { Description = "The seed of the set; sets of different seeds have no scene in common.", DefaultValueFactory = _ => 1 };
        var output = new Option<string>("--output")
        {
            Description = "The folder, which becomes a data set folder:DIR of CamVid's 11 classes. Scenes that are there already are left out.", HelpName = "DIR", Required = true,
        };
        var size = new Option<ImageSize?>("--size")
        {
            Description = "Width and height of the pictures.", HelpName = "WxH", CustomParser = ParseSize, DefaultValueFactory = _ => new ImageSize(480, 360),
        };
        var workers = new NumberOption<int>("--workers", least: 1) { Description = "Threads that render; the files do not depend on it.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var force = new Option<bool>("--overwrite", "--force") { Description = "Replace scenes of another seed, size or version of the renderer that are in the folder." };
        var command = new Command("render", "Render labelled street scenes, a source domain of any size, into a folder.") { count, seed, output, size, workers, force };
        command.SetAction(result =>
        {
            ImageSize value = result.GetValue(size)!.Value;
            var folder = StreetSceneFolder.Open(result.GetRequiredValue(output), result.GetValue(seed), value.Width, value.Height, result.GetValue(force));
            return Run(folder, result.GetValue(count), result.GetValue(workers), cancellation);
        });
        return command;
    }

    private static ImageSize? ParseSize(ArgumentResult result)
    {
        var size = ValueArguments.ParseSize(result);
        if (size is { } value && (Outside(value.Width) || Outside(value.Height)))
            result.AddError($"--size must be {StreetRenderer.SmallestSize} - {StreetRenderer.LargestSize} each way, but is {value.Width}x{value.Height}.");
        return size;
    }

    private static bool Outside(int size) => size is < StreetRenderer.SmallestSize or > StreetRenderer.LargestSize;

    private static int Run(StreetSceneFolder folder, int count, int workers, CancellationToken cancellation)
    {
        int missing = Enumerable.Range(0, count).Count(index => !folder.Has(index));
        if (missing < count)
            Terminal.Line($"{count - missing} of {count} scenes are there already.");
        if (missing == 0)
            return ExitCode.Success;

        var clock = Stopwatch.StartNew();
        var progress = new SceneProgress(missing, clock);
        try
        {
            ProgressDisplay.Run($"Rendering {missing} scenes.", missing, report =>
            {
                progress.Show = report;
                return folder.Write(count, workers, progress, cancellation);
            });
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw new CommandCanceledException($"Cancelled after {progress.Done} of {missing} scenes; those are saved, and the same command goes on from there.", e);
        }

        Terminal.Line($"Rendered {missing} scenes in {clock.Elapsed.TotalSeconds:0.0} s, {missing / clock.Elapsed.TotalSeconds:0.0} scenes/s: {folder.Root}");
        return ExitCode.Success;
    }

    /// <summary>Adds up what several threads report.</summary>
    private sealed class SceneProgress(int total, Stopwatch clock) : IProgress<int>
    {
        private readonly Lock _lock = new();

        public ReportProgress? Show { get; set; }

        public int Done { get; private set; }

        public void Report(int value)
        {
            lock (_lock)
            {
                if (value <= Done)
                    return;
                Done = value;
                Show?.Invoke(value, clock.Elapsed / value * (total - value), "");
            }
        }
    }
}

using System.CommandLine;
using Ass.MLNet;

namespace StreetScenes;

/// <summary>Renders a data set into a folder.</summary>
internal static class RenderCommand
{
    private const string Purpose = "Renders labelled street scenes into a folder: a data set of any size, out of nothing.";

    /// <summary>The program, which renders where no verb is given, with <c>render</c> as a verb.</summary>
    public static RootCommand Create(CancellationToken cancellation)
    {
        var root = new RootCommand(Purpose);
        var verb = new Command("render", Purpose);
        Complete(root, cancellation);
        Complete(verb, cancellation);
        root.Add(verb);
        return root;
    }

    private static void Complete(Command command, CancellationToken cancellation)
    {
        var count = new WholeNumberOption("--count", 1, StreetSceneFolder.MostScenes)
        {
            Description = "Number of scenes.",
            Required = true,
        };
        var seed = new WholeNumberOption("--seed", int.MinValue, int.MaxValue)
        {
            Description = "Seed of the set; sets of different seeds have no scene in common.",
            DefaultValueFactory = _ => 1,
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder, which becomes a data set of CamVid's 11 classes. Scenes that are there already are kept.",
            HelpName = "DIR",
            Required = true,
        };
        output.Validators.Add(result =>
        {
            // An empty text is a variable of a script that was not set, and no path.
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError("--output is empty.");
            }
        });
        var size = new SizeOption("--size");
        var style = new StyleOption("--style");
        var workers = new WholeNumberOption("--workers", 1, 1024)
        {
            Description = "Threads that render; the files do not depend on their number.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var overwrite = new Option<bool>("--overwrite")
        {
            Description = "Replace scenes of another seed, size, style or renderer version in the folder, once all the new ones are there.",
        };
        foreach (Option option in new Option[] { count, seed, output, size, style, workers, overwrite })
        {
            command.Add(option);
        }
        command.SetAction(result =>
        {
            ImageSize pixels = result.GetValue(size);
            StreetSceneFolder folder = StreetSceneFolder.Open(
                result.GetRequiredValue(output),
                result.GetValue(seed),
                pixels.Width,
                pixels.Height,
                result.GetValue(overwrite),
                result.GetValue(style)
            );
            return Run(folder, result.GetValue(count), result.GetValue(workers), cancellation);
        });
    }

    private static int Run(StreetSceneFolder folder, int count, int workers, CancellationToken cancellation)
    {
        int missing = Enumerable.Range(0, count).Count(index => !folder.Has(index));
        if (missing < count)
        {
            Console.WriteLine($"{count - missing} of {count} scenes are there already.");
        }

        var progress = new RenderProgress(missing);
        try
        {
            progress.Run(() => folder.Write(count, workers, progress, cancellation));
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(
                $"Cancelled after {progress.Done} of {missing} scenes. Those are saved, and the same command goes on from there.",
                e,
                cancellation
            );
        }

        if (missing > 0)
        {
            Console.WriteLine(
                $"Rendered {missing} scenes in {progress.Seconds:0.0} s, {missing / progress.Seconds:0.0} scenes/s: {folder.Root}"
            );
        }

        return ExitCode.Success;
    }
}

using System.CommandLine;
using System.Diagnostics;
using Ass.MLNet;
using Microsoft.ML.Data;

namespace AssCli;

/// <summary><c>predict</c>: pictures of what a trained model sees in images.</summary>
internal static class PredictCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var model = CommonOptions.Model();
        var images = new Option<string>("--images")
        {
            Description = $"An image, or a folder of images ({string.Join(", ", PredictionFiles.Extensions)}; subfolders are not searched).",
            HelpName = "DIR|FILE", Required = true,
        };
        var output = new Option<string>("--output")
        {
            Description = "The folder for NAME.png (grey, class ids), NAME_color.png and NAME_overlay.jpg of every image.", HelpName = "DIR", Required = true,
        };
        var device = CommonOptions.Device();
        var command = new Command("predict", "Segment images, and write class ids, colours and overlays.") { model, images, output, device };
        command.SetAction(result =>
        {
            var ml = result.GetRequiredValue(device).CreateContext(result.GetValue(verbose));
            var files = PredictionFiles.Plan(result.GetRequiredValue(images), result.GetRequiredValue(output));
            using var segmentation = ModelFile.FindSegmentation(ModelFile.Load(ml, result.GetRequiredValue(model)));
            return Run(segmentation, files, cancellation);
        });
        return command;
    }

    private static int Run(AssSegmentationTransformer model, IReadOnlyList<PredictionFiles> files, CancellationToken cancellation)
    {
        int done = 0;
        List<string> broken;
        try
        {
            broken = ProgressDisplay.Run($"Segmenting {files.Count} images.", files.Count, report =>
            {
                var clock = Stopwatch.StartNew();
                var problems = new List<string>();
                foreach (var file in files)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (TryRead(file.Image, out string problem) is { } image)
                    {
                        using (image)
                            file.Write(image, model.Segment(image));
                    }
                    else
                    {
                        problems.Add($"{file.Image}: {problem}");
                    }

                    done++;
                    report(done, clock.Elapsed / done * (files.Count - done), Path.GetFileName(file.Image));
                }

                return problems;
            });
        }
        catch (OperationCanceledException e)
        {
            throw new CommandCanceledException($"Cancelled after {done} of {files.Count} images; those are saved.", e);
        }

        if (broken.Count == 0)
            return ExitCode.Success;
        Terminal.Error($"{broken.Count} of {files.Count} images could not be read:");
        broken.ForEach(Terminal.Error);
        return ExitCode.Failure;
    }

    private static MLImage? TryRead(string path, out string problem)
    {
        try
        {
            problem = "";
            using var stream = new MemoryStream(File.ReadAllBytes(path));
            return MLImage.CreateFromStream(stream);
        }
        catch (ArgumentException)
        {
            problem = "it is damaged or not a picture";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
        }

        return null;
    }
}

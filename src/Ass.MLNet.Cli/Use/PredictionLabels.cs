using System.Diagnostics;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Use;

/// <summary>Writes predictions for a labelling tool, where people correct them.</summary>
/// <param name="format">The tool's format.</param>
/// <param name="output">The file, or for labelme the folder of its files.</param>
/// <param name="overwrite">Whether files that exist are replaced.</param>
/// <param name="polygonTolerance">For labelme: how far polygons may leave the regions; <see langword="null"/>: masks.</param>
internal sealed class PredictionLabels(PredictionFormat format, string output, bool overwrite, double? polygonTolerance)
{
    private readonly List<string> _broken = [];
    private int _done;

    /// <summary>Segments images and writes their labels.</summary>
    /// <param name="load">Loads the model, once it is known that there is something to do.</param>
    /// <param name="imageOrFolder">An image, or a folder of images.</param>
    /// <param name="cancellation">Cancels the work. What labelme has by then stays; the other formats have one file, which is complete or
    /// absent.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The output exists, or polygons do not suit the model's classes.</exception>
    public int Run(Func<ISegmentationTransformer> load, string imageOrFolder, CancellationToken cancellation)
    {
        var (root, images) = PredictionFiles.Find(imageOrFolder);
        CheckOutput();
        string[] open = [.. images.Where(image => !HasLabels(root, image))];
        if (open.Length < images.Length)
        {
            Terminal.Line($"{images.Length - open.Length} of {images.Length} images have a file of labelme already, and are left out.");
        }
        if (open.Length == 0)
        {
            return ExitCode.Success;
        }

        using var model = load();
        PolygonsOption.CheckClasses(polygonTolerance, model.ClassNames);
        try
        {
            ProgressDisplay.Run($"Segmenting {open.Length} images.", open.Length, report =>
            {
                Save(format, output, Segment(model, open, report, cancellation), root, overwrite, polygonTolerance);
                return _done;
            });
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw new CommandCanceledException(
                $"Cancelled after {_done} of {open.Length} images; "
                    + (
                        format != PredictionFormat.Labelme ? "nothing is saved."
                        : overwrite ? "those are saved; with --overwrite, the same command begins again."
                        : "those are saved, and the same command goes on from there."
                    ),
                e
            );
        }
        catch (ArgumentException) when (_broken.Count == open.Length)
        {
            // There was nothing to write: what is wrong with the images is said below.
        }

        return PredictCommand.Report(_broken, open.Length, "segmented");
    }

    private void CheckOutput()
    {
        if (format == PredictionFormat.Labelme)
        {
            return;
        }
        if (Directory.Exists(output))
        {
            throw new UsageException($"--output must be a file for --format {Word}, but '{output}' is a folder.");
        }
        if (File.Exists(output) && !overwrite)
        {
            throw new UsageException($"'{output}' exists: choose another --output, or replace it with --overwrite.");
        }
    }

    private string Word => $"{format}".ToLowerInvariant();

    private bool HasLabels(string root, string image) =>
        AreKept(format, overwrite, Path.Combine(output, Path.GetRelativePath(root, image)));

    /// <summary>Whether an image, where its labels go, has a file of labelme that stays.</summary>
    public static bool AreKept(PredictionFormat format, bool overwrite, string image) =>
        format == PredictionFormat.Labelme && !overwrite && File.Exists(Path.ChangeExtension(image, ".json"));

    /// <summary>Writes masks in a tool's format.</summary>
    /// <param name="format">The format.</param>
    /// <param name="output">The file, or for labelme the folder of its files.</param>
    /// <param name="images">The images and their masks.</param>
    /// <param name="root">The folder below which the images lie.</param>
    /// <param name="overwrite">Whether labelme's files that exist are replaced; otherwise they are an error.</param>
    /// <param name="polygonTolerance">For labelme: how far polygons may leave the regions; <see langword="null"/>: masks.</param>
    public static void Save(
        PredictionFormat format,
        string output,
        IEnumerable<SegmentedImage> images,
        string root,
        bool overwrite,
        double? polygonTolerance = null
    )
    {
        switch (format)
        {
            case PredictionFormat.Cvat:
                LabelingExport.SaveCvat(output, images, root);
                break;
            case PredictionFormat.Coco:
                LabelingExport.SaveCoco(output, images, root);
                break;
            default:
                LabelingExport.SaveLabelMe(output, images, root, overwrite, polygonTolerance);
                break;
        }
    }

    private IEnumerable<SegmentedImage> Segment(
        ISegmentationTransformer model,
        string[] images,
        ReportProgress report,
        CancellationToken cancellation
    )
    {
        var clock = Stopwatch.StartNew();
        foreach (string image in images)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Segment(model, image) is { } mask)
            {
                yield return new SegmentedImage(image, mask);
            }

            _done++;
            report(_done, clock.Elapsed / _done * (images.Length - _done), Path.GetFileName(image));
        }
    }

    /// <summary>The mask of an image; <see langword="null"/> if it is broken.</summary>
    private SegmentationMask? Segment(ISegmentationTransformer model, string path)
    {
        var (image, problem) = PictureReading.Read(path);
        if (image is null)
        {
            _broken.Add(problem!);
            return null;
        }

        using (image)
        {
            try
            {
                return model.Segment(image);
            }
            catch (Exception e)
            {
                _broken.Add($"{path}: {Terminal.Message(e)}");
                return null;
            }
        }
    }
}

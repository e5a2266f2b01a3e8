using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;

namespace Ass.MLNet.Cli.Use;

/// <summary><c>predict</c>: writes pictures of a trained model's predictions.</summary>
internal static class PredictCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var model = CommonOptions.AnyModel();
        var images = new Option<string>("--images")
        {
            Description = $"An image, or a folder of images ({string.Join(", ", PredictionFiles.Extensions)}) with its subfolders.",
            HelpName = "DIR|FILE",
            Required = true,
        };
        var output = new Option<string>("--output")
        {
            Description =
                "The folder for NAME.png (grey, class ids), NAME_color.png (palette) and NAME_overlay.jpg (with a legend) of "
                + "every image; subfolders are kept. Pictures and masks lie as a viewer shows the image (EXIF orientation). "
                + "Images that are done already are left out. With another --format, the file or the folder of labels.",
            HelpName = "DIR|FILE",
            Required = true,
        };
        var format = new ChoiceOption("--format", ChoiceOption.Values<PredictionFormat>(), PredictionFormat.Pictures)
        {
            Description =
                "pictures, or labels to begin from in a labelling tool. cvat: a zip file to upload as 'Segmentation mask 1.1'. coco: a "
                + "JSON file of run lengths. labelme: a folder of JSON files (that of the images puts them where labelme looks); images "
                + "that have one are left out.",
        };
        var polygons = PolygonsOption.Create();
        var labelIds = new Option<bool>("--label-ids")
        {
            Description =
                $"Write Cityscapes' label ids, too, to {PredictionFiles.LabelIdsFolder}/NAME_labelIds.png: that folder is what "
                + "its server takes.",
        };
        var overwrite = new Option<bool>("--overwrite")
        {
            Description = "Do all images again, and replace the predictions of another model.",
        };
        var device = CommonOptions.Device();
        var command = new Command("predict", "Segment images, and write class ids, colours and overlays.")
        {
            model,
            images,
            output,
            format,
            polygons,
            labelIds,
            overwrite,
            device,
        };
        command.SetAction(result =>
        {
            var ml = result.GetRequiredValue(device).CreateContext(result.GetValue(verbose));
            string folder = result.GetRequiredValue(output),
                modelFile = RunFolder.FindModel(result.GetRequiredValue(model));
            var tool = (PredictionFormat)format.ValueOf(result.GetValue(format))!;
            double? tolerance = PolygonsOption.ToleranceOf(result, polygons, tool);
            if (tool != PredictionFormat.Pictures)
            {
                if (result.GetValue(labelIds))
                {
                    throw new UsageException("--label-ids is for --format pictures.");
                }
                return new PredictionLabels(tool, folder, result.GetValue(overwrite), tolerance).Run(
                    () => ModelFile.LoadNetwork(ml, modelFile),
                    result.GetRequiredValue(images),
                    cancellation
                );
            }
            var files = PredictionFiles.Plan(result.GetRequiredValue(images), folder, result.GetValue(labelIds));
            CheckForeign(files, folder, result.GetValue(overwrite));
            using var segmentation = ModelFile.LoadNetwork(ml, modelFile);
            if (result.GetValue(labelIds))
            {
                CheckCityscapes(segmentation.ClassNames);
            }
            using var record = PredictionRecord.Open(folder, modelFile, result.GetValue(overwrite));
            record.CheckImages(files);
            if (!result.GetValue(overwrite))
            {
                record.CheckOwn(files);
            }
            return Run(segmentation, files, record, result.GetValue(overwrite), cancellation);
        });
        return command;
    }

    private static void CheckCityscapes(IReadOnlyList<string> classNames)
    {
        var known = LabelMap.Cityscapes.ClassNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (classNames.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new UsageException(
                $"--label-ids needs a model of Cityscapes' classes, but this one's class '{unknown}' is none of them."
            );
        }
    }

    /// <summary>In a folder without a record, files may be somebody's labels.</summary>
    private static void CheckForeign(IEnumerable<PredictionFiles> files, string folder, bool overwrite)
    {
        if (
            !overwrite
            && !PredictionRecord.IsThere(folder)
            && files.SelectMany(file => file.All).FirstOrDefault(File.Exists) is { } foreign
        )
        {
            throw new UsageException(
                $"'{foreign}' exists, and no earlier predictions are recorded in '{folder}': choose another --output, or replace such "
                    + "files with --overwrite."
            );
        }
    }

    private static int Run(
        ISegmentationTransformer model,
        IReadOnlyList<PredictionFiles> files,
        PredictionRecord record,
        bool overwrite,
        CancellationToken cancellation
    )
    {
        var open = files.Where(file => !record.IsDone(file)).ToList();
        if (open.Count < files.Count)
        {
            Terminal.Line($"{files.Count - open.Count} of {files.Count} images are done already.");
        }
        if (open.Count == 0)
        {
            return ExitCode.Success;
        }

        var work = new PredictionRun(model, record);
        try
        {
            ProgressDisplay.Run($"Segmenting {open.Count} images.", open.Count, report => work.Run(open, report, cancellation));
        }
        catch (OperationCanceledException e) when (cancellation.IsCancellationRequested)
        {
            throw new CommandCanceledException(
                $"Cancelled after {work.Done} of {open.Count} images; those are saved, and the same command "
                    + $"{(overwrite ? "without --overwrite " : "")}goes on from there.",
                e
            );
        }

        return Report(work.Broken, open.Count, "segmented");
    }

    /// <summary>Shows which images something could not be done with.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(List<string> broken, int count, string done)
    {
        if (broken.Count == 0)
        {
            return ExitCode.Success;
        }
        broken.Sort(StringComparer.Ordinal);
        Terminal.Error($"{broken.Count} of {count} images could not be {done}:");
        broken.ForEach(Terminal.Error);
        return ExitCode.Failure;
    }
}

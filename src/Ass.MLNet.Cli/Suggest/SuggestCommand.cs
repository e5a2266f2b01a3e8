using System.CommandLine;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Use;
using Ass.MLNet.Files;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Suggest;

/// <summary><c>suggest</c>: which images to label next.</summary>
internal static class SuggestCommand
{
    private const string EvidenceName = ToolOutputs.Evidence;
    private const string WithoutModel = "ImageNet";

    // Counts how often a model's evidence has got another meaning: numbers of both cannot be ranked together.
    private const string Formula = "-2";

    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var model = new Option<string?>("--model")
        {
            Description =
                "A trained model: the file, or the folder of the run that made it. Without one, the looks of the images alone count, as a "
                + "ResNet-18 with ImageNet weights sees them.",
            HelpName = "RUN|FILE",
        };
        var images = new Option<string>("--images")
        {
            Description = "The folder of images to choose from, with its subfolders.",
            HelpName = "DIR",
            Required = true,
        };
        var labeled = new Option<DatasetArgument[]>("--labeled")
        {
            Description =
                "Images that have labels already, which are not suggested, nor others like them. May be given several times, also for the "
                + "source.",
            HelpName = DatasetArgument.Form,
            CustomParser = DatasetArgument.ParseMany,
            DefaultValueFactory = _ => [],
        };
        var count = new NumberOption<int>("--count", least: 1) { Description = "Images to choose.", DefaultValueFactory = _ => 20 };
        var usual = new LabelSuggestionOptions();
        var looks = Weight("--looks-weight", "how well the chosen images stand for all", usual.CoverageWeight);
        var classes = Weight("--classes-weight", "how much is seen of classes that are otherwise rare", usual.ClassWeight);
        var unsure = Weight("--uncertainty-weight", "how unsure the model is", usual.UncertaintyWeight);
        var seed = new NumberOption<int>("--seed")
        {
            Description = "Seed of the sample that stands for all images where there are more than 2,000.",
            DefaultValueFactory = _ => usual.Seed,
        };
        var output = new Option<string>("--output")
        {
            Description =
                $"The folder for {SuggestionFiles.ListName}, {SuggestionFiles.TableName}, a sheet to look at (report.html), and "
                + $"{EvidenceName}, from which an interrupted run goes on.",
            HelpName = "DIR",
            Required = true,
        };
        var format = new ChoiceOption("--format", ChoiceOption.Values<PredictionFormat>(), PredictionFormat.Pictures)
        {
            Description =
                "Also copy the images to the output folder's images/, with the model's predictions as labels to begin from: cvat "
                + "(cvat.zip), coco (coco.json) or labelme (a JSON file beside each image). pictures: the sheet alone.",
        };
        var polygons = PolygonsOption.Create();
        var overwrite = new Option<bool>("--overwrite")
        {
            Description = "Look at all images again, also where another model did; replace labelme's files.",
        };
        var device = CommonOptions.Device();
        var command = new Command("suggest", "Choose the images that are worth labelling next.")
        {
            model,
            images,
            labeled,
            count,
            looks,
            classes,
            unsure,
            seed,
            output,
            format,
            polygons,
            overwrite,
            device,
        };
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(model) is null
                && format.ValueOf(result.GetValue(format)) is PredictionFormat and not PredictionFormat.Pictures
            )
            {
                result.AddError($"--format {result.GetValue(format)} needs --model, which predicts the labels to begin from.");
            }
        });
        command.SetAction(result =>
        {
            var tool = (PredictionFormat)format.ValueOf(result.GetValue(format))!;
            double? tolerance = PolygonsOption.ToleranceOf(result, polygons, tool);
            CheckWeights(result, [looks, classes, unsure], hasModel: result.IsGiven(model));
            var options = new LabelSuggestionOptions
            {
                CoverageWeight = result.GetValue(looks),
                ClassWeight = result.GetValue(classes),
                UncertaintyWeight = result.GetValue(unsure),
                Seed = result.GetValue(seed),
            };
            var ml = result.GetRequiredValue(device).CreateContext(result.GetValue(verbose));
            string folder = result.GetRequiredValue(output),
                root = Path.GetFullPath(result.GetRequiredValue(images));
            string[] known = KnownImages(result.GetRequiredValue(labeled));
            string[] candidates = Candidates(root, folder, known, result.GetValue(count));
            string? modelFile = result.GetValue(model) is { } named ? RunFolder.FindModel(named) : null;
            using var segmentation = modelFile is null ? null : ModelFile.LoadForLibtorch(ml, modelFile);
            PolygonsOption.CheckClasses(tolerance, segmentation?.ClassNames ?? []);
            using var looker = segmentation is null ? ImageNetFeatures.Load(ml) : null;
            using var record = ImageRecord<EvidenceLine>.Open(
                folder,
                EvidenceName,
                "suggestions",
                modelFile is null ? WithoutModel : FileHash.Of(modelFile) + Formula,
                result.GetValue(overwrite)
            );
            var run = new EvidenceRun(image => segmentation?.ReadEvidence(image) ?? looker!.ReadEvidence(image), record);
            var evidence = run.Run([.. candidates, .. known], cancellation);
            int[] readable = [.. Enumerable.Range(0, candidates.Length).Where(i => evidence[i] is not null)];
            if (readable.Length < result.GetValue(count))
            {
                throw new InvalidDataException(
                    $"Only {readable.Length} images can be read, and --count is {result.GetValue(count)}. "
                        + string.Join(" ", run.Broken.Take(3))
                );
            }

            var chosen = LabelSuggestions
                .Choose(
                    [.. readable.Select(i => evidence[i]!)],
                    result.GetValue(count),
                    [.. evidence.Skip(candidates.Length).OfType<ImageEvidence>()],
                    options
                )
                .Select(suggestion => (Path: candidates[readable[suggestion.Index]], suggestion))
                .ToList();
            var handOver =
                tool == PredictionFormat.Pictures ? null : new HandOver(tool, folder, root, result.GetValue(overwrite), tolerance);
            handOver?.Check(chosen.Select(c => c.Path));
            var files = new SuggestionFiles(folder, root);
            files.Write(chosen);
            Terminal.Line($"{chosen.Count} of {readable.Length} images are suggested: {Path.Combine(folder, SuggestionFiles.ListName)}");
            if (handOver is not null)
            {
                handOver.Write([.. chosen.Select(c => c.Path)], segmentation!, cancellation);
                Terminal.Line($"Labels to begin from: {handOver.Output}");
            }
            Terminal.Line($"Look at them: {files.WriteSheet(chosen, segmentation, readable.Length, known.Length, cancellation)}");
            return PredictCommand.Report(run.Broken, evidence.Count, "read");
        });
        return command;
    }

    private static void CheckWeights(ParseResult result, NumberOption<double>[] weights, bool hasModel)
    {
        if (weights.All(weight => result.GetValue(weight) == 0))
        {
            throw new UsageException($"One of {string.Join(", ", weights.Select(weight => weight.Name))} must be above 0.");
        }
        if (!hasModel && weights.Skip(1).FirstOrDefault(weight => result.IsGiven(weight)) is { } idle)
        {
            throw new UsageException($"{idle.Name} needs --model: without one, looks alone count.");
        }
        if (!hasModel && result.GetValue(weights[0]) == 0)
        {
            throw new UsageException($"{weights[0].Name} must be above 0 without --model: looks alone count.");
        }
    }

    private static NumberOption<double> Weight(string name, string what, double usual) =>
        new(name, least: 0) { Description = $"Weight of {what}. 0 or more.", DefaultValueFactory = _ => usual };

    /// <summary>The labelled images, each once; those of a set without a label do not count.</summary>
    private static string[] KnownImages(IEnumerable<DatasetArgument> arguments)
    {
        var paths = new List<string>();
        foreach (var argument in arguments)
        {
            var set = argument.Open(classNames: null, maps: []);
            Terminal.Notes(set);
            if (set.LabeledImagePaths.Count == 0)
            {
                throw new UsageException($"--labeled {argument}: none of its {set.Count} images has a label.");
            }
            paths.AddRange(set.LabeledImagePaths.Select(path => Path.GetFullPath(path)));
        }
        return KnownFiles.WithoutCopies(paths);
    }

    private static string[] Candidates(string root, string output, string[] known, int count)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(output)),
            below = folder + Path.DirectorySeparatorChar;
        if (new RunFolder(folder).HasRun)
        {
            throw new UsageException(
                $"--output '{output}' is the folder of a run, whose report would be replaced by the sheet of suggestions: name another "
                    + "folder."
            );
        }
        if (folder == Path.TrimEndingDirectorySeparator(root))
        {
            throw new UsageException("--output must be another folder than --images: its pictures would be taken for images.");
        }
        var labeled = new KnownFiles(known);
        string[] images = ImageFolder.List(root);
        ImageFolder.CheckNamesNoMasks(root, images);
        string[] all = [.. images.Where(path => !path.StartsWith(below, StringComparison.Ordinal) && !labeled.Has(path))];
        string[] candidates = KnownFiles.WithoutCopies(all);
        if (candidates.Length < all.Length)
        {
            Terminal.Line(
                $"{all.Length - candidates.Length} of {all.Length} images in '{root}' are copies of others there, and are left out."
            );
        }
        return candidates.Length >= count
            ? candidates
            : throw new UsageException(
                $"--count {count} is more than the {candidates.Length} images without a label in '{root}' ({images.Length} in all)."
            );
    }
}

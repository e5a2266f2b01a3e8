using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Ass.MLNet;
using Microsoft.ML;

namespace AssCli;

/// <summary><c>train</c>: data sets in, a run's folder out.</summary>
internal static class TrainCommand
{
    public static Command Create(Option<bool> verbose, CancellationToken cancellation)
    {
        var arguments = new TrainArguments();
        var command = new Command("train", "Train a network on source images and few labelled target images.");
        foreach (var option in arguments.All)
            command.Add(option);
        command.Validators.Add(result => CheckDomains(result, arguments));
        command.SetAction(result => Run(result, arguments, result.GetValue(verbose), cancellation));
        return command;
    }

    private static void CheckDomains(CommandResult result, TrainArguments arguments)
    {
        // Defaults are not filled in yet while the command line is checked.
        var recipe = arguments.Recipe.ValueOf(result.GetResult(arguments.Recipe)?.Tokens.FirstOrDefault()?.Value);
        if (recipe is null)
            return;
        if (recipe != AdaptationRecipe.TargetOnly && result.GetResult(arguments.Source) is null)
            result.AddError("--source is missing (only recipe target-only trains without).");
        if (recipe != AdaptationRecipe.SourceOnly && result.GetResult(arguments.Target) is null)
            result.AddError("--target is missing (only recipe source-only trains without).");
    }

    private static int Run(ParseResult result, TrainArguments arguments, bool verbose, CancellationToken cancellation)
    {
        var run = new RunFolder(result.GetRequiredValue(arguments.Output));
        bool resume = result.GetValue(arguments.Resume);
        bool overwrite = result.GetValue(arguments.Overwrite);
        run.CheckFree(resume, overwrite);

        int seed = result.GetValue(arguments.Seed);
        var ml = result.GetRequiredValue(arguments.Device).CreateContext(verbose, seed);
        var data = LoadTrainingData(ml, result, arguments);
        var validation = result.GetValue(arguments.Validation)?.Open(arguments.ClassNames(result), result.GetRequiredValue(arguments.Maps)).AsTarget();
        var options = arguments.ToOptions(result);
        options.ValidationSet = validation is null ? null : ml.Data.LoadSegmentation(validation);
        options.CancellationToken = cancellation;
        string settings = RunSettings.ToJson(result, arguments.Telling(result), options, LabelledTargets(ml, data));

        AssTrainingProgress? last = null;
        ReportProgress? report = null;
        options.Progress = progress =>
        {
            last = progress;
            report!(progress.Step, progress.Remaining, Details(progress));
        };
        var estimator = CreateEstimator(ml, options);
        run.Begin(settings, resume);
        AssSegmentationTransformer model;
        try
        {
            model = ProgressDisplay.Run($"Training for {options.Iterations} steps.", options.Iterations, display =>
            {
                report = display;
                return estimator.Fit(data);
            });
        }
        catch (OperationCanceledException e)
        {
            throw new CommandCanceledException(
                $"Cancelled; the last report was at step {last?.Step ?? 0} of {options.Iterations}. The same command with --resume goes on from the last step.", e);
        }

        using (model)
        {
            run.SaveModel(ml, model, data.Schema);
            Terminal.Line($"Saved {run.ModelPath}");
            if (validation is null)
            {
                EvaluationReport.Write(run.FullPath);
                return ExitCode.Success;
            }

            var metrics = LastOf(last, options) ?? Evaluation.Run(ml, model, validation, cancellation);
            MetricsTable.Write(metrics);
            EvaluationReport.Write(run.FullPath, ml, metrics, validation, model, before: null, cancellation);
        }

        return ExitCode.Success;
    }

    /// <summary>The last step's validation, where that is the model that was saved.</summary>
    private static SegmentationMetrics? LastOf(AssTrainingProgress? last, AssSegmentationOptions options) =>
        options.ReturnBestModel && last?.Validation?.MeanIoU != last?.BestMeanIoU ? null : last?.Validation;

    private static IDataView LoadTrainingData(MLContext ml, ParseResult result, TrainArguments arguments)
    {
        SegmentationDataset[] sets = [.. TrainingSets.OpenSources(result, arguments), .. TrainingSets.OpenTarget(result, arguments)];
        if (arguments.ClassNames(result) is null && sets.All(s => s.ClassNames is null))
            throw new UsageException("How many classes there are is not known: give --classes, or put a classes.txt into a folder of --source or --target.");
        return ml.Data.LoadSegmentation(sets);
    }

    /// <summary>The target images that keep their labels; reads paths only.</summary>
    private static string[] LabelledTargets(MLContext ml, IDataView data) =>
    [
        .. ml.Data.CreateEnumerable<ImageRow>(data, reuseRowObject: true)
            .Where(row => row is { Domain: "target", LabelPath.Length: > 0 })
            .Select(row => Path.GetFileNameWithoutExtension(row.ImagePath!)),
    ];

    private static IEstimator<AssSegmentationTransformer> CreateEstimator(MLContext ml, AssSegmentationOptions options)
    {
        try
        {
            return ml.Transforms.AssSegmentation(options);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(Terminal.Message(e), e);
        }
    }

    private static string Details(AssTrainingProgress progress)
    {
        var losses = progress.Losses.Where(l => !l.Key.Contains("discriminator")).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value:0.000}"));
        var accuracies = progress.DiscriminatorAccuracies.Select(a => string.Create(CultureInfo.InvariantCulture, $"D({a.Key}) {a.Value * 100:0}%"));
        string[] best = progress.BestMeanIoU is { } iou ? [string.Create(CultureInfo.InvariantCulture, $"best mIoU {iou * 100:0.00}")] : [];
        string[] skipped = progress.SkippedSteps > 0 ? [$"{progress.SkippedSteps} steps left out"] : [];
        return string.Join(' ', [.. losses, .. accuracies, .. best, .. skipped, string.Create(CultureInfo.InvariantCulture, $"{progress.ImagesPerSecond:0.0} images/s")]);
    }

    /// <summary>The text columns of <c>LoadSegmentation</c>.</summary>
    private sealed class ImageRow
    {
        public string? ImagePath { get; set; }

        public string? LabelPath { get; set; }

        public string? Domain { get; set; }
    }
}

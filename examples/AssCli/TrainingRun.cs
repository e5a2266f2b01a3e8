using System.Globalization;
using Ass.MLNet;
using Microsoft.ML;

namespace AssCli;

/// <summary>Trains a network into a run's folder with a progress display, and measures and reports what came of it.</summary>
internal sealed class TrainingRun
{
    private readonly RunFolder folder;
    private readonly MLContext ml;
    private readonly AssSegmentationOptions options;
    private readonly SegmentationDataset? validation;
    private readonly IEstimator<AssSegmentationTransformer> estimator;
    private readonly List<AssTrainingProgress> reports = [];
    private ReportProgress? display;

    /// <param name="folder">Where everything goes; the options' workspace is the same folder.</param>
    /// <param name="ml">Device and seed.</param>
    /// <param name="options">Validation set and progress callback are set here.</param>
    /// <param name="validation">Labelled images to measure the network on; null for none.</param>
    /// <exception cref="UsageException">An option has a value that it cannot have; the error names it.</exception>
    public TrainingRun(RunFolder folder, MLContext ml, AssSegmentationOptions options, SegmentationDataset? validation)
    {
        (this.folder, this.ml, this.options, this.validation) = (folder, ml, options, validation);
        options.ValidationSet = validation is null ? null : ml.Data.LoadSegmentation(validation);
        options.Progress = progress =>
        {
            reports.Add(progress);
            display!(progress.Step, progress.Remaining, Details(progress));
        };
        try
        {
            estimator = ml.Transforms.AssSegmentation(options);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(Terminal.Message(e), e);
        }
    }

    /// <summary>The reports of this process: none of those before the run was resumed.</summary>
    public IReadOnlyList<AssTrainingProgress> Reports => reports;

    /// <summary>The last report; null before the first.</summary>
    public AssTrainingProgress? Last => reports.LastOrDefault();

    /// <exception cref="OperationCanceledException">Cancelled; the steps so far are saved.</exception>
    /// <exception cref="InvalidDataException">The labels cannot be right.</exception>
    public AssSegmentationTransformer Fit(string title, IDataView data) => ProgressDisplay.Run(title, options.Iterations, report =>
    {
        display = report;
        try
        {
            return estimator.Fit(data);
        }
        catch (TrainingDataException e)
        {
            throw new InvalidDataException(
                $"Training was not begun, since its data cannot be right: {string.Join(' ', e.Findings.Select((f, i) => $"({i + 1}) {f.Message}"))} --data-check warn trains all the same.");
        }
    });

    /// <summary>Saves the model, and writes metrics, strips and the report.</summary>
    /// <returns>The metrics of the saved model; null without a validation set.</returns>
    public SegmentationMetrics? Finish(AssSegmentationTransformer model, DataViewSchema inputSchema)
    {
        folder.SaveModel(ml, model, inputSchema);
        Terminal.Line($"Saved {folder.ModelPath}");
        if (validation is null)
        {
            EvaluationReport.Write(folder.FullPath);
            return null;
        }

        var metrics = LastValidation() ?? Evaluation.Run(ml, model, validation, options.CancellationToken);
        MetricsTable.Write(metrics);
        EvaluationReport.Write(folder.FullPath, ml, metrics, validation, model, before: null, options.CancellationToken);
        return metrics;
    }

    /// <summary>The last step's validation, where that is the model that was saved.</summary>
    private SegmentationMetrics? LastValidation() =>
        options.ReturnBestModel && Last?.Validation?.MeanIoU != Last?.BestMeanIoU ? null : Last?.Validation;

    private static string Details(AssTrainingProgress progress)
    {
        var losses = progress.Losses.Where(l => !l.Key.Contains("discriminator")).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value:0.000}"));
        var accuracies = progress.DiscriminatorAccuracies.Select(a => string.Create(CultureInfo.InvariantCulture, $"D({a.Key}) {a.Value * 100:0}%"));
        string[] best = progress.BestMeanIoU is { } iou ? [string.Create(CultureInfo.InvariantCulture, $"best mIoU {iou * 100:0.00}")] : [];
        string[] skipped = progress.SkippedSteps > 0 ? [$"{progress.SkippedSteps} steps left out"] : [];
        return string.Join(' ', [.. losses, .. accuracies, .. best, .. skipped, string.Create(CultureInfo.InvariantCulture, $"{progress.ImagesPerSecond:0.0} images/s")]);
    }
}

using System.Diagnostics;
using System.Globalization;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Cli.Use;
using Microsoft.ML;

namespace Ass.MLNet.Cli.Train;

/// <summary>Trains a network in a run's folder with a progress display, then evaluates it and writes the report.</summary>
internal sealed class TrainingRun
{
    private readonly RunSession? _session;
    private readonly MLContext _ml;
    private readonly AssSegmentationOptions _options;
    private readonly SegmentationDataset? _validation;
    private readonly IEstimator<AssSegmentationTransformer> _estimator;
    private readonly List<AssTrainingProgress> _reports = [];
    private int _speeds;
    private ReportProgress? _display;

    /// <param name="session">The session with the run's folder; null in a process that computes for another one's run.</param>
    /// <param name="ml">Device and seed.</param>
    /// <param name="options">Validation set, callbacks and, with a session, the workspace are set here.</param>
    /// <param name="settings">The contents of <c>options.json</c>, written once all checks have passed: a refused run keeps the file of the
    /// run before it.</param>
    /// <param name="validation">Labelled images to measure the network on; null for none.</param>
    /// <exception cref="UsageException">An option has an invalid value; the error names it.</exception>
    public TrainingRun(RunSession? session, MLContext ml, AssSegmentationOptions options, string settings, SegmentationDataset? validation)
    {
        (_session, _ml, _options, _validation) = (session, ml, options, validation);
        options.Run.WorkspacePath = session?.Work.Path ?? options.Run.WorkspacePath;
        options.Run.ValidationSet = validation is null ? null : ml.Data.LoadSegmentation(validation);
        options.Run.Begun = () => session?.HasBegun(settings);
        options.Progress = progress =>
        {
            _reports.Add(progress);

            // A validation that is made again comes before the first step, and tells of no speed.
            if (progress.ImagesPerSecond > 0 && ++_speeds <= 2)
            {
                TellWhatToExpect(progress);
            }

            _display!(progress.Step, progress.Remaining, Details(progress));
        };
        try
        {
            _estimator = ml.Transforms.AssSegmentation(options);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(Terminal.Message(e), e);
        }
    }

    /// <summary>The reports of this process: without those before a resumption.</summary>
    public IReadOnlyList<AssTrainingProgress> Reports => _reports;

    /// <summary>The last report; null before the first.</summary>
    public AssTrainingProgress? Last => _reports.LastOrDefault();

    /// <exception cref="OperationCanceledException">Cancelled; the steps so far are saved.</exception>
    /// <exception cref="InvalidDataException">The labels are invalid.</exception>
    public AssSegmentationTransformer Fit(string title, IDataView data)
    {
        if (_session is null)
        {
            return Fit(data);
        }
        _session.Begin();
        return ProgressDisplay.Run(title, _options.Iterations, report =>
        {
            _display = report;
            return Fit(data);
        });
    }

    private AssSegmentationTransformer Fit(IDataView data)
    {
        try
        {
            return _estimator.Fit(data);
        }
        catch (TrainingDataException e)
        {
            throw new InvalidDataException(
                "Training was not begun, since its data cannot be right: "
                    + $"{string.Join(' ', e.Findings.Select((f, i) => $"({i + 1}) {f.Message}"))} --data-check warn trains all the "
                    + "same."
            );
        }
    }

    /// <summary>Saves the model with metrics and strips, puts the run into its place, and writes the report there.</summary>
    /// <param name="run">The run's final folder.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="inputSchema">The training data's schema.</param>
    /// <returns>The metrics of the saved model; null without a validation set.</returns>
    public SegmentationMetrics? Finish(RunFolder run, AssSegmentationTransformer model, DataViewSchema inputSchema)
    {
        var session = _session ?? throw new InvalidOperationException("The run belongs to another process.");
        var work = session.Work;
        work.SaveModel(_ml, model, inputSchema, Last);
        work.RemoveMetrics();
        SegmentationMetrics? metrics = null;
        SegmentationPalette? palette = null;
        if (_validation is not null)
        {
            // Its labels were judged before training.
            metrics = ValidationOfModel(Last, _options.Run.ReturnBestModel, work.BestStep)
                ?? Evaluation.Run(_ml, model, _validation, _options.CancellationToken, allowsMisread: true);
            MetricsTable.Write(metrics);
            palette = EvaluationReport.WriteParts(
                work.Path,
                _ml,
                metrics,
                _validation,
                new(run.ModelPath, model),
                before: null,
                _options.CancellationToken
            );
        }

        session.Finish();
        Terminal.Line($"Saved {run.ModelPath}");
        EvaluationReport.Write(run.Path, palette);
        return metrics;
    }

    /// <summary>The last step's validation, if that step's model was the one saved; null if not, or if there was none.</summary>
    /// <param name="last">The last report; null if there was none.</param>
    /// <param name="savesBest">Whether the best model was saved: the first one of those with the highest mIoU.</param>
    /// <param name="bestStep">The best model's step; null if it is not known.</param>
    internal static SegmentationMetrics? ValidationOfModel(AssTrainingProgress? last, bool savesBest, int? bestStep) =>
        savesBest && bestStep != last?.Step ? null : last?.Validation;

    /// <summary>After the first report, whose step is the slowest, and again after the second.</summary>
    private void TellWhatToExpect(AssTrainingProgress progress)
    {
        using var process = Process.GetCurrentProcess();
        if (TrainingAdvice.Expectation(progress, process.PeakWorkingSet64) is not { } expectation)
        {
            return;
        }

        if (_speeds == 1 && TrainingAdvice.ForLongTrainings(progress, _options, onCpu: _ml.GpuDeviceId is null) is { } advice)
        {
            Terminal.Warning($"{expectation} {advice}");
        }
        else
        {
            Terminal.Line(expectation);
        }
    }

    private static string Details(AssTrainingProgress progress)
    {
        var losses = progress
            .Losses.Where(l => !l.Key.Contains("discriminator"))
            .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value:0.000}"));
        var accuracies = progress.DiscriminatorAccuracies.Select(a =>
            string.Create(CultureInfo.InvariantCulture, $"D({a.Key}) {a.Value * 100:0}%")
        );
        var shares = progress.Shares.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value * 100:0}%"));
        string[] best = progress.BestMeanIoU is { } iou ? [string.Create(CultureInfo.InvariantCulture, $"best mIoU {iou * 100:0.00}")] : [];
        string[] skipped = progress.SkippedSteps > 0 ? [$"{progress.SkippedSteps} steps left out"] : [];
        return string.Join(
            ' ',
            [
                .. losses,
                .. accuracies,
                .. shares,
                .. best,
                .. skipped,
                .. progress.ImagesPerSecond > 0
                    ? (string[])[string.Create(CultureInfo.InvariantCulture, $"{progress.ImagesPerSecond:0.0} images/s")]
                    : [],
            ]
        );
    }
}

using System.Globalization;
using Ass.MLNet.Checkpoints;
using Ass.MLNet.RunLog;

namespace Ass.MLNet.Training;

/// <summary>Accumulates the steps' measures and reports their means to the callback, the log and the run's files.</summary>
internal sealed class TrainingReport
{
    private readonly AssSegmentationOptions _options;
    private readonly TrainingContext _context;
    private readonly TrainingLog? _log;

    // A resumed run may be on another machine, whose speed is the one that counts.
    private (int Step, TimeSpan Elapsed)? _start;
    private TimeSpan _stepTime;
    private long _images;
    private bool _hasTold;

    /// <param name="options">The options.</param>
    /// <param name="context">Receives a line for each report.</param>
    /// <param name="log">Receives every report; null for none.</param>
    public TrainingReport(AssSegmentationOptions options, TrainingContext context, TrainingLog? log) =>
        (_options, _context, _log) = (options, context, log);

    /// <summary>Says that a step begins. The speed of this process counts from its first one: a validation that is made again before it
    /// is not made in every step.</summary>
    /// <param name="stepsBefore">The steps before, those of earlier processes included.</param>
    /// <param name="elapsed">The time of the training so far.</param>
    public void BeginStep(int stepsBefore, TimeSpan elapsed) => _start ??= (stepsBefore, elapsed);

    /// <summary>Adds a sound step's measures.</summary>
    public void Add(TrainingState state, StepRecord record)
    {
        foreach (var (name, kind, value) in record.Measures)
        {
            int at = state.Sums.FindIndex(s => s.Name == name && s.Kind == kind);
            if (at < 0)
            {
                state.Sums.Add(new MeasureSum(name, kind, value, 1));
            }
            else
            {
                state.Sums[at] = state.Sums[at] with { Sum = state.Sums[at].Sum + value, Count = state.Sums[at].Count + 1 };
            }
        }
    }

    /// <summary>Adds a step's duration and its number of images.</summary>
    public void AddTime(TimeSpan time, int imageCount) => (_stepTime, _images) = (_stepTime + time, _images + imageCount);

    public bool IsDue(TrainingState state) =>
        state.Step > 0
        && state.ReportedStep != state.Step
        && (state.Step % _options.Run.ProgressInterval == 0 || state.Step == _options.Iterations || state.ValidatedStep == state.Step);

    /// <summary>Whether this process has made its first step but reported nothing yet. <see cref="TellFirst"/> then reports an estimate of
    /// the total time.</summary>
    public bool IsFirst => !_hasTold && _images > 0;

    /// <param name="state">The training state; its sums are reset.</param>
    /// <param name="decay">Share of the learning rates in the last step.</param>
    /// <param name="validation">This step's validation, if there was one.</param>
    public void Report(TrainingState state, double decay, SegmentationMetrics? validation)
    {
        var progress = Progress(state, decay, validation);
        state.Sums.Clear();
        state.ReportedStep = state.Step;
        (_stepTime, _images) = (TimeSpan.Zero, 0);
        _log?.Report(progress);
        Tell(progress);
    }

    /// <summary>Reports a step to the callback and the log before its report is due. The run's files get no row for it; its measures enter
    /// the next regular report.</summary>
    public void TellFirst(TrainingState state, double decay) => Tell(Progress(state, decay, validation: null));

    private void Tell(AssTrainingProgress progress)
    {
        // A validation without a step before it tells nothing of this process's speed.
        _hasTold |= progress.ImagesPerSecond > 0;
        _context.StepsDone(progress.Step);
        _context.Inform(Line(progress));
        if (_context.Ranks.IsFirst)
        {
            _options.Progress?.Invoke(progress);
        }
    }

    private AssTrainingProgress Progress(TrainingState state, double decay, SegmentationMetrics? validation) =>
        new()
        {
            Step = state.Step,
            Iterations = _options.Iterations,
            Losses = Means(state, MeasureKind.Loss),
            DiscriminatorAccuracies = Means(state, MeasureKind.Accuracy),
            GradientNorms = Means(state, MeasureKind.GradientNorm),
            Shares = Means(state, MeasureKind.Share),
            LearningRate = _options.LearningRate * _options.AdaptSegNet.BackboneLearningRateMultiplier * decay,
            ImagesPerSecond = _images == 0 ? 0 : _images / Math.Max(1e-9, _stepTime.TotalSeconds),
            Elapsed = state.Elapsed,
            Remaining = StepTime(state) * Math.Max(0, _options.Iterations - state.Step),
            SkippedSteps = state.SkippedSteps,
            Validation = validation,
            BestMeanIoU = state.Best?.MeanIoU,
        };

    /// <summary>The mean time of a step in this process; before its first one, in those before.</summary>
    private TimeSpan StepTime(TrainingState state) =>
        _start is { } start && state.Step > start.Step
            ? (state.Elapsed - start.Elapsed) / (state.Step - start.Step)
            : state.Elapsed / state.Step;

    private static Dictionary<string, double> Means(TrainingState state, MeasureKind kind) =>
        state.Sums.Where(s => s.Kind == kind).ToDictionary(s => s.Name, s => s.Sum / s.Count);

    private static string Line(AssTrainingProgress p)
    {
        var losses = string.Join(", ", p.Losses.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value:0.0000}")));
        var accuracies = string.Concat(
            p.DiscriminatorAccuracies.Select(a => string.Create(CultureInfo.InvariantCulture, $", {a.Key} told apart {a.Value:P0}"))
        );
        var shares = string.Concat(p.Shares.Select(s => string.Create(CultureInfo.InvariantCulture, $", {s.Key} {s.Value:P0}")));
        var validation = p.Validation is { } v
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", validation mIoU {v.MeanIoUOfTrueClasses:0.0000} (best {p.BestMeanIoU:0.0000})"
            )
            : "";
        string measured =
            losses.Length > 0 ? losses
            : p.ImagesPerSecond > 0 ? "no sound step"
            : "no further step";
        var skipped = p.SkippedSteps > 0 ? $", {p.SkippedSteps} steps left out" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"step {p.Step}/{p.Iterations}: {measured}{accuracies}{shares}{validation}{skipped}, "
                + $"{p.ImagesPerSecond:0.0} images/s, {p.Remaining:d\\.hh\\:mm\\:ss} left"
        );
    }
}

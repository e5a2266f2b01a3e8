using System.Diagnostics;
using System.Globalization;
using TorchSharp;

namespace Ass.MLNet;

/// <summary>Collects the steps' measures and reads them once an interval: for the callback, the log, and to stop when a loss is no number.</summary>
internal sealed class TrainingReport : IDisposable
{
    private readonly AssSegmentationOptions options;
    private readonly TrainingContext context;
    private readonly List<(int Step, StepRecord Record)> pending = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan lastReport;
    private long images;

    public TrainingReport(AssSegmentationOptions options, TrainingContext context) => (this.options, this.context) = (options, context);

    /// <summary>Takes a step's measures; reports when the interval or the training is over.</summary>
    /// <param name="record">Owned from here on.</param>
    /// <param name="step">Counts from 1.</param>
    /// <param name="decay">Share of the learning rates in this step.</param>
    /// <param name="imageCount">Images in this step.</param>
    /// <exception cref="InvalidOperationException">A loss is NaN or infinite.</exception>
    public void Add(StepRecord record, int step, double decay, int imageCount)
    {
        pending.Add((step, record));
        images += imageCount;
        if (step % options.ProgressInterval == 0 || step == options.Iterations)
            Report(step, decay);
    }

    public void Dispose()
    {
        foreach (var (_, record) in pending)
            record.Dispose();
        pending.Clear();
    }

    private void Report(int step, double decay)
    {
        var losses = new Dictionary<string, (double Sum, int Count)>();
        var accuracies = new Dictionary<string, (double Sum, int Count)>();
        foreach (var (at, record) in pending)
        {
            using var onCpu = record.Values.cpu();
            var values = onCpu.data<float>().ToArray();
            foreach (var ((name, isLoss), value) in record.Names.Zip(values))
            {
                if (!float.IsFinite(value))
                    throw new InvalidOperationException(NotANumber(at, name, value));
                var into = isLoss ? losses : accuracies;
                var (sum, count) = into.GetValueOrDefault(name);
                into[name] = (sum + value, count + 1);
            }
        }

        Dispose();
        var elapsed = clock.Elapsed;
        var progress = new AssTrainingProgress(
            step, options.Iterations, Means(losses), Means(accuracies), options.LearningRate * decay,
            images / Math.Max(1e-9, (elapsed - lastReport).TotalSeconds), elapsed, elapsed / step * (options.Iterations - step));
        (lastReport, images) = (elapsed, 0);
        context.StepsDone(step);
        context.Inform(Line(progress));
        options.Progress?.Invoke(progress);
    }

    private static Dictionary<string, double> Means(Dictionary<string, (double Sum, int Count)> sums) =>
        sums.ToDictionary(s => s.Key, s => s.Value.Sum / s.Value.Count);

    private static string Line(AssTrainingProgress p)
    {
        var losses = string.Join(", ", p.Losses.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value:0.0000}")));
        var accuracies = string.Concat(p.DiscriminatorAccuracies.Select(a => string.Create(CultureInfo.InvariantCulture, $", {a.Key} told apart {a.Value:P0}")));
        return string.Create(CultureInfo.InvariantCulture, $"step {p.Step}/{p.Iterations}: {losses}{accuracies}, {p.ImagesPerSecond:0.0} images/s, {p.Remaining:hh\\:mm\\:ss} left");
    }

    private static string NotANumber(int step, string loss, float value) =>
        string.Create(CultureInfo.InvariantCulture, $"Training stopped: the '{loss}' loss is {value} at step {step}. ")
        + $"Usual causes: a {nameof(AssSegmentationOptions.LearningRate)} that is too large, or adversarial weights that are.";
}

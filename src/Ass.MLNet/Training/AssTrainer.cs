using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Trains a network on the three streams of a data view: sample → step → report, until the last iteration.</summary>
internal sealed class AssTrainer
{
    /// <summary>Samples decoded ahead per stream, in batches.</summary>
    private const int BatchesAhead = 2;

    private readonly AssSegmentationOptions options;
    private readonly TrainingContext context;

    public AssTrainer(AssSegmentationOptions options, TrainingContext context) => (this.options, this.context) = (options, context);

    /// <summary>Trains <paramref name="network"/>, which is on its device, in place.</summary>
    /// <exception cref="InvalidOperationException">A row is broken, a stream has no rows, or a loss is no longer a number.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public void Train(DeepLabV2 network, InputNormalization normalization, IDataView data, SamplingColumns columns)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)RandomNumbers.Seed(context.Seed, RandomUse.Network, 1));
        using var modules = new TrainingModules(network, options, generator, context.Device);
        var step = new TrainingStep(modules, options, normalization, context.Device);
        var terms = RecipeTerms.Of(options.Recipe);
        using var source = Open(terms.Source, StreamKind.Source, options.SourceSize, RandomUse.Source);
        using var labeled = Open(terms.LabeledTarget, StreamKind.LabeledTarget, options.TargetSize, RandomUse.LabeledTarget);
        using var unlabeled = Open(terms.UnlabeledTarget, StreamKind.UnlabeledTarget, options.TargetSize, RandomUse.UnlabeledTarget);
        using var report = new TrainingReport(options, context);

        network.train();
        for (int iteration = 0; iteration < options.Iterations; iteration++)
        {
            context.CheckAlive();
            options.CancellationToken.ThrowIfCancellationRequested();
            var (xs, xl, xu) = (Next(source), Next(labeled), Next(unlabeled));
            double decay = Math.Pow(1 - (double)iteration / options.Iterations, options.LearningRatePower);
            report.Add(step.Run(xs, xl, xu, decay), iteration + 1, decay, (xs?.Count ?? 0) + (xl?.Count ?? 0) + (xu?.Count ?? 0));
        }

        if (network.LearnsBatchNorm)
        {
            var batches = Enumerable.Range(0, Math.Min(StatisticsCalibration.MaximumBatches, options.Iterations)).Select(_ => Next(unlabeled ?? labeled ?? source)!);
            StatisticsCalibration.Run(network, normalization, batches, context.Device);
        }

        foreach (var stream in new[] { source, labeled })
        {
            if (stream?.AllIgnoredRows > 0)
                context.Warn($"{stream.AllIgnoredRows} rows of the {stream.Kind} stream were skipped: their labels are ignored (255) everywhere.");
        }

        SampleStream? Open(bool needed, StreamKind kind, ImageSize? size, RandomUse use) => !needed ? null : new SampleStream(
            data, columns, kind, new Augmentation(options, size, normalization.Padding), RandomNumbers.Seed(context.Seed, use), BatchesAhead * options.BatchSize);

        Batch? Next(SampleStream? stream)
        {
            if (stream is null)
                return null;
            var batch = Batch.Create(stream.Take(options.BatchSize, options.CancellationToken), normalization.Padding);
            if (terms.Global && Math.Min(batch.Width, batch.Height) < GlobalDiscriminator.MinimumSide)
            {
                throw new InvalidOperationException(
                    $"The {stream.Kind} stream gave images of {batch.Width}x{batch.Height}, but the global discriminator needs sides of at least "
                    + $"{GlobalDiscriminator.MinimumSide} pixels: set {nameof(options.CropSize)}, {nameof(options.SourceSize)} or {nameof(options.TargetSize)}.");
            }

            return batch;
        }
    }
}

using Ass.MLNet.Checkpoints;
using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Microsoft.ML;

namespace Ass.MLNet.Training;

/// <summary>The three batches of a step; null for a stream that the recipe does not read.</summary>
internal readonly record struct StepBatches(Batch? Source, Batch? LabeledTarget, Batch? UnlabeledTarget)
{
    public int ImageCount => (Source?.Count ?? 0) + (LabeledTarget?.Count ?? 0) + (UnlabeledTarget?.Count ?? 0);

    /// <summary>How many images of which sizes, such as <c>2 of 640x480 (source) and 2 of 512x256 (labelled target)</c>.</summary>
    public override string ToString() =>
        string.Join(
            " and ",
            new[] { (Source, "source"), (LabeledTarget, "labelled target"), (UnlabeledTarget, "unlabelled target") }
                .Where(stream => stream.Item1 is not null)
                .Select(stream => $"{stream.Item1!.Count} of {stream.Item1.Width}x{stream.Item1.Height} ({stream.Item2})")
        );
}

/// <summary>The streams that a recipe reads from one data view, and their batches.</summary>
internal sealed class TrainingStreams : IDisposable
{
    /// <summary>Samples decoded ahead per stream, in batches.</summary>
    private const int BatchesAhead = 2;

    private readonly AssSegmentationOptions _options;
    private readonly IDataView _data;
    private readonly SamplingColumns _columns;
    private readonly RecipeTerms _terms;
    private readonly byte[] _padding;
    private readonly int _seed;
    private readonly SampleStream? _source;
    private readonly SampleStream? _labeled;
    private readonly SampleStream? _unlabeled;
    private readonly Queue<Batch> _recent = [];

    /// <param name="options">Recipe, batch size, sizes and augmentation.</param>
    /// <param name="data">Rows of both domains.</param>
    /// <param name="columns">Where image, label and domain are.</param>
    /// <param name="padding">B, G, R of what lies outside an image.</param>
    /// <param name="seed">Orders and augments all streams.</param>
    /// <param name="start">Where an earlier run over the same data stopped; null to begin.</param>
    public TrainingStreams(
        AssSegmentationOptions options,
        IDataView data,
        SamplingColumns columns,
        byte[] padding,
        int seed,
        StreamPositions? start = null
    )
    {
        (_options, _data, _columns, _padding, _seed) = (options, data, columns, padding, seed);
        _terms = RecipeTerms.Of(options.Recipe);
        _source = _terms.Source ? Open(StreamKind.Source, RandomUse.Source, start?.Source) : null;
        _labeled = _terms.LabeledTarget ? Open(StreamKind.LabeledTarget, RandomUse.LabeledTarget, start?.LabeledTarget) : null;
        _unlabeled = _terms.UnlabeledTarget ? Open(StreamKind.UnlabeledTarget, RandomUse.UnlabeledTarget, start?.UnlabeledTarget) : null;
    }

    /// <summary>Where the streams stand after the last step's batches.</summary>
    public StreamPositions Positions => new(_source?.Position, _labeled?.Position, _unlabeled?.Position);

    /// <summary>Whether statistics may have to be measured on <see cref="Recent"/>.</summary>
    private bool KeepsRecent =>
        _options is { Run.ReturnModelWhenCanceled: true, AdaptSegNet.BatchNormStatistics: BatchNormStatistics.Measured };

    /// <summary>The stream of the images that predictions are made on: the target's, or the source's for a network that saw nothing
    /// else.</summary>
    private SampleStream Predicted => (_unlabeled ?? _labeled ?? _source)!;

    /// <summary>The batches of the next step.</summary>
    /// <exception cref="InvalidOperationException">A row is broken, a stream has no rows, or images are too small for the
    /// discriminator.</exception>
    public StepBatches Next()
    {
        return new(Taken(_source), Taken(_labeled), Taken(_unlabeled));

        Batch? Taken(SampleStream? stream)
        {
            if (stream is null)
            {
                return null;
            }
            var batch = Next(stream);
            if (KeepsRecent && stream == Predicted)
            {
                Remember(batch);
            }
            return batch;
        }
    }

    /// <summary>Batches of the images that predictions are made on, the same ones at every call and none that would be missing in
    /// training.</summary>
    public IEnumerable<Batch> CalibrationBatches(int count)
    {
        using var stream = Open(Predicted.Kind, RandomUse.Calibration, default);
        for (int i = 0; i < count; i++)
        {
            yield return Next(stream);
        }
    }

    /// <summary>The last few of those batches that steps were given, for who must not wait for others; only where
    /// <see cref="RunOptions.ReturnModelWhenCanceled"/> is set.</summary>
    public IReadOnlyCollection<Batch> Recent => _recent;

    /// <summary>A sentence for each stream that met labels without a class.</summary>
    public IEnumerable<string> Warnings() =>
        new[] { _source, _labeled }
            .Where(stream => stream?.Position.AllIgnoredRows > 0)
            .Select(stream =>
                $"{stream!.Position.AllIgnoredRows} rows of the {stream.Kind} stream were skipped: their labels are ignored "
                + "(255) everywhere."
            );

    public void Dispose()
    {
        _source?.Dispose();
        _labeled?.Dispose();
        _unlabeled?.Dispose();
    }

    private SampleStream Open(StreamKind kind, RandomUse use, StreamPosition? at)
    {
        var augmentation = new Augmentation(_options, kind == StreamKind.Source ? _options.SourceSize : _options.TargetSize, _padding);
        return new SampleStream(
            _data,
            _columns,
            kind,
            augmentation,
            RandomNumbers.Seed(_seed, use),
            BatchesAhead * _options.BatchSize,
            at ?? default
        );
    }

    private void Remember(Batch batch)
    {
        _recent.Enqueue(batch);
        if (_recent.Count > StatisticsCalibration.RecentBatches)
        {
            _recent.Dequeue();
        }
    }

    private Batch Next(SampleStream stream)
    {
        var samples = stream.Take(_options.BatchSize, _options.CancellationToken);
        var batch = Batch.Create(samples, _padding);
        if (samples.Length > 1)
        {
            GiveBack(samples);
        }
        if (_terms.Global && Math.Min(batch.Width, batch.Height) < GlobalDiscriminator.MinimumSide)
        {
            throw new InvalidOperationException(
                $"The {stream.Kind} stream gave images of {batch.Width}x{batch.Height}, but the global discriminator needs sides "
                    + $"of at least {GlobalDiscriminator.MinimumSide} pixels: set {nameof(_options.CropSize)}, "
                    + $"{nameof(_options.SourceSize)} or {nameof(_options.TargetSize)}."
            );
        }

        return batch;
    }

    /// <summary>Lets the next samples have the arrays of those that a batch has copied.</summary>
    private static void GiveBack(Sample[] samples)
    {
        foreach (var (image, ids) in samples)
        {
            PixelBuffers.Give(image.Pixels);
            if (ids is not null)
            {
                PixelBuffers.Give(ids);
            }
        }
    }
}

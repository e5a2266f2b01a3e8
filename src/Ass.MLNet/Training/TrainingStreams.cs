using Ass.MLNet.Checkpoints;
using Ass.MLNet.Distribution;
using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using TorchSharp;

namespace Ass.MLNet.Training;

/// <summary>The three batches of a step; null for streams that the recipe does not read.</summary>
internal readonly record struct StepBatches(Batch? Source, Batch? LabeledTarget, Batch? UnlabeledTarget)
{
    public int ImageCount => (Source?.Count ?? 0) + (LabeledTarget?.Count ?? 0) + (UnlabeledTarget?.Count ?? 0);

    /// <summary>The number and sizes of the images, such as <c>2 of 640x480 (source) and 2 of 512x256 (labelled target)</c>.</summary>
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
    /// <summary>Number of batches decoded ahead per stream.</summary>
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
    private readonly TrainingContext? _context;
    private readonly Ranks _ranks;
    private readonly DecodedCache? _cache;
    private readonly int _threads;
    private bool _hasToldOfCache;

    /// <param name="options">Recipe, batch size, sizes and augmentation.</param>
    /// <param name="data">Rows of both domains.</param>
    /// <param name="columns">The image, label and domain columns.</param>
    /// <param name="padding">Fill colour outside an image, as B, G, R.</param>
    /// <param name="seed">Seed for the order and augmentation of all streams.</param>
    /// <param name="start">The positions where an earlier run over the same data stopped; null to start from the beginning.</param>
    /// <param name="context">Device and log; null for a CPU and none.</param>
    public TrainingStreams(
        AssSegmentationOptions options,
        IDataView data,
        SamplingColumns columns,
        byte[] padding,
        int seed,
        StreamPositions? start = null,
        TrainingContext? context = null
    )
    {
        (_options, _data, _columns, _padding, _seed, _context) = (options, data, columns, padding, seed, context);
        _ranks = context?.Ranks ?? Ranks.Alone;
        _terms = RecipeTerms.Of(options);
        bool isOnCpu = context is null || context.Device.type == DeviceType.CPU;
        int streams = new[] { _terms.Source, _terms.LabeledTarget, _terms.UnlabeledTarget }.Count(reads => reads);
        _threads = DecodingThreads.Of(options.Computing.DecodingThreads, data, streams, isOnCpu);
        _cache = DecodedCache.Of(options.Computing.DecodedCacheMegabytes, data, columns, isOnCpu);
        TellOfLimits();
        _source = _terms.Source ? Open(StreamKind.Source, RandomUse.Source, start?.Source) : null;
        _labeled = _terms.LabeledTarget ? Open(StreamKind.LabeledTarget, RandomUse.LabeledTarget, start?.LabeledTarget) : null;
        _unlabeled = _terms.UnlabeledTarget ? Open(StreamKind.UnlabeledTarget, RandomUse.UnlabeledTarget, start?.UnlabeledTarget) : null;
    }

    /// <summary>The streams' positions after the last step's batches.</summary>
    public StreamPositions Positions => new(_source?.Position, _labeled?.Position, _unlabeled?.Position);

    /// <summary>Whether <see cref="Recent"/> may be needed to measure statistics.</summary>
    private bool KeepsRecent =>
        _options is { Run.ReturnModelWhenCanceled: true, AdaptSegNet.BatchNormStatistics: BatchNormStatistics.Measured };

    /// <summary>The stream of the domain to predict on: the target, or the source for a network that saw nothing else.</summary>
    private SampleStream Predicted => (_unlabeled ?? _labeled ?? _source)!;

    private IEnumerable<SampleStream> Streams => new[] { _source, _labeled, _unlabeled }.OfType<SampleStream>();

    /// <summary>This process's batches of the next step.</summary>
    /// <exception cref="InvalidOperationException">A row cannot be read, a stream has no rows, or images are too small for the
    /// discriminator.</exception>
    public StepBatches Next()
    {
        var batches = new StepBatches(Taken(_source), Taken(_labeled), Taken(_unlabeled));
        TellOfCache();
        return batches;

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

    /// <summary>Batches from the domain to predict on. Every call returns the same ones, in all
    /// processes, and training still gets all of its own.</summary>
    public IEnumerable<Batch> CalibrationBatches(int count)
    {
        using var stream = Open(Predicted.Kind, RandomUse.Calibration, default);
        for (int i = 0; i < count; i++)
        {
            yield return Next(stream);
        }
    }

    /// <summary>The last few training batches of that domain, for callers that must not wait for more. Kept only if
    /// <see cref="RunOptions.ReturnModelWhenCanceled"/> is set.</summary>
    public IReadOnlyCollection<Batch> Recent => _recent;

    /// <summary>A warning for each stream that had label values without a class.</summary>
    public IEnumerable<string> Warnings() =>
        new[] { _source, _labeled }
            .Where(stream => stream?.Position.AllIgnoredRows > 0)
            .Select(stream =>
                $"{stream!.Position.AllIgnoredRows} rows of the {stream.Kind} stream were skipped: their labels are ignored "
                + "(255) everywhere."
            );

    public void Dispose()
    {
        foreach (var stream in Streams)
        {
            stream.Dispose();
        }
    }

    private SampleStream Open(StreamKind kind, RandomUse use, StreamPosition? at)
    {
        var augmentation = new Augmentation(_options, kind == StreamKind.Source ? _options.SourceSize : _options.TargetSize, _padding);
        int seed = RandomNumbers.Seed(_seed, use);

        // Statistics are measured on all images alike.
        var rareClasses =
            use == RandomUse.Calibration
                ? null
                : RareClassSampling.Of(_columns.ClassPixels?.Of(kind), _options.Augmentation.RareClassTemperature, seed);
        var source = new SampleSource(_data, _columns, kind, augmentation, seed, _cache, rareClasses);
        SampleShare? share = use == RandomUse.Calibration || !_ranks.AreMany ? null : new(_options.BatchSize, _ranks.Rank, _ranks.Count);
        return new SampleStream(source, BatchesAhead * _options.BatchSize, _threads, at ?? default, share);
    }

    /// <summary>Tells of options that these data do not allow, and of an order that they do not allow to change.</summary>
    private void TellOfLimits()
    {
        if (!_data.CanShuffle && (_data.GetRowCount() ?? long.MaxValue) > SampleStream.PoolSize)
        {
            _context?.Warn(
                $"The training data cannot be shuffled, so that rows are mixed among {SampleStream.PoolSize} neighbours alone: consecutive "
                    + "steps show rows from one place of the list, a training shorter than a pass never sees its end, and statistics of "
                    + "batch norms are measured on its beginning. Shuffle the list itself, or use ShuffleRows before LoadImages, "
                    + "with a shufflePoolSize of all rows."
            );
        }
        if (_options.Computing.DecodingThreads > _threads)
        {
            _context?.Inform(
                $"Images are decoded by one thread per stream, not {_options.Computing.DecodingThreads}: the training data come from a "
                    + "step whose rows several threads cannot read side by side."
            );
        }
        if (_options.Computing.DecodedCacheMegabytes > 0 && _cache is null)
        {
            _context?.Inform(
                $"Decoded images are not kept in memory: column '{_columns.Image.Name}' does not come straight from files, so that a row's "
                    + "image may be another one in the next pass."
            );
        }
    }

    /// <summary>Tells once, when every stream has passed over the data or nothing more fits, what is kept in memory.</summary>
    private void TellOfCache()
    {
        if (_cache is null || _hasToldOfCache)
        {
            return;
        }
        if (_cache.IsFull || Streams.All(stream => stream.Position.Pass > stream.Start.Pass))
        {
            _hasToldOfCache = true;
            _context?.Inform(_cache.Describe(_data.GetRowCount()));
        }
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
        // Several processes stop together, between two steps.
        var cancellation = _ranks.AreMany ? CancellationToken.None : _options.CancellationToken;
        var samples = stream.Take(_options.BatchSize, cancellation);
        var batch = Batch.Create(samples, _padding);
        if (samples.Length > 1)
        {
            Array.ForEach(samples, sample => sample.GiveBack());
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
}

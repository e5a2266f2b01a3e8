using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using Microsoft.ML;

namespace Ass.MLNet.Benchmarks;

/// <summary>Batches of one stream, from files to arrays.</summary>
internal sealed class StreamWork : IWork
{
    private const int BatchesAhead = 2;
    private const long CacheBytes = 1L << 30;

    private readonly SampleSource _source;
    private readonly LoaderSetting _setting;
    private readonly int _threads;

    /// <param name="setting">Sizes and numbers.</param>
    /// <param name="data">Rows of the source.</param>
    /// <param name="threads">Number of threads that decode.</param>
    /// <param name="keeps">Whether decoded images are kept from one run to the next.</param>
    public StreamWork(LoaderSetting setting, IDataView data, int threads, bool keeps)
    {
        (_setting, _threads) = (setting, threads);
        _source = new SampleSource(
            data,
            new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 34),
            StreamKind.Source,
            new Augmentation(new AssSegmentationOptions(), setting.Size, InputNormalization.Default.Padding),
            OurStep.Seed,
            keeps ? new DecodedCache(CacheBytes, keepsLabels: true) : null
        );
    }

    public void Run()
    {
        // A new stream each time: one that stays open would decode its first batches while another contender is measured.
        using var stream = new SampleStream(_source, BatchesAhead * _setting.BatchSize, _threads);
        for (int i = 0; i < _setting.Batches; i++)
        {
            var samples = stream.Take(_setting.BatchSize, default);
            Batch.Create(samples, InputNormalization.Default.Padding);
            Array.ForEach(samples, sample => sample.GiveBack());
        }
    }

    public void Dispose() { }
}

/// <summary>What a stream is measured on.</summary>
/// <param name="Title">The files and what becomes of them.</param>
/// <param name="Size">The size to which images are resized before they are augmented; null for their own.</param>
/// <param name="BatchSize">Samples of a batch.</param>
/// <param name="Batches">Batches of a run.</param>
internal sealed record LoaderSetting(string Title, ImageSize? Size, int BatchSize, int Batches);

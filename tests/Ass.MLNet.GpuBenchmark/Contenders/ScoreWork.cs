using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Tests;
using static TorchSharp.torch;

namespace Ass.MLNet.GpuBenchmark;

/// <summary>Predictions: bytes of images in, train ids in managed memory out.</summary>
internal sealed class ScoreWork(BenchmarkCase chosen, (int Width, int Height) size, Device device) : IWork
{
    private readonly Segmenter _segmenter = new(
        BenchmarkNetwork.Create(chosen, device),
        InputNormalization.TorchVision,
        new PredictionResizing(null),
        BenchmarkNetwork.ClassNames,
        device
    );

    private readonly BgrImage[] _images =
    [
        .. Enumerable.Range(0, chosen.Batch).Select(i => DeterministicNumbers.Picture($"unlabelled.{i}", size.Height, size.Width)),
    ];

    public void RunOnce() => Array.ForEach(_images, image => _segmenter.PredictIds(image));

    public IReadOnlyDictionary<string, double> Losses() => new Dictionary<string, double>();

    public void Dispose() => _segmenter.Dispose();
}

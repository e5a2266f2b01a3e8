using Ass.MLNet.Images;
using Ass.MLNet.Prediction;

namespace Ass.MLNet.Benchmarks;

/// <summary>The library's bare network on images in memory, one after the other.</summary>
internal sealed class BareScoring(StepSetting setting, int images) : IWork
{
    private readonly Segmenter _segmenter = OurScoring.CreateSegmenter(setting);
    private readonly BgrImage[] _images = [.. Enumerable.Range(0, images).Select(new StepPictures(setting).Image)];

    public byte[][] Ids { get; private set; } = [];

    public void Run() => Ids = [.. _images.Select(image => _segmenter.PredictIds(image))];

    public void Dispose() => _segmenter.Dispose();
}

using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The library's bare network on one image: pixels in, train ids out.</summary>
internal sealed class OurScoring(StepSetting setting) : IWork
{
    private readonly BgrImage _image = new StepPictures(setting).Image(0);

    public Segmenter Segmenter { get; } = CreateSegmenter(setting);

    public byte[] Ids { get; private set; } = [];

    public static Segmenter CreateSegmenter(StepSetting setting)
    {
        using var generator = new Generator(OurStep.Seed);
        string[] classes = [.. Enumerable.Range(0, setting.ClassCount).Select(c => $"class {c}")];
        return new Segmenter(
            OurStep.CreateNetwork(setting, generator),
            InputNormalization.Default,
            new PredictionResizing(null),
            classes,
            CPU
        );
    }

    public void Run() => Ids = Segmenter.PredictIds(_image);

    public void Dispose() => Segmenter.Dispose();
}

using Ass.MLNet.MLNetInternals;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using TorchSharp;

namespace Ass.MLNet.Benchmarks;

/// <summary>A model of the library on one image: a picture of ML.NET's in, a mask out.</summary>
internal sealed class ModelScoring(StepSetting setting, Func<StepSetting, ISegmentationTransformer> create) : IWork
{
    private readonly ISegmentationTransformer _model = create(setting);
    private readonly MLImage _image = new StepPictures(setting).Image(0).ToMLImage();

    public byte[] Ids { get; private set; } = [];

    public static AssSegmentationTransformer OnLibtorch(StepSetting setting) =>
        new(new MLContext(), OurScoring.CreateSegmenter(setting), new SegmentationColumns("Image", "PredictedLabel", null));

    public static ISegmentationTransformer OnOnnxRuntime(StepSetting setting)
    {
        using var model = OnLibtorch(setting);
        return model.ToOnnx(new MLContext(), new OnnxRuntimeOptions { Threads = torch.get_num_threads() });
    }

    /// <summary>With integers of 8 bits.</summary>
    public static ISegmentationTransformer OnOnnxRuntimeInt8(StepSetting setting)
    {
        using var model = (OnnxSegmentationTransformer)OnOnnxRuntime(setting);
        using var image = new StepPictures(setting).Image(0).ToMLImage();
        return model.Quantize(new MLContext().Data.LoadFromEnumerable([new Row { Image = image }]));
    }

    public void Run() => Ids = _model.Segment(_image).ClassIds;

    public void Dispose()
    {
        _image.Dispose();
        _model.Dispose();
    }

    private sealed class Row
    {
        [ImageType(1, 1)]
        public MLImage? Image { get; set; }
    }
}

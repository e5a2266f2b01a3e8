using Ass.MLNet.Images;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace Ass.MLNet.Benchmarks;

/// <summary>ONNX Runtime by itself on an exported graph: bytes in, whatever the graph returns out.</summary>
internal sealed class BareOnnxScoring : IWork
{
    private readonly InferenceSession _session;
    private readonly Microsoft.ML.OnnxRuntime.RunOptions _run = new();
    private readonly OrtValue _image;

    public BareOnnxScoring(StepSetting setting, OnnxOutput output)
    {
        using var options = new SessionOptions { IntraOpNumThreads = torch.get_num_threads() };
        _session = new InferenceSession(Graph(setting, output), options);
        BgrImage image = new StepPictures(setting).Image(0);
        _image = OrtValue.CreateTensorValueFromMemory(image.Pixels, [1, image.Height, image.Width, 3]);
    }

    /// <summary>The bytes of the result.</summary>
    public byte[] Result { get; private set; } = [];

    public void Run()
    {
        using var results = _session.Run(_run, _session.InputNames, [_image], _session.OutputNames);
        Result = results[0].GetTensorDataAsSpan<byte>().ToArray();
    }

    public void Dispose()
    {
        _image.Dispose();
        _run.Dispose();
        _session.Dispose();
    }

    private static byte[] Graph(StepSetting setting, OnnxOutput output)
    {
        using var model = ModelScoring.OnLibtorch(setting);
        using var stream = new MemoryStream();
        model.SaveOnnx(stream, new OnnxExportOptions { Output = output });
        return stream.ToArray();
    }
}

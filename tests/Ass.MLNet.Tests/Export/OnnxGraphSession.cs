using Ass.MLNet.Images;
using Microsoft.ML.OnnxRuntime;

namespace Ass.MLNet.Tests;

/// <summary>An exported graph in ONNX Runtime.</summary>
internal sealed class OnnxGraphSession : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxGraphSession(byte[] graph)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        _session = new InferenceSession(graph, options);
    }

    public NodeMetadata Input => _session.InputMetadata.Single().Value;

    public NodeMetadata Output => _session.OutputMetadata.Single().Value;

    public string InputName => _session.InputNames.Single();

    public string OutputName => _session.OutputNames.Single();

    public ModelMetadata Metadata => _session.ModelMetadata;

    /// <summary>The output of bytes, B, G, R, of images of one size.</summary>
    public (T[] Values, long[] Shape) Run<T>(params BgrImage[] images)
        where T : unmanaged =>
        Run<byte, T>([.. images.SelectMany(image => image.Pixels)], [images.Length, images[0].Height, images[0].Width, 3]);

    public (TOut[] Values, long[] Shape) Run<TIn, TOut>(TIn[] values, long[] shape)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        using var input = OrtValue.CreateTensorValueFromMemory(values, shape);
        using var run = new Microsoft.ML.OnnxRuntime.RunOptions();
        using var outputs = _session.Run(run, [InputName], [input], [OutputName]);
        return (outputs[0].GetTensorDataAsSpan<TOut>().ToArray(), outputs[0].GetTensorTypeAndShape().Shape);
    }

    public void Dispose() => _session.Dispose();
}

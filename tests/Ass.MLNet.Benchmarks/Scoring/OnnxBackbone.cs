using Ass.MLNet.Tests;
using Ass.MLNet.Weights.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;

namespace Ass.MLNet.Benchmarks;

/// <summary>ONNX Runtime on the ResNet-18 that ML.NET's package ships, up to its last feature map.</summary>
internal sealed class OnnxBackbone : IWork
{
    private const string Input = "Input247",
        Output = "ReLU393_Output_0";

    private readonly InferenceSession _session;
    private readonly NamedOnnxValue[] _inputs;

    /// <param name="image">(3, <paramref name="height"/>, <paramref name="width"/>).</param>
    public OnnxBackbone(float[] image, int height, int width)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = torch.get_num_threads(),
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };
        _session = new InferenceSession(OnnxFeatureModel.Create(ImageNetResNet18.Locate(), Input, [1, 3, height, width], Output), options);
        _inputs = [NamedOnnxValue.CreateFromTensor(Input, new DenseTensor<float>(image, [1, 3, height, width]))];
    }

    public float[] Features { get; private set; } = [];

    public void Run()
    {
        using var results = _session.Run(_inputs);
        Features = ((DenseTensor<float>)results[0].AsTensor<float>()).Buffer.ToArray();
    }

    public void Dispose() => _session.Dispose();
}

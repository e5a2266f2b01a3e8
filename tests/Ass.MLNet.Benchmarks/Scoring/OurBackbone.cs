using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using Ass.MLNet.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Benchmarks;

/// <summary>The library's backbone with the weights of the same file.</summary>
internal sealed class OurBackbone : IWork
{
    // As every model has it.
    private readonly KeptMemory _memory = KeptMemory.Keep();
    private readonly SegmentationModule _network;
    private readonly float[] _image;
    private readonly long[] _shape;

    /// <param name="image">(3, <paramref name="height"/>, <paramref name="width"/>).</param>
    public OurBackbone(float[] image, int height, int width)
    {
        (_image, _shape) = (image, [1, 3, height, width]);
        using var weights = PretrainedWeightsFile.Open(PretrainedWeights.ImageNet);
        _network = new SegmentationModule(
            new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 32, ClassCount: 2, weights.LastStageBlocks)
        );
        weights.CopyTo(_network);
        _network.eval();
    }

    public float[] Features { get; private set; } = [];

    public void Run()
    {
        using var scope = NewDisposeScope();
        using var noGradient = inference_mode();
        Features = _network.Backbone.forward(tensor(_image, _shape)).data<float>().ToArray();
    }

    public void Dispose()
    {
        _network.Dispose();
        _memory.Dispose();
    }
}

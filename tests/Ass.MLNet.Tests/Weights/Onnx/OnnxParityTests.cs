using Ass.MLNet.Networks;
using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Our network with the file's weights against ONNX Runtime on the file itself: two implementations that share no code.</summary>
public class OnnxParityTests
{
    [Theory]
    [InlineData(224, 224)]
    [InlineData(256, 288)]
    public void Features_are_those_of_ONNX_Runtime(int height, int width)
    {
        float[] image = RandomImage(height, width);

        float[] expected = OnnxRuntimeFeatures(image, height, width);
        float[] actual = OurFeatures(image, height, width);

        Assert.Equal(512 * (height / 32) * (width / 32), expected.Length);
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Max(Math.Abs);
        float difference = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest > 1, $"the largest feature is {largest}");
        Assert.True(difference <= 1e-4f * largest, $"features up to {largest} differ by up to {difference}");
    }

    /// <summary>B, G and R planes of pixels from 0 to 255 minus the means, with smooth parts as pictures have.</summary>
    private static float[] RandomImage(int height, int width)
    {
        var random = new Random(1);
        return
        [
            .. Enumerable
                .Range(0, 3 * height * width)
                .Select(i =>
                {
                    int channel = i / (height * width);
                    double wave = 80 * Math.Sin((i % width / 17.0) + (i / width % height / 23.0) + channel);
                    return (float)Math.Clamp(128 + wave + random.Next(-60, 60), 0, 255) - ImageNetResNet18.MeanBgr[channel];
                }),
        ];
    }

    private static float[] OnnxRuntimeFeatures(float[] image, int height, int width)
    {
        byte[] model = OnnxFeatureModel.Create(ImageNetResNet18.Locate(), "Input247", [1, 3, height, width], "ReLU393_Output_0");
        using var session = new InferenceSession(model);
        var input = NamedOnnxValue.CreateFromTensor("Input247", new DenseTensor<float>(image, [1, 3, height, width]));
        using var results = session.Run([input]);
        return [.. results.Single().AsTensor<float>()];
    }

    private static float[] OurFeatures(float[] image, int height, int width)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradients = torch.no_grad();
        using PretrainedWeightsFile weights = PretrainedWeightsFile.Open(PretrainedWeights.ImageNet);
        using var network = new SegmentationModule(
            new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 32, ClassCount: 2, weights.LastStageBlocks)
        );
        weights.CopyTo(network);
        network.eval();
        torch.Tensor features = network.Backbone.forward(torch.tensor(image, [1, 3, height, width]));
        Assert.Equal([1, 512, height / 32, width / 32], features.shape);
        return features.data<float>().ToArray();
    }
}

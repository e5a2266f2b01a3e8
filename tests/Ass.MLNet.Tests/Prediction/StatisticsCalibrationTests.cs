using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Sampling;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class StatisticsCalibrationTests
{
    [Fact]
    public void The_library_measures_on_fifty_batches() => Assert.Equal(50, FewerCalibrationBatches.Usual);

    [Fact]
    public void Statistics_become_the_mean_over_the_batches_and_nothing_else_changes()
    {
        using var generator = new Generator(1);
        using var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, 16, 3));
        network.Initialize(generator);
        network.train();
        var before = Parameters(network);

        // The first convolution is linear, so its mean over two pictures is the mean of its means over each.
        float[] first = Calibrated(network, 10);
        float[] second = Calibrated(network, 200);
        float[] both = Calibrated(network, 10, 200);
        for (int i = 0; i < both.Length; i++)
        {
            Assert.Equal((first[i] + second[i]) / 2, both[i], 2);
        }
        Assert.Equal(before, Parameters(network));
    }

    private static float[] Calibrated(SegmentationModule network, params byte[] greys)
    {
        StatisticsCalibration.Run(network, InputNormalization.Default, greys.Select(Picture), CPU);
        return network.state_dict()["backbone.features.0.1.running_mean"].data<float>().ToArray();
    }

    private static Batch Picture(byte grey)
    {
        var pixels = new byte[48 * 48 * 3];
        Array.Fill(pixels, grey);
        return Batch.Create([new Sample(new BgrImage(48, 48, pixels), null)], new byte[3]);
    }

    private static float[] Parameters(SegmentationModule network)
    {
        using var _ = no_grad();
        return network.parameters().SelectMany(p => p.data<float>().ToArray()).ToArray();
    }
}

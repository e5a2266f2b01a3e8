using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>What lies behind a tensor in memory must not reach the result of a convolution; see <see cref="AlignedConv2d"/>.</summary>
public class MemoryBehindTests
{
    [Theory]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, ScalarType.Float32)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, ScalarType.BFloat16)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet50, ScalarType.Float32)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet50, ScalarType.BFloat16)]
    [InlineData(SegmentationNetwork.DeepLabV2MobileNetV2, ScalarType.Float32)]
    [InlineData(SegmentationNetwork.DeepLabV2MobileNetV2, ScalarType.BFloat16)]
    public void No_convolution_of_a_backbone_reads_it(SegmentationNetwork kind, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var different = new HashSet<string>();
        foreach (int outputStride in new[] { 8, 16, 32 })
        {
            using var network = new SegmentationModule(new NetworkSpec(kind, outputStride, 11));
            foreach (var convolution in network.modules().OfType<Convolution>())
            {
                if (!different.Add(convolution.Shape))
                {
                    continue;
                }
                foreach (bool channelsLast in new[] { false, true })
                {
                    Check(convolution, type, channelsLast);
                }
            }
        }
    }

    private static void Check(Convolution convolution, ScalarType type, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        var shape = convolution.Weight.shape;
        // Without instructions for the type, convolutions take many times as long.
        var (height, width) = type == ScalarType.BFloat16 && !ProcessorBFloat16.IsThere ? (3, 5) : (5, 7);
        // More than one image, or libtorch leaves small ones to kernels other than those that training uses.
        var x = BeforeNaN([2, shape[1] * convolution.Groups, height, width], type, channelsLast);
        var filters = BeforeNaN(shape, type, channelsLast);
        var y = convolution.Compute(x, filters, null);
        var slope = BeforeNaN(y.shape, type, channelsLast);
        y.backward([slope.detach()]);
        foreach (
            var (name, value) in new[] { ("output", y), ("gradient of the input", x.grad!), ("gradient of the filters", filters.grad!) }
        )
        {
            Assert.True(value.isfinite().all().item<bool>(), $"{name}, {convolution.Shape}, channels last: {channelsLast}");
        }
    }

    /// <summary>Noise that ends where NaN begins.</summary>
    private static Tensor BeforeNaN(long[] shape, ScalarType type, bool channelsLast)
    {
        long count = shape.Aggregate((a, b) => a * b);
        var memory = full(count + 256, float.NaN, type);
        memory.narrow(0, 0, count).normal_();
        var values = memory.narrow(0, 0, count);
        return (
            channelsLast ? values.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2) : values.view(shape)
        ).requires_grad_();
    }
}

using Ass.MLNet.Networks;
using Ass.MLNet.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class ConvolutionTests
{
    /// <summary>libtorch's own gradient to the input is wrong on some processors if values are channels last.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_dilated_depthwise_convolution_has_the_same_gradients_in_both_memory_formats(int dilation)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        using var convolution = new Convolution(96, 96, 3, stride: 1, dilation, groups: 96);
        convolution.Initialize(generator);
        var x = randn(2, 96, 6, 8, generator: generator);
        var (expected, expectedWeight) = Gradients(x);
        var (actual, actualWeight) = Gradients(x.ToChannelsLast());
        TensorAssert.Close(expected, actual);
        TensorAssert.Close(expectedWeight, actualWeight);

        (Tensor Input, Tensor Weight) Gradients(Tensor values)
        {
            var input = values.detach().requires_grad_();
            convolution.zero_grad();
            convolution.forward(input).sin().sum().backward();
            return (input.grad!, convolution.Weight.grad!.clone());
        }
    }

    // The last three are those whose plain form ends the process; odd and even sides.
    [Theory]
    [InlineData(6, 4, 9, 8)]
    [InlineData(512, 1024, 8, 9)]
    [InlineData(1024, 512, 8, 8)]
    [InlineData(1024, 2048, 7, 4)]
    public void Strided_and_pointwise_it_gives_the_values_and_gradients_of_a_plain_one(int inputs, int outputs, int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var ours = new Convolution(inputs, outputs, 1, 2, 1, 1);
        ours.Initialize(generator);
        var plain = nn.Conv2d(inputs, outputs, 1, stride: 2, bias: false);
        plain.load_state_dict(ours.state_dict());

        // The plain form in double precision takes other kernels, which do not crash.
        var x = randn(2, inputs, height, width, generator: generator).requires_grad_();
        var x64 = x.detach().to(ScalarType.Float64).requires_grad_();
        plain.to(ScalarType.Float64);
        var (y, y64) = (ours.forward(x), plain.forward(x64));
        var towards = randn(y.shape, generator: generator);
        (y * towards).sum().backward();
        (y64 * towards).sum().backward();

        TensorAssert.Close(y64, y);
        TensorAssert.Close(x64.grad!, x.grad!);
        TensorAssert.Close(plain.parameters().Single().grad!, ours.parameters().Single().grad!);
    }

    /// <summary>What is computed in bfloat16 for convolutions as wide as ResNet-50's.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_product_of_pixels_and_filters_is_a_pointwise_convolution(bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var filters = randn(6, 4, 1, 1, generator: generator);
        var bias = randn(6, generator: generator);
        var x = randn(2, 4, 5, 3, generator: generator);
        x = channelsLast ? x.ToChannelsLast() : x;
        var (expected, expectedInput, expectedFilters) = Compute((input, weights) => nn.functional.conv2d(input, weights, bias));
        var (actual, actualInput, actualFilters) = Compute((input, weights) => Convolution.MatrixProduct(input, weights, bias));

        Assert.Equal(channelsLast, actual.IsChannelsLast);
        TensorAssert.Close(expected, actual);
        TensorAssert.Close(expectedInput, actualInput);
        TensorAssert.Close(expectedFilters, actualFilters);

        (Tensor Values, Tensor Input, Tensor Filters) Compute(Func<Tensor, Tensor, Tensor> convolve)
        {
            var (input, weights) = (x.detach().requires_grad_(), filters.detach().requires_grad_());
            var y = convolve(input, weights);
            y.sin().sum().backward();
            return (y, input.grad!, weights.grad!);
        }
    }

    [Theory]
    [InlineData(16, BottleneckStride.On3x3)]
    [InlineData(32, BottleneckStride.On1x1)]
    public void A_bottleneck_network_learns_at_every_output_stride(int stride, BottleneckStride strided)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var network = new SegmentationModule(
            new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet50, stride, 3) { BottleneckStride = strided }
        );
        network.Initialize(generator);
        network.train();
        using var output = network.forward(randn(1, 3, 64, 64, generator: generator));
        output.Logits.sum().backward();
        Assert.All(network.parameters().Where(p => p.requires_grad), p => Assert.NotNull(p.grad));
    }
}

using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class AlignedConv2dTests
{
    [Theory]
    [InlineData(19, 64, 4, 2, 1, 1)]
    [InlineData(32, 11, 3, 1, 6, 6)]
    [InlineData(16, 32, 4, 2, 1, 1)]
    public void Gives_the_values_and_gradients_of_a_plain_convolution(
        int inputs,
        int outputs,
        int kernel,
        int stride,
        int padding,
        int dilation
    )
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var ours = new AlignedConv2d(inputs, outputs, kernel, stride, padding, dilation);
        ours.Initialize(0.1, generator);
        var plain = nn.Conv2d(inputs, outputs, kernel, stride: stride, padding: padding, dilation: dilation);
        plain.load_state_dict(ours.state_dict());

        var x = randn(2, inputs, 20, 22, generator: generator).requires_grad_();
        var x64 = x.detach().to(ScalarType.Float64).requires_grad_();
        plain.to(ScalarType.Float64);
        var (y, y64) = (ours.forward(x), plain.forward(x64));
        var towards = randn(y.shape, generator: generator);
        (y * towards).sum().backward();
        (y64 * towards).sum().backward();

        TensorAssert.Close(y64, y);
        TensorAssert.Close(x64.grad!, x.grad!);
        foreach (var (expected, actual) in plain.parameters().Zip(ours.parameters()))
        {
            TensorAssert.Close(expected.grad!, actual.grad!);
        }
    }

    /// <summary>What lies behind a tensor in memory must not reach the result; see the remarks of the class.</summary>
    [Fact]
    public void Memory_behind_the_input_does_not_matter()
    {
        using var generator = new Generator(1);
        using var halving = new AlignedConv2d(19, 64, 4, 2, 1);
        using var dilated = new AlignedConv2d(64, 19, 3, padding: 6, dilation: 6);
        halving.Initialize(0.1, generator);
        dilated.Initialize(0.1, generator);
        for (int i = 0; i < 60; i++)
        {
            using var scope = NewDisposeScope();
            Poison(64 * 40 * 60);
            var features = randn(1, 64, 40, 60, generator: generator).requires_grad_();
            var logits = dilated.forward(features);
            Poison(32 * 40 * 60);
            var judged = halving.forward(logits);
            judged.sum().backward();

            Assert.True(judged.isfinite().all().item<bool>());
            Assert.True(features.grad!.isfinite().all().item<bool>());
        }

        static void Poison(long count)
        {
            for (int i = 0; i < 6; i++)
            {
                full(count, float.NaN).Dispose();
            }
        }
    }
}

using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class DilatedConvolutionSumTests
{
    // Dilations within the features, as large as they are, and beyond them; features with more rows or columns; batches.
    [Theory]
    [InlineData(1, 9, 14, 2, 4)]
    [InlineData(2, 7, 5, 3, 5, 7, 24)]
    [InlineData(1, 12, 3, 6, 12, 18, 24)]
    [InlineData(3, 4, 4, 1)]
    public void Gives_the_values_and_gradients_of_the_plain_convolutions(int count, int height, int width, params int[] dilations)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var branches = dilations.Select(d => new AlignedConv2d(48, 5, 3, padding: d, dilation: d)).ToArray();
        foreach (var branch in branches)
        {
            branch.Initialize(0.1, generator);
            using var _ = no_grad();
            branch.Bias.normal_(0, 1, generator);
        }

        var plain = branches
            .Select(
                (branch, i) =>
                {
                    var conv = nn.Conv2d(48, 5, 3, padding: dilations[i], dilation: dilations[i]);
                    conv.load_state_dict(branch.state_dict());
                    return conv.to(ScalarType.Float64);
                }
            )
            .ToArray();
        var x = randn(count, 48, height, width, generator: generator).requires_grad_();
        var x64 = x.detach().to(ScalarType.Float64).requires_grad_();

        var y = DilatedConvolutionSum.Compute(x, DilatedConvolutionSum.Filters(branches), [.. dilations.Select(d => (long)d)]);
        var y64 = plain.Select(conv => conv.forward(x64)).Aggregate((a, b) => a + b);
        var towards = randn(y.shape, generator: generator);
        (y * towards).sum().backward();
        (y64 * towards).sum().backward();

        TensorAssert.Close(y64, y);
        TensorAssert.Close(x64.grad!, x.grad!);
        foreach (var (expected, actual) in plain.Zip(branches))
        {
            TensorAssert.Close(expected.weight.grad!, actual.Weight.grad!);
            TensorAssert.Close(expected.bias!.grad!, actual.Bias.grad!);
        }
    }
}

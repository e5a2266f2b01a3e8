using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class FoldedFiltersTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 16)]
    public void A_frozen_norm_gives_the_values_and_gradients_that_it_gives_behind_the_convolution(int kernel, int stride, int groups)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var (convolution, norm) = Pair(kernel, stride, groups, generator);
        norm.Freeze();
        var x = randn(2, 16, 9, 8, generator: generator).requires_grad_();
        var plainX = x.detach().clone().requires_grad_();

        var folded = norm.Normalize(convolution, x);
        var towards = randn(folded.shape, generator: generator);
        (folded * towards).sum().backward();
        var gradient = convolution.Weight.grad!.clone();
        convolution.Weight.grad!.zero_();
        var plain = norm.forward(convolution.forward(plainX));
        (plain * towards).sum().backward();

        TensorAssert.Close(plain, folded);
        TensorAssert.Close(plainX.grad!, x.grad!);
        TensorAssert.Close(convolution.Weight.grad!, gradient);
        Assert.All(norm.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void A_learned_norm_normalises_by_the_batch()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var (convolution, norm) = Pair(3, 1, 1, generator);
        var x = randn(2, 16, 9, 8, generator: generator);
        TensorAssert.Close(norm.forward(convolution.forward(x)), norm.Normalize(convolution, x));
    }

    [Fact]
    public void Predictions_follow_what_was_learnt_since_the_last_ones()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var (convolution, norm) = Pair(3, 1, 1, generator);
        var x = randn(2, 16, 9, 8, generator: generator);
        using var _ = no_grad();
        for (int round = 0; round < 3; round++)
        {
            norm.train();
            convolution.Weight.mul_(2);
            norm.get_buffer("running_mean")!.mul_(-1);
            norm.eval();
            for (int i = 0; i < 2; i++)
            {
                TensorAssert.Close(norm.forward(convolution.forward(x)), norm.Normalize(convolution, x));
            }
        }
    }

    private static (Convolution, BatchNorm) Pair(int kernel, int stride, int groups, Generator generator)
    {
        var convolution = new Convolution(16, 32, kernel, stride, 1, groups);
        convolution.Initialize(generator);
        var norm = new BatchNorm(32);
        using var _ = no_grad();
        foreach (var parameter in norm.parameters())
        {
            parameter.normal_(1, 0.5, generator);
        }
        norm.get_buffer("running_mean")!.normal_(0, 1, generator);
        norm.get_buffer("running_var")!.uniform_(0.5, 2, generator);
        return (convolution, norm);
    }
}

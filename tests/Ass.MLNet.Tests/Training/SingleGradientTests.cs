using Ass.MLNet.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class SingleGradientTests
{
    [Fact]
    public void It_is_that_of_autograd_and_no_other_gradient_changes()
    {
        using var scope = NewDisposeScope();
        var (weight, input, unused) = (nn.Parameter(randn(3, 4)), nn.Parameter(randn(3, 4)), nn.Parameter(randn(3, 4)));
        input.sum().backward();
        var middle = weight.mul(input);
        var end = middle.sin().sum();

        foreach (var tensor in new[] { input, middle })
        {
            var expected = autograd.grad([end], [tensor], retain_graph: true)[0];
            for (int i = 0; i < 2; i++)
            {
                Assert.Equal(Values(expected), Values(SingleGradient.On(tensor, end)!));
            }
        }
        var slope = randn(3, 4);
        Assert.Equal(
            Values(autograd.grad([middle], [input], [slope], retain_graph: true)[0]),
            Values(SingleGradient.On(input, middle, slope)!)
        );
        Assert.Null(SingleGradient.On(unused, end));

        Assert.Null(weight.grad);
        Assert.Null(unused.grad);
        Assert.All(Values(input.grad!), value => Assert.Equal(1, value));

        // The graph is still there.
        end.backward();
        Assert.Equal(Values(middle.cos().mul(input)), Values(weight.grad!));
    }

    [Fact]
    public void An_error_is_thrown_and_leaves_the_gradient_as_it_was()
    {
        using var scope = NewDisposeScope();
        var input = nn.Parameter(randn(3, 4));
        input.sum().backward();

        Assert.ThrowsAny<Exception>(() => SingleGradient.On(input, input.sin()));
        Assert.All(Values(input.grad!), value => Assert.Equal(1, value));
    }

    private static float[] Values(Tensor tensor) => tensor.detach().data<float>().ToArray();
}

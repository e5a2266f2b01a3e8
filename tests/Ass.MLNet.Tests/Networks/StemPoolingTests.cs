using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class StemPoolingTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(5, 4)]
    [InlineData(8, 7)]
    [InlineData(30, 41)]
    public void Without_a_gradient_it_gives_the_same_values_to_the_bit(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var x = randn([2, 3, height, width], generator: generator).requires_grad_();
        x.detach()[1, 0, height / 2, width / 2] = float.NaN;
        float[] before = [.. x.data<float>()];
        foreach (bool ceilMode in new[] { false, true })
        {
            var expected = StemPooling.Compute(x, ceilMode);
            Assert.True(expected.requires_grad);
            using var _ = no_grad();
            var actual = StemPooling.Compute(x, ceilMode);
            Assert.Equal(expected.shape, actual.shape);
            Assert.Equal(expected.detach().data<float>(), actual.data<float>());
        }

        Assert.Equal(before, x.data<float>());
    }
}

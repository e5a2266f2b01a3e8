using Ass.MLNet.Quantization;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class IntegerWeightsTests
{
    [Fact]
    public void Every_channel_has_the_scale_of_its_largest_weight()
    {
        var integers = IntegerWeights.Of([1.27f, 0.5f, -0.01f, -0.127f, 0.0304f, 0], [], channels: 2, inputScale: 0.5f);

        Assert.Equal([127, 50, -1, -127, 30, 0], integers.Weights);
        Assert.Equal(0.01f, integers.Scales[0], 1e-8);
        Assert.Equal(0.001f, integers.Scales[1], 1e-8);
        Assert.Empty(integers.Bias);
        Assert.Empty(integers.BiasScales);
    }

    [Fact]
    public void A_bias_is_in_steps_of_the_weights_times_the_inputs()
    {
        var integers = IntegerWeights.Of([1.27f, -0.127f], [2, -0.3f], channels: 2, inputScale: 0.5f);

        Assert.Equal([400, -600], integers.Bias);
        Assert.Equal(0.005f, integers.BiasScales[0], 1e-8);
        Assert.Equal(0.0005f, integers.BiasScales[1], 1e-8);
    }

    /// <summary>What a folded batch norm leaves of a channel that it has switched off.</summary>
    [Theory]
    [InlineData(0, 0.3f)]
    [InlineData(1e-30f, 0.3f)]
    [InlineData(0, -1000)]
    [InlineData(0, 0)]
    public void A_channel_next_to_nothing_keeps_its_bias(float weight, float bias)
    {
        var integers = IntegerWeights.Of([weight, weight], [bias], channels: 1, inputScale: 0.02f);

        Assert.Equal([0, 0], integers.Weights);
        Assert.Equal(bias, (double)integers.Bias[0] * integers.BiasScales[0], Math.Abs(bias) * 1e-6);
    }
}

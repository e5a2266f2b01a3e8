using Ass.MLNet.Quantization;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ActivationRangeTests
{
    [Theory]
    [InlineData(0, 2.55, 0.01, 0)]
    [InlineData(-1, 1.55, 0.01, 100)]
    [InlineData(-2.55, 0, 0.01, 255)]
    [InlineData(0, 0, 1, 0)]
    public void Integers_are_spread_over_the_range(float low, float high, float scale, byte zero)
    {
        var range = new ActivationRange(low, high);

        Assert.Equal(scale, range.Scale, 1e-7);
        Assert.Equal(zero, range.ZeroPoint);
    }

    [Theory]
    [InlineData(1, 5.1, 0.02, 0)]
    [InlineData(-5.1, -1, 0.02, 255)]
    public void Zero_is_always_in_the_range(float low, float high, float scale, byte zero)
    {
        var range = new ActivationRange(low, high);

        Assert.Equal(scale, range.Scale, 1e-7);
        Assert.Equal(zero, range.ZeroPoint);
    }

    /// <summary>Six at the most, as after a ReLU6, and other ends whose steps are rounded.</summary>
    [Fact]
    public void No_integer_stands_for_more_than_a_range_from_zero_has()
    {
        for (int i = 1; i < 10_000; i++)
        {
            float high = i * 0.001f;
            Assert.InRange(new ActivationRange(0, high).Scale * 255, high * 0.99999f, high);
        }
        Assert.InRange(new ActivationRange(0, 6).Scale * 255, 5.9999f, 6);
    }

    [Fact]
    public void Ranges_widen()
    {
        var range = ActivationRange.Empty.With(-1, 2).With(0, 3).With(-0.5f, 1);

        Assert.Equal(new ActivationRange(-1, 3), range);
    }
}

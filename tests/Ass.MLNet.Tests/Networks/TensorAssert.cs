using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

internal static class TensorAssert
{
    /// <summary>That the difference's norm is below 1e-5 of the norm of what is expected.</summary>
    public static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(((expected - actual).norm() / expected.norm()).to(ScalarType.Float64).item<double>() < 1e-5);
    }
}

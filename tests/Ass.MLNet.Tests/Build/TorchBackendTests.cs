using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public class TorchBackendTests
{
    [Fact]
    public void NativeLibraryLoadsAndMultiplies()
    {
        using var scope = torch.NewDisposeScope();
        var product = torch.ones(2, 3).matmul(torch.full(3, 2, 2f));
        Assert.Equal([6f, 6f, 6f, 6f], product.data<float>().ToArray());
    }
}

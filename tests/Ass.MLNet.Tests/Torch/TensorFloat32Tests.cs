using Ass.MLNet.Torch;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public class TensorFloat32Tests
{
    [Fact]
    public void Both_switches_are_set_and_put_back_by_the_last_to_go()
    {
        var before = Switches();
        var first = TensorFloat32.Allow(true);
        Assert.Equal((true, true), Switches());
        var second = TensorFloat32.Allow(false);
        Assert.Equal((false, false), Switches());
        first.Dispose();
        first.Dispose();
        Assert.Equal((false, false), Switches());
        second.Dispose();
        Assert.Equal(before, Switches());
    }

    [Fact]
    public void A_CPU_leaves_them_alone() => Assert.Null(TensorFloat32.Allow(true, torch.CPU));

    private static (bool Multiplications, bool Convolutions) Switches() =>
        (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32);
}

using System.Runtime.InteropServices;
using Ass.MLNet.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class OutOfMemoryTests
{
    [Fact]
    public void What_libtorch_says_on_the_CPU_becomes_a_sentence()
    {
        var error = Assert.ThrowsAny<Exception>(() => empty(1L << 55, ScalarType.Byte));
        Assert.True(OutOfMemory.IsReasonOf(error), error.Message);
        Assert.Equal(
            "Step 3 does not fit into the memory of this machine (36028797018963968 bytes more were asked for). Buy more.",
            OutOfMemory.Explain(error, CPU, "Step 3", "Buy more.").Message
        );
    }

    [Fact]
    public void What_it_says_of_a_GPU_too()
    {
        // As libtorch 2.10 words it.
        var error = new ExternalException(
            "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB of which 1.10 GiB is "
                + "free.\nException raised from malloc at Allocator.cpp:1"
        );
        Assert.True(OutOfMemory.IsReasonOf(error));
        Assert.Equal(
            "An image of 4096x2160 does not fit into the memory of cuda:1 (2.00 GiB more were asked for). Use less.",
            OutOfMemory.Explain(error, new Device(DeviceType.CUDA, 1), "An image of 4096x2160", "Use less.").Message
        );
        Assert.False(OutOfMemory.IsReasonOf(new ExternalException("The size of tensor a (3) must match the size of tensor b (4)")));
    }

    [Fact]
    public void What_is_guarded_says_it_by_itself()
    {
        Assert.Equal(3, OutOfMemory.Guard(CPU, "It", "Buy more.", () => 3));
        var error = Assert.Throws<InvalidOperationException>(() =>
            OutOfMemory.Guard(CPU, "The network", "Buy more.", () => empty(1L << 55, ScalarType.Byte))
        );
        Assert.StartsWith("The network does not fit into the memory of this machine (", error.Message);
        Assert.Throws<FormatException>(() => OutOfMemory.Guard(CPU, "It", "Buy more.", () => int.Parse("x")));
    }
}

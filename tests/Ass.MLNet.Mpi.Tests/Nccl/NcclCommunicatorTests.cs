using System.Diagnostics;
using Ass.MLNet.Nccl;
using Xunit;

namespace Ass.MLNet.Tests;

public unsafe class NcclCommunicatorTests
{
    private const int Size = 3;

    [Fact]
    public void Values_in_the_memory_of_gpus_are_added_up()
    {
        FakeGpus.Reset(Size);

        float[][] sums = ThreadGroup.Run(Size, group =>
        {
            var gpus = Open(group, out string whyNot)!;
            Assert.Equal("", whyNot);
            float[] values = [group.Rank + 1, 10 * (group.Rank + 1), -0.5f];
            Sum(gpus, values);
            Sum(gpus, values);
            gpus.Close();
            gpus.Close();
            return values;
        });

        Assert.All(sums, values => Assert.Equal([18f, 180, -4.5f], values));
        Assert.Equal(Size, FakeGpus.Aborted);
    }

    [Fact]
    public void Without_nccl_in_one_process_none_uses_it()
    {
        FakeGpus.Reset(Size);

        string[] reasons = ThreadGroup.Run(Size, group =>
        {
            var nccl = group.Rank == 1 ? null : FakeGpus.Nccl();
            Assert.Null(NcclCommunicator.Open(group, nccl, FakeGpus.Cuda(), group.Rank, Wait, out string whyNot));
            return whyNot;
        });

        Assert.All(reasons, reason => Assert.StartsWith("process 1 has no NCCL", reason));
    }

    [Fact]
    public void Versions_that_differ_are_named()
    {
        FakeGpus.Reset(Size);

        string[] reasons = ThreadGroup.Run(Size, group =>
        {
            var nccl = FakeGpus.Nccl(isOther: group.Rank == 2);
            Assert.Null(NcclCommunicator.Open(group, nccl, FakeGpus.Cuda(), group.Rank, Wait, out string whyNot));
            return whyNot;
        });

        Assert.All(reasons, reason => Assert.Equal("process 2 has NCCL 2.20.0, the first one 2.27.3", reason));
    }

    [Theory]
    [InlineData(FakeFault.SameGpu, "invalid usage")]
    [InlineData(FakeFault.AddsWrongly, "NCCL adds wrongly")]
    [InlineData(FakeFault.LosesTheNetwork, "network error")]
    [InlineData(FakeFault.NeverJoins, "waited too long")]
    [InlineData(FakeFault.NeverAdds, "waited too long")]
    public void What_goes_wrong_is_an_error_and_no_endless_wait(FakeFault fault, string said)
    {
        FakeGpus.Reset(Size, fault);

        var error = Assert.Throws<AggregateException>(() => ThreadGroup.Run(Size, group => Open(group, out _)));

        Assert.Contains(error.InnerExceptions, inner => inner.Message.Contains(said, StringComparison.Ordinal));
        if (fault is FakeFault.NeverAdds or FakeFault.LosesTheNetwork)
        {
            // Or the GPU would be at it for ever.
            Assert.Equal(Size, FakeGpus.Aborted);
        }
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_named()
    {
        FakeGpus.Reset(1);

        var error = Assert.Throws<AggregateException>(() =>
            ThreadGroup.Run(1, group => NcclCommunicator.Open(group, FakeGpus.Nccl(), FakeGpus.Cuda(), 4, Wait, out _))
        );

        Assert.Equal("CUDA failed to find GPU 4: CUDA_ERROR_INVALID_DEVICE.", error.InnerException!.Message);
    }

    private static NcclCommunicator? Open(IProcessGroup group, out string whyNot) =>
        NcclCommunicator.Open(group, FakeGpus.Nccl(), FakeGpus.Cuda(), group.Rank, Wait, out whyNot);

    private static void Sum(NcclCommunicator gpus, float[] values)
    {
        fixed (float* address = values)
        {
            gpus.Sum((nint)address, values.Length);
        }
    }

    private static void Wait(Func<bool> isDone)
    {
        var clock = Stopwatch.StartNew();
        while (!isDone())
        {
            if (clock.Elapsed > TimeSpan.FromSeconds(2))
            {
                throw new InvalidOperationException("A process waited too long.");
            }
            Thread.Sleep(1);
        }
    }
}

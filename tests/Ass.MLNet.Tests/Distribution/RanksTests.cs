using Ass.MLNet.Distribution;
using Ass.MLNet.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class RanksTests
{
    [Fact]
    public void Values_of_gpus_go_through_the_machines_memory_where_the_group_knows_no_gpus()
    {
        string?[] said = ThreadGroup.Run(2, group => Ranks.Of(group).OpenGpu(new Device(DeviceType.CUDA, group.LocalRank)));

        Assert.All(said, text => Assert.Equal("Gradients go through the machine's memory: the group cannot add up values of GPUs.", text));
    }

    [Fact]
    public void Gpus_are_opened_by_their_numbers_and_only_where_there_are_some()
    {
        var group = new GpuGroup(size: 2);

        Assert.Null(Ranks.Of(group).OpenGpu(CPU));
        Assert.Null(Ranks.Of(new GpuGroup(size: 1)).OpenGpu(new Device(DeviceType.CUDA, 3)));
        Assert.Equal(-1, group.Opened);
        Assert.Equal("Gradients are added up between the GPUs.", Ranks.Of(group).OpenGpu(new Device(DeviceType.CUDA, 3)));
        Assert.Equal(3, group.Opened);
    }

    [Fact]
    public unsafe void A_tensors_address_is_that_of_its_first_value()
    {
        using var scope = NewDisposeScope();
        var values = arange(6, ScalarType.Float32).view(2, 3);

        Assert.Equal(4, ((float*)TensorAddress.Of(values))[4]);
        Assert.Equal(3, *(float*)TensorAddress.Of(values[1]));
    }

    /// <summary>A group of which only the GPU is asked for.</summary>
    private sealed class GpuGroup(int size) : IGpuProcessGroup
    {
        public int Opened { get; private set; } = -1;

        public int Rank => 0;

        public int Size => size;

        public int LocalRank => 0;

        public string? OpenGpu(int index)
        {
            Opened = index;
            return null;
        }

        public void SumOnGpu(nint address, long count) => throw new NotSupportedException();

        public void Sum(Span<float> values) => throw new NotSupportedException();

        public void Sum(Span<double> values) => throw new NotSupportedException();

        public void Broadcast(Span<byte> bytes, int from) => throw new NotSupportedException();

        public void Fail(string reason) => throw new NotSupportedException();
    }
}

using Ass.MLNet.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class ParameterBufferTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parameters_and_gradients_are_views_of_one_tensor_each(bool channelsLast)
    {
        using var scope = NewDisposeScope();
        var (filters, bias) = (nn.Parameter(randn(4, 3, 3, 3)), nn.Parameter(randn(5)));
        var before = filters.detach().clone();
        var handle = filters.Handle;
        using var buffer = new ParameterBuffer([filters, bias], channelsLast);

        Assert.Equal(handle, filters.Handle);
        Assert.True(filters.is_leaf && filters.requires_grad);
        Assert.Equal(before.data<float>().ToArray(), filters.detach().contiguous().data<float>().ToArray());
        Assert.Equal(channelsLast ? 1 : 9, filters.stride(1));
        Assert.Equal(0, buffer.Values.numel() % 16);

        // Backward passes add up in the flat tensor, and what happens to it happens to the parameters.
        for (int i = 0; i < 2; i++)
        {
            (filters.sum() + (bias * 3).sum()).backward();
        }
        Assert.Equal(2 * 4 * 27 + 2 * 3 * 5, buffer.Gradients.sum().item<float>());
        using (no_grad())
        {
            buffer.Values.mul_(2);
            buffer.Gradients.zero_();
        }
        Assert.Equal((before * 2).data<float>().ToArray(), filters.detach().contiguous().data<float>().ToArray());
        Assert.Equal(0, filters.grad!.abs().sum().item<float>());
    }

    [Fact]
    public void Afterwards_every_parameter_has_memory_of_its_own_and_no_gradient()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (nn.Parameter(randn(4, 3, 1, 1)), nn.Parameter(randn(4, 3, 3, 3)));
        var expected = second.detach().clone();
        var buffer = new ParameterBuffer([first, second], channelsLast: true);
        second.sum().backward();
        buffer.Separate();
        buffer.Dispose();
        buffer.Dispose();

        Assert.Null(second.grad);
        Assert.Equal([3L, 1, 1, 1], first.stride());
        Assert.Equal([27L, 9, 3, 1], second.stride());
        Assert.Equal(expected.data<float>().ToArray(), second.data<float>().ToArray());
        Assert.NotEqual(first.storage<float>().data_ptr(), second.storage<float>().data_ptr());
        Assert.True(first.requires_grad);
    }

    /// <summary>After an error, memory may be what there is none of.</summary>
    [Fact]
    public void Without_it_parameters_keep_their_values_where_they_are()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (nn.Parameter(randn(4, 3, 1, 1)), nn.Parameter(randn(4, 3, 3, 3)));
        var expected = second.detach().clone();
        using (new ParameterBuffer([first, second]))
        {
            second.sum().backward();
        }

        Assert.Null(second.grad);
        Assert.Equal(first.storage<float>().data_ptr(), second.storage<float>().data_ptr());
        Assert.Equal(expected.data<float>().ToArray(), second.data<float>().ToArray());
    }

    [Fact]
    public void Idle_parameters_keep_their_values_and_have_a_state_of_zeros()
    {
        using var scope = NewDisposeScope();
        var (idle, learning) = (nn.Parameter(ones(3)), nn.Parameter(ones(2)));
        using var optimizer = new SgdOptimizer([new ParameterGroup([idle, learning], 0.1) { Idle = [idle] }], 0.9, weightDecay: 0.5);
        learning.sum().backward();
        optimizer.Step(1);

        var state = optimizer.State.ToArray();
        Assert.Equal(["velocity.0", "velocity.1"], state.Select(s => s.Name));
        Assert.Equal([0, 0, 0], state[0].Value.data<float>().ToArray());
        Assert.Equal([1.5f, 1.5f], state[1].Value.data<float>().ToArray());
        Assert.Equal([1, 1, 1], idle.data<float>().ToArray());
        Assert.All(learning.data<float>().ToArray(), value => Assert.Equal(0.85, value, 1e-6));
    }
}

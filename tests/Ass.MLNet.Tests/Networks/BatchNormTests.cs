using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class BatchNormTests
{
    // One channel with the values 1 and 3: mean 2, variance 1 (2 as an estimate from two values).
    private static Tensor Batch() => tensor(new float[] { 1, 3 }, [1, 1, 1, 2]);

    [Fact]
    public void A_stored_batch_moves_the_statistics_by_its_share()
    {
        using var scope = NewDisposeScope();
        var norm = new BatchNorm(1) { StoredShare = 0.05 };
        var y = norm.forward(Batch());

        Assert.Equal([-1f, 1f], y.data<float>().ToArray().Select(v => MathF.Round(v, 4)));
        Assert.Equal(0.1f, Buffer(norm, "running_mean"), 5);
        Assert.Equal(1.05f, Buffer(norm, "running_var"), 5);
    }

    [Fact]
    public void A_batch_that_is_not_stored_is_normalised_alike_and_leaves_no_trace()
    {
        using var scope = NewDisposeScope();
        var norm = new BatchNorm(1);
        var y = norm.forward(Batch());

        Assert.Equal([-1f, 1f], y.data<float>().ToArray().Select(v => MathF.Round(v, 4)));
        Assert.Equal(0f, Buffer(norm, "running_mean"));
        Assert.Equal(1f, Buffer(norm, "running_var"));
    }

    [Fact]
    public void Frozen_it_uses_what_is_stored_and_learns_nothing()
    {
        using var scope = NewDisposeScope();
        var norm = new BatchNorm(1);
        norm.Freeze();
        var x = Batch().requires_grad_();
        var y = norm.forward(x);
        y.sum().backward();

        Assert.Equal([1f, 3f], y.data<float>().ToArray().Select(v => MathF.Round(v, 4)));
        Assert.Equal(0f, Buffer(norm, "running_mean"));
        Assert.All(norm.parameters(), p => Assert.Null(p.grad));
        Assert.NotNull(x.grad);
    }

    [Fact]
    public void With_frozen_scale_and_shift_it_normalises_by_the_batch_and_stores_it_where_told()
    {
        using var scope = NewDisposeScope();
        var norm = new BatchNorm(1) { StoredShare = 0.1 };
        norm.FreezeAffine();
        var x = Batch().requires_grad_();
        var y = norm.forward(x);
        y.mul(y).mul(y).sum().backward();

        Assert.False(norm.Frozen);
        Assert.Equal([-1f, 1f], y.data<float>().ToArray().Select(v => MathF.Round(v, 4)));
        Assert.Equal(0.2f, Buffer(norm, "running_mean"), 5);
        Assert.Equal(1.1f, Buffer(norm, "running_var"), 5);
        Assert.All(norm.parameters(), p => Assert.Null(p.grad));
        Assert.NotNull(x.grad);
    }

    [Fact]
    public void In_prediction_it_uses_what_is_stored()
    {
        using var scope = NewDisposeScope();
        var norm = new BatchNorm(1);
        norm.eval();
        Assert.Equal([1f, 3f], norm.forward(Batch()).data<float>().ToArray().Select(v => MathF.Round(v, 4)));
    }

    [Fact]
    public void Statistics_move_with_the_module()
    {
        using var scope = NewDisposeScope();
        var norm = new BatchNorm(1) { StoredShare = 0.05 };
        norm.to(ScalarType.Float64);
        norm.forward(Batch().to(ScalarType.Float64));

        Assert.Equal(0.1, norm.state_dict()["running_mean"].item<double>(), 6);
    }

    [Fact]
    public void Forgotten_statistics_are_those_of_the_start_even_after_numbers_that_are_none()
    {
        using var scope = NewDisposeScope();
        var norm = new BatchNorm(1) { StoredShare = 1 };
        norm.forward(tensor(new float[] { float.NaN, 3 }, [1, 1, 1, 2]));
        using (no_grad())
        {
            norm.ResetStatistics();
        }

        Assert.Equal(0f, Buffer(norm, "running_mean"));
        Assert.Equal(1f, Buffer(norm, "running_var"));
    }

    private static float Buffer(BatchNorm norm, string name) => norm.state_dict()[name].item<float>();
}

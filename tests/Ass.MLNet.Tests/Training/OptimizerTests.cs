using Ass.MLNet.Training;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class OptimizerTests
{
    [Fact]
    public void Sgd_follows_PyTorchs_definition()
    {
        // p = 2 with gradient 0.5: g = 0.5 + 0.1 · 2 = 0.7, v = 0.7, p = 2 − 0.1 · 0.7 = 1.93;
        // then g = 0.5 + 0.193 = 0.693, v = 0.9 · 0.7 + 0.693 = 1.323, p = 1.93 − 0.5 · 0.1 · 1.323 = 1.86385.
        using var parameter = nn.Parameter(tensor(new[] { 2f }));
        using var optimizer = new SgdOptimizer([new ParameterGroup([parameter], 0.1)], momentum: 0.9, weightDecay: 0.1);
        Assert.Equal(1.93f, Step(parameter, optimizer, 0.5f, decay: 1), 6);
        Assert.Equal(1.86385f, Step(parameter, optimizer, 0.5f, decay: 0.5), 6);
    }

    [Fact]
    public void Adam_follows_PyTorchs_definition()
    {
        // First step: both moments, corrected, give g / |g|, so p moves by the rate. Second, with g = −1 after 0.5:
        // m = (0.9 · 0.05 − 0.1) / (1 − 0.81) = −0.289474, s = (0.99 · 0.0025 + 0.01) / (1 − 0.9801) = 0.626884.
        using var parameter = nn.Parameter(tensor(new[] { 2f }));
        using var optimizer = new AdamOptimizer([new ParameterGroup([parameter], 0.01)], 0.9, 0.99, weightDecay: 0);
        Assert.Equal(1.99f, Step(parameter, optimizer, 0.5f, decay: 1), 5);
        Assert.Equal(1.99 + 0.01 * 0.289474 / Math.Sqrt(0.626884), Step(parameter, optimizer, -1f, decay: 1), 5);
    }

    [Fact]
    public void Both_agree_with_TorchSharps_own_over_many_steps()
    {
        using var scope = NewDisposeScope();
        Compare(
            p => new SgdOptimizer([new ParameterGroup([p], 0.05)], 0.9, 0.01),
            p => optim.SGD([p], 0.05, momentum: 0.9, weight_decay: 0.01)
        );
        Compare(
            p => new AdamOptimizer([new ParameterGroup([p], 0.05)], 0.9, 0.99, 0.01),
            p => optim.Adam([p], 0.05, beta1: 0.9, beta2: 0.99, weight_decay: 0.01)
        );

        static void Compare(Func<Parameter, ParameterOptimizer> ours, Func<Parameter, optim.Optimizer> theirs)
        {
            var start = tensor(new[] { -1f, -0.5f, 0.1f, 0.5f, 1f });
            var (a, b) = (nn.Parameter(start.clone()), nn.Parameter(start.clone()));
            using var first = ours(a);
            using var second = theirs(b);
            for (int i = 0; i < 10; i++)
            {
                first.ClearGradients();
                second.zero_grad();
                Loss(a).backward();
                Loss(b).backward();
                first.Step(1);
                second.step();
            }

            Assert.True(a.allclose(b, 1e-5, 1e-6));
        }

        static Tensor Loss(Tensor x) => (x * x * x).sum();
    }

    [Fact]
    public void Groups_have_rates_of_their_own()
    {
        using var slow = nn.Parameter(tensor(new[] { 0f }));
        using var fast = nn.Parameter(tensor(new[] { 0f }));
        using var optimizer = new SgdOptimizer([new ParameterGroup([slow], 0.1), new ParameterGroup([fast], 1)], 0, 0);
        (slow + fast).sum().backward();
        optimizer.Step(1);
        Assert.Equal((-0.1f, -1f), (slow.item<float>(), fast.item<float>()));
    }

    private static float Step(Parameter parameter, ParameterOptimizer optimizer, float gradient, double decay)
    {
        optimizer.ClearGradients();
        (parameter * gradient).sum().backward();
        optimizer.Step(decay);
        return parameter.data<float>()[0];
    }
}

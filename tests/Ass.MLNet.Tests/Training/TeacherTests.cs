using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>The teacher is the moving average of the network, and predicts with the average of today.</summary>
public class TeacherTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(BatchNormMode.Frozen)]
    [InlineData(BatchNormMode.Learned)]
    public void It_is_the_moving_average_of_all_weights(BatchNormMode mode)
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(mode));
        using var random = new Generator(5);
        var teacher = game.Modules.Teacher!;
        var expected = Values(teacher.Network);
        Assert.True(AreSame(Values(game.Modules.Network), expected));
        for (int step = 0; step < 4; step++)
        {
            using var ofStep = NewDisposeScope();
            using (no_grad())
            {
                foreach (var buffer in game.Modules.NetworkOptimizer.Buffers)
                {
                    buffer.Values.add_(randn(buffer.Values.shape, generator: random), 0.1);
                }
            }
            teacher.Follow(step, sound: null);

            // 1 − 1/(t+1) for the first steps (0, 1/2, 2/3), then the decay of 0.7.
            double kept = new[] { 0, 0.5, 2.0 / 3, 0.7 }[step];
            expected = (kept * expected + (1 - kept) * Values(game.Modules.Network)).MoveToOuterDisposeScope();
        }

        double distance = ((Values(teacher.Network) - expected).norm() / expected.norm()).item<double>();
        output.WriteLine(FormattableString.Invariant($"average: {distance:0.0e+0}"));
        Assert.InRange(distance, 0, 1e-6);
    }

    /// <summary>Networks that predict keep their folded filters; those of a teacher change with every step.</summary>
    [Theory]
    [InlineData(BatchNormMode.Frozen)]
    [InlineData(BatchNormMode.Learned)]
    public void It_predicts_with_its_weights_of_today(BatchNormMode mode)
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(mode));
        var (_, _, unlabeled) = StepGame.Batches();
        var images = unlabeled.ToTensor(InputNormalization.Default, CPU);
        var teacher = game.Modules.Teacher!;
        var before = teacher.Predict(images, alignCorners: false);
        using (no_grad())
        {
            foreach (var buffer in game.Modules.NetworkOptimizer.Buffers)
            {
                buffer.Values.mul_(1.2);
            }
        }
        teacher.Follow(0, sound: null);
        var after = teacher.Predict(images, alignCorners: false);

        Assert.False(after.requires_grad);
        Assert.True((after - before).abs().max().item<float>() > 1e-3);
        game.Modules.FrozenFilters?.Fold();
        var student = game.Modules.Network.forward(images).Logits;
        TensorAssert.Close(Layers.Upsample(student, StepGame.Side, StepGame.Side).softmax(1).detach(), after);
    }

    [Fact]
    public void An_unsound_step_does_not_move_it()
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(BatchNormMode.Learned));
        var teacher = game.Modules.Teacher!;
        var before = Values(teacher.Network);
        using (no_grad())
        {
            game.Modules.NetworkOptimizer.Buffers[0].Values.mul_(1.2);
        }

        teacher.Follow(3, tensor(false));
        Assert.True(AreSame(before, Values(teacher.Network)));

        teacher.Follow(3, tensor(true));
        Assert.False(AreSame(before, Values(teacher.Network)));
    }

    [Fact]
    public void Swapped_twice_nothing_has_changed()
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(BatchNormMode.Learned));
        var (network, teacher) = (game.Modules.Network, game.Modules.Teacher!);
        using (no_grad())
        {
            game.Modules.NetworkOptimizer.Buffers[0].Values.mul_(1.2);
        }
        var (student, average) = (Values(network), Values(teacher.Network));
        Assert.False(AreSame(student, average));

        teacher.Swap();
        Assert.True(AreSame(average, Values(network)));
        Assert.True(AreSame(student, Values(teacher.Network)));

        teacher.Swap();
        Assert.True(AreSame(student, Values(network)));
        Assert.True(AreSame(average, Values(teacher.Network)));
    }

    private static AssSegmentationOptions Options(BatchNormMode mode) =>
        new()
        {
            Recipe = AdaptationRecipe.TargetOnly,
            Network = SegmentationNetwork.DeepLabV2ResNet18,
            BatchNorm = mode,
            SelfTraining = { Enabled = true, TeacherDecay = 0.7 },
        };

    /// <summary>All parameters one after the other, in 64 bits.</summary>
    private static Tensor Values(nn.Module module)
    {
        using var scope = NewDisposeScope();
        var parameters = module.parameters().Select(p => p.detach().flatten()).ToArray();
        return cat(parameters).to(ScalarType.Float64).MoveToOuterDisposeScope();
    }

    private static bool AreSame(Tensor one, Tensor other) => one.numel() == other.numel() && one.eq(other).all().item<bool>();
}

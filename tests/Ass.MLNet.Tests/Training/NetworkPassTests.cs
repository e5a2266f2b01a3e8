using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class NetworkPassTests
{
    [Theory]
    [InlineData(BatchNormMode.Frozen, MemoryFormat.ChannelsFirst, 1)]
    [InlineData(BatchNormMode.Frozen, MemoryFormat.ChannelsLast, 2)]
    [InlineData(BatchNormMode.Learned, MemoryFormat.ChannelsFirst, 1)]
    [InlineData(BatchNormMode.Learned, MemoryFormat.ChannelsFirst, 2)]
    [InlineData(BatchNormMode.Learned, MemoryFormat.ChannelsLast, 2)]
    public void Streams_together_give_what_each_gives_alone(BatchNormMode mode, MemoryFormat format, int count)
    {
        using var scope = NewDisposeScope();
        var options = new AssSegmentationOptions { Network = SegmentationNetwork.DeepLabV2ResNet18, BatchNorm = mode };
        options.Computing.MemoryFormat = format;
        using var game = new StepGame(options);
        Batch[] streams = [Batch(1, count), Batch(2, count), Batch(3, count)];

        var alone = streams.Select(stream => Outputs(stream).Single()).ToArray();
        var gradients = game.Gradients();
        game.Modules.NetworkOptimizer.ClearGradients();
        var together = Outputs(streams);

        foreach (var (expected, actual) in alone.Zip(together))
        {
            TensorAssert.Close(expected, actual);
        }
        foreach (var (name, gradient) in game.Gradients().Where(g => g.Key.StartsWith("network", StringComparison.Ordinal)))
        {
            // Rounding puts a value or two on the other side of a rectifier's bend; norms of few values spread that.
            double distance = (gradient - gradients[name]).norm().item<float>();
            double bound = mode == BatchNormMode.Frozen ? 1e-3 : 3e-2;
            Assert.True(
                distance <= bound * gradients[name].norm().item<float>() + 1e-4,
                $"{name}: {distance} of {gradients[name].norm().item<float>()}"
            );
        }

        Tensor[] Outputs(params Batch[] batches)
        {
            game.Modules.FrozenFilters?.Fold();
            using var pass = new NetworkPass(
                game.Modules,
                [.. batches.Select(b => new StreamInput(b.ToTensor(InputNormalization.Default, CPU)))]
            );
            foreach (var stream in pass.Streams)
            {
                (stream.Output.Logits.sin().sum() + stream.Output.Features.mean()).backward();
            }
            pass.Backward();
            return [.. pass.Streams.Select(s => s.Output.Logits.detach().clone())];
        }
    }

    [Theory]
    [InlineData(StreamBatching.Auto, 64, 1)]
    [InlineData(StreamBatching.Auto, 1024, 3)]
    [InlineData(StreamBatching.Together, 1024, 1)]
    [InlineData(StreamBatching.Separate, 64, 3)]
    public void Memory_decides_whether_streams_go_together(StreamBatching batching, int side, int passes)
    {
        using var scope = NewDisposeScope();
        var plan = Plan(batching);
        var batches = Enumerable.Range(0, 3).Select(_ => Empty(side, side)).ToArray();
        Assert.Equal(passes, plan.Group(batches).Count());
        Assert.Equal(batches, plan.Group(batches).SelectMany(b => b));
    }

    /// <summary>There, the copies that give each stream statistics of its own cost more than they gain.</summary>
    [Fact]
    public void On_a_CPU_several_images_do_not_where_norms_learn()
    {
        using var scope = NewDisposeScope();
        StreamInput[] pairs = [new(zeros(2, 3, 64, 64)), new(zeros(2, 3, 64, 64))];
        Assert.Equal(2, Plan(StreamBatching.Auto).Group(pairs).Count());
        Assert.Single(Plan(StreamBatching.Auto, mode: BatchNormMode.Frozen).Group(pairs));
        Assert.Single(Plan(StreamBatching.Together).Group(pairs));
    }

    [Fact]
    public void Streams_of_different_sizes_and_norms_that_store_statistics_never_do()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(2, Plan(StreamBatching.Together).Group(Empty(64, 48), null, Empty(48, 64)).Count());
        Assert.Equal(2, Plan(StreamBatching.Together, stores: true).Group(Empty(64, 64), Empty(64, 64), null).Count());
        Assert.Single(Plan(StreamBatching.Auto).Group(null, Empty(64, 64), null));
    }

    private static PassPlan Plan(StreamBatching batching, bool stores = false, BatchNormMode mode = BatchNormMode.Learned)
    {
        using var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 16, 3));
        network.SetBatchNorm(mode);
        return new PassPlan(batching, network, SegmentationPrecision.Float32, CPU, stores);
    }

    private static StreamInput Empty(int width, int height) => new(zeros(1, 3, height, width));

    private static Batch Batch(int seed, int count) =>
        Sampling.Batch.Create(
            [.. Enumerable.Range(0, count).Select(i => new Sample(StepGame.Noise(100 * seed + i + 7), null))],
            new byte[3]
        );
}

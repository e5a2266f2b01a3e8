using Ass.MLNet.Networks;
using Ass.MLNet.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class FrozenFiltersTests
{
    /// <summary>Against the network's own way: each norm folds the convolution before it, and autograd takes the gradient back to its
    /// weight.</summary>
    [Theory]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, false)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet50, true)]
    [InlineData(SegmentationNetwork.DeepLabV2MobileNetV2, true)]
    [InlineData(SegmentationNetwork.SwiftNetResNet18, false)]
    [InlineData(SegmentationNetwork.SwiftNetResNet18, true)]
    public void Folded_at_once_the_network_gives_the_same_output_and_gradients(SegmentationNetwork kind, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var network = new SegmentationModule(NetworkSpec.Of(new AssSegmentationOptions { Network = kind, OutputStride = 16 }, 5));
        network.Initialize(generator);
        MakeStatistics(network, generator);
        network.SetBatchNorm(BatchNormMode.Frozen);
        network.train();
        var images = randn(2, 3, 48, 64, generator: generator);
        var weights = network.NormalizedConvolutions.Select(c => (TorchSharp.Modules.Parameter)c.Convolution.Weight).ToArray();

        using var plain = network.forward(images);
        plain.Logits.sin().sum().backward();
        var (logits, gradients) = (plain.Logits.detach(), weights.Select(w => w.grad!.clone()).ToArray());

        using var buffer = new ParameterBuffer(weights, channelsLast);
        using var frozen = new FrozenFilters(network, buffer, ScalarType.Float32);
        frozen.Fold();
        using var folded = network.forward(images);
        folded.Logits.sin().sum().backward();
        frozen.Collect();
        frozen.Unfold();

        TensorAssert.Close(logits, folded.Logits);
        foreach (var (expected, weight) in gradients.Zip(weights))
        {
            // Rounding puts a value or two on the other side of a rectifier's bend.
            Assert.True(((expected - weight.grad!).norm() / expected.norm()).item<float>() < 3e-2);
        }
    }

    [Fact]
    public void Gradients_of_several_passes_in_16_bits_add_up_in_32()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 16, 5))
        {
            TrainingPrecision = SegmentationPrecision.BFloat16,
        };
        network.Initialize(generator);
        network.SetBatchNorm(BatchNormMode.Frozen);
        network.train();
        var weights = network.NormalizedConvolutions.Select(c => (TorchSharp.Modules.Parameter)c.Convolution.Weight).ToArray();
        using var buffer = new ParameterBuffer(weights);
        using var frozen = new FrozenFilters(network, buffer, ScalarType.BFloat16);
        frozen.Fold();
        var images = randn(1, 3, 32, 32, generator: generator);

        Pass(1);
        var large = buffer.Gradients.clone();
        buffer.Gradients.zero_();
        Pass(1e-3);
        var small = buffer.Gradients.clone();
        buffer.Gradients.zero_();
        Pass(1);
        Pass(1e-3);
        Assert.True((large + small - buffer.Gradients).abs().max().item<float>() <= 1e-6 * large.abs().max().item<float>());

        void Pass(double scale)
        {
            using var output = network.forward(images);
            output.Logits.backward([full_like(output.Logits, scale)]);
            frozen.Collect();
        }
    }

    [Fact]
    public void Afterwards_norms_fold_their_own_filters()
    {
        using var scope = NewDisposeScope();
        using var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 16, 5));
        network.SetBatchNorm(BatchNormMode.Frozen);
        var weights = network.NormalizedConvolutions.Select(c => (TorchSharp.Modules.Parameter)c.Convolution.Weight).ToArray();
        using var buffer = new ParameterBuffer(weights);
        using (new FrozenFilters(network, buffer, ScalarType.Float32))
        {
            Assert.All(network.NormalizedConvolutions, c => Assert.NotNull(c.Norm.TrainedFilters));
        }
        Assert.All(network.NormalizedConvolutions, c => Assert.Null(c.Norm.TrainedFilters));
        Assert.Equal(network.modules().OfType<Convolution>().Count(), weights.Length);
    }

    /// <summary>Stored statistics and scales that are not all alike.</summary>
    private static void MakeStatistics(SegmentationModule network, Generator generator)
    {
        using var _ = no_grad();
        foreach (var (_, norm) in network.NormalizedConvolutions)
        {
            foreach (var (name, value) in norm.state_dict())
            {
                value.uniform_(name is "running_mean" or "bias" ? -0.1 : 0.5, name is "running_mean" or "bias" ? 0.1 : 1.5, generator);
            }
        }
    }
}

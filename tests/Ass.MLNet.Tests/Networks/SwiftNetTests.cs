using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class SwiftNetTests
{
    private const int Classes = 5;
    private static readonly NetworkSpec Spec = new(SegmentationNetwork.SwiftNetResNet18, NetworkSpec.StrideUnderDecoder, Classes);

    [Theory]
    [InlineData(64, 96, 16, 24)]
    [InlineData(57, 81, 15, 21)]
    [InlineData(33, 17, 9, 5)]
    [InlineData(3, 1, 1, 1)]
    public void Features_and_logits_have_a_quarter_of_the_images_size_rounded_up(int height, int width, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        using var network = Create(1);
        foreach (bool training in new[] { false, true })
        {
            network.train(training);
            var output = network.forward(Noise(1, 2, height, width));
            Assert.Equal([2L, 128, rows, columns], output.Features.shape);
            Assert.Equal([2L, Classes, rows, columns], output.Logits.shape);
            Assert.Equal(128, network.FeatureChannels);
            output.Logits.sum().backward();
        }
    }

    [Fact]
    public void Pooling_that_rounds_up_adds_a_row_and_a_column()
    {
        using var scope = NewDisposeScope();
        using var network = new SegmentationModule(Spec with { CeilModePooling = true });
        network.eval();
        Assert.Equal([1L, Classes, 17, 25], network.forward(Noise(1, 1, 64, 96)).Logits.shape);
    }

    [Theory]
    [InlineData(64, 96)]
    [InlineData(75, 41)]
    public void Predictions_are_those_of_the_plain_formulation(int height, int width)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = Create(2);
        network.eval();
        var images = Noise(3, 2, height, width);
        var output = network.forward(images);

        var plain = new PlainSwiftNet(PlainSwiftNet.Copies(network.state_dict()), batchStatistics: false);
        var features = plain.Features(plain.Stages(images.to(ScalarType.Float64)));
        TensorAssert.Close(features.to(ScalarType.Float32), output.Features);
        TensorAssert.Close(plain.Logits(features).to(ScalarType.Float32), output.Logits);
        TensorAssert.Close(features.to(ScalarType.Float32), network.Features(images));
    }

    [Theory]
    [InlineData(false, BatchNormMode.Learned)]
    [InlineData(true, BatchNormMode.Learned)]
    [InlineData(false, BatchNormMode.Frozen)]
    [InlineData(true, BatchNormMode.Frozen)]
    public void Gradients_of_every_parameter_are_those_of_the_plain_formulation(bool channelsLast, BatchNormMode mode)
    {
        using var scope = NewDisposeScope();
        using var network = Create(4);
        network.SetBatchNorm(mode);
        network.TrainsChannelsLast = channelsLast;
        network.train();
        var images = Noise(5, 2, 43, 74);
        using var generator = new Generator(6);
        var (slopes, others) = (randn(2, Classes, 11, 19, generator: generator), randn(2, 128, 11, 19, generator: generator));
        var output = network.forward(images);
        output.Logits.mul(slopes).sum().add(output.Features.mul(others).mean()).backward();

        var copies = PlainSwiftNet.Copies(network.state_dict());
        var plain = new PlainSwiftNet(copies, mode == BatchNormMode.Learned);
        var features = plain.Features(plain.Stages(images.to(ScalarType.Float64)));
        plain.Logits(features).mul(slopes).sum().add(features.mul(others).mean()).backward();

        Assert.True(Distance(plain.Logits(features), output.Logits) < 1e-4);
        int compared = 0;
        foreach (var (name, parameter) in network.named_parameters().Where(p => p.parameter.requires_grad))
        {
            // Rounding puts a value or two on the other side of a rectifier's bend.
            double distance = Distance(copies[name].grad!, parameter.grad!);
            Assert.True(distance < 3e-2, $"{name}: {distance}");
            compared++;
        }
        Assert.Equal(mode == BatchNormMode.Learned ? 20 * 3 + 16 : 20 + 16, compared);
    }

    [Fact]
    public void In_bfloat16_the_output_is_nearly_the_same_and_gradients_reach_every_lateral()
    {
        using var scope = NewDisposeScope();
        using var network = Create(4);
        network.SetBatchNorm(BatchNormMode.Frozen);
        network.train();
        var images = Noise(5, 1, 75, 106);
        var expected = network.forward(images).Logits.detach();
        (network.TrainingPrecision, network.TrainsChannelsLast) = (SegmentationPrecision.BFloat16, true);
        var output = network.forward(images);
        output.Logits.sum().backward();

        Assert.Equal((ScalarType.Float32, ScalarType.Float32), (output.Logits.dtype, output.Features.dtype));
        Assert.True(Distance(expected, output.Logits) is > 0 and < 0.03);
        Assert.All(network.named_parameters().Where(p => p.parameter.requires_grad), p =>
        {
            Assert.Equal(ScalarType.Float32, p.parameter.grad!.dtype);
            Assert.True(p.parameter.grad!.abs().sum().item<float>() > 0, p.name);
        });
    }

    [Fact]
    public void It_has_the_names_and_sizes_of_its_parts()
    {
        using var network = Create(1);
        long Count(string part) => network.named_parameters().Where(p => p.name.StartsWith(part)).Sum(p => p.parameter.numel());

        // torchvision's resnet18 without its last layer.
        Assert.Equal(11_689_512 - (512 * 1000 + 1000), Count("backbone."));
        Assert.Equal((64 + 128 + 256 + 512) * 128 + 4 * 128, Count("decoder.laterals."));
        Assert.Equal(3 * (128 * 128 * 9 + 128), Count("decoder.blends."));
        Assert.Equal(128 * Classes + Classes, Count("classifier."));
        Assert.Superset(
            new HashSet<string> { "decoder.laterals.3.weight", "decoder.blends.2.bias", "classifier.weight", "classifier.bias" },
            network.state_dict().Keys.ToHashSet()
        );
    }

    [Fact]
    public void Initial_weights_follow_the_seed_and_keep_the_size_of_values()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var networks = new[] { Create(1), Create(1), Create(2) };
        var weights = networks.Select(n => cat([.. n.parameters().Select(p => p.flatten())]).data<float>().ToArray()).ToArray();
        Assert.Equal(weights[0], weights[1]);
        Assert.NotEqual(weights[0], weights[2]);

        var state = networks[0].state_dict();
        Assert.Equal(Math.Sqrt(1.0 / 512), Deviation("decoder.laterals.3"), 0.05 * Math.Sqrt(1.0 / 512));
        Assert.Equal(Math.Sqrt(2.0 / 1152), Deviation("decoder.blends.0"), 0.05 * Math.Sqrt(2.0 / 1152));
        Assert.Equal(0.01, Deviation("classifier"), 0.001);
        Assert.All(state.Where(item => item.Key.EndsWith(".bias")), item => Assert.Equal(0, item.Value.abs().sum().item<float>()));
        Array.ForEach(networks, network => network.Dispose());

        double Deviation(string name) => state[$"{name}.weight"].std().item<float>();
    }

    [Fact]
    public void A_prediction_leaves_no_tensor_but_its_output()
    {
        using var network = Create(1);
        network.eval();
        using var _ = inference_mode();
        using var images = Noise(1, 1, 64, 96);
        network.forward(images).Dispose();
        long before = LiveTensors.Count;
        network.forward(images).Dispose();
        Assert.Equal(before, LiveTensors.Count);
    }

    [Fact]
    public void Options_of_other_networks_do_not_change_it()
    {
        var options = new AssSegmentationOptions
        {
            Network = SegmentationNetwork.SwiftNetResNet18,
            OutputStride = 8,
            AdaptSegNet = { AsppBranches = 2 },
        };
        Assert.Equal(Spec, NetworkSpec.Of(options, Classes));
        Assert.Equal(4, Spec.FeatureStride);
    }

    private static double Distance(Tensor expected, Tensor actual) =>
        ((actual.detach().to(ScalarType.Float64) - expected.detach().to(ScalarType.Float64)).norm() / (expected.detach().norm() + 1e-9))
            .to(ScalarType.Float64)
            .item<double>();

    private static Tensor Noise(ulong seed, long count, long height, long width)
    {
        using var generator = new Generator(seed);
        return randn(count, 3, height, width, generator: generator);
    }

    private static SegmentationModule Create(ulong seed)
    {
        var network = new SegmentationModule(Spec);
        using var generator = new Generator(seed);
        network.Initialize(generator);
        return network;
    }
}

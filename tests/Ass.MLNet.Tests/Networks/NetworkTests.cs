using Ass.MLNet.Networks;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class NetworkTests
{
    [Theory]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, 8, 512)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, 32, 512)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet50, 16, 2048)]
    [InlineData(SegmentationNetwork.DeepLabV2MobileNetV2, 8, 320)]
    [InlineData(SegmentationNetwork.DeepLabV2MobileNetV2, 16, 320)]
    [InlineData(SegmentationNetwork.DeepLabV2MobileNetV2, 32, 320)]
    public void Features_and_logits_have_the_output_strides_size(SegmentationNetwork kind, int stride, int channels)
    {
        using var _ = no_grad();
        using var network = new SegmentationModule(new NetworkSpec(kind, stride, 5));
        network.eval();
        using var images = randn(1, 3, 64, 96);
        using var output = network.forward(images);

        Assert.Equal([1L, channels, 64 / stride, 96 / stride], output.Features.shape);
        Assert.Equal([1L, 5, 64 / stride, 96 / stride], output.Logits.shape);
        Assert.Equal(channels, network.FeatureChannels);
    }

    [Fact]
    public void ResNet101_has_the_parameters_of_the_papers_network()
    {
        using var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet101, 8, 19));
        long backbone = network.Backbone.parameters().Sum(p => p.numel());
        long classifier = network.Classifier.parameters().Sum(p => p.numel());

        // torchvision's resnet101 without its last layer; four 3×3 convolutions 2048 → 19 with bias.
        Assert.Equal(44_549_160 - (2048 * 1000 + 1000), backbone);
        Assert.Equal(4 * (2048 * 19 * 9 + 19), classifier);
    }

    [Fact]
    public void Parameters_have_the_names_of_PyTorchs_implementations()
    {
        using var resnet = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 8, 3));
        using var mobile = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, 8, 3));
        var names = resnet.state_dict().Keys.Concat(mobile.state_dict().Keys).ToHashSet();

        Assert.Superset(
            new HashSet<string>
            {
                "backbone.conv1.weight",
                "backbone.bn1.running_var",
                "backbone.layer2.0.downsample.1.weight",
                "backbone.layer4.1.conv2.weight",
                "backbone.features.0.0.weight",
                "backbone.features.1.conv.1.weight",
                "backbone.features.17.conv.3.running_mean",
                "classifier.conv2d_list.3.bias",
            },
            names
        );
    }

    [Fact]
    public void Global_discriminator_has_AdaptSegNets_size()
    {
        using var discriminator = new GlobalDiscriminator(19);
        Assert.Equal(2_781_121, discriminator.parameters().Sum(p => p.numel()));
    }

    [Theory]
    [InlineData(SemanticDiscriminatorHead.Binary, 1)]
    [InlineData(SemanticDiscriminatorHead.ClassConditional, 10)]
    [InlineData(SemanticDiscriminatorHead.PerClass, 5)]
    public void Semantic_discriminator_has_the_outputs_of_its_head(SemanticDiscriminatorHead head, int outputs)
    {
        using var discriminator = new SemanticDiscriminator(7, 5, head);
        using var vectors = randn(3, 7);
        using var logits = discriminator.forward(vectors);
        Assert.Equal([3L, outputs], logits.shape);
    }

    [Fact]
    public void One_seed_gives_one_network()
    {
        using var a = Weights(1);
        using var b = Weights(1);
        using var c = Weights(2);
        Assert.Equal(a.data<float>().ToArray(), b.data<float>().ToArray());
        Assert.NotEqual(a.data<float>().ToArray(), c.data<float>().ToArray());

        static Tensor Weights(int seed)
        {
            using var generator = new Generator((ulong)seed);
            using var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, 32, 3));
            network.Initialize(generator);
            using var _ = no_grad();
            return cat(network.parameters().Select(p => p.flatten()).ToArray());
        }
    }
}

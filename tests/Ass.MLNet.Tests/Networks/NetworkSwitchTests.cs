using Ass.MLNet.Images;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class NetworkSwitchTests
{
    private static readonly NetworkSpec ResNet18 = new(SegmentationNetwork.DeepLabV2ResNet18, 8, 3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void As_many_branches_are_summed_as_are_asked_for_and_the_others_do_not_learn(int summed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var classifier = new AsppClassifier(5, 3, outputStride: 8, summed);
        classifier.Initialize(generator);
        var features = randn(1, 5, 30, 30);
        var weights = classifier.state_dict();
        var expected = zeros(1, 3, 30, 30);
        for (int i = 0; i < summed; i++)
        {
            long d = 6 * (i + 1);
            expected += nn.functional.conv2d(
                features,
                weights[$"conv2d_list.{i}.weight"],
                weights[$"conv2d_list.{i}.bias"],
                null,
                [d, d],
                [d, d]
            );
        }

        var logits = classifier.forward(features);
        logits.sum().backward();
        Assert.True((logits - expected).abs().max().item<float>() < 1e-5);
        Assert.Equal(8, weights.Count);
        Assert.Equal(2 * summed, classifier.parameters().Count(p => p.grad is not null));
    }

    [Fact]
    public void A_bottlenecks_stride_lies_where_it_is_said()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var random = new Generator(1);
        foreach (var where in Enum.GetValues<BottleneckStride>())
        {
            var block = new ResNetBottleneck(8, 4, stride: 2, dilation: 1, where);
            block.eval();
            foreach (var parameter in block.parameters())
            {
                parameter.normal_(0, 0.3, random);
            }
            var w = block.state_dict();
            var x = randn([1, 8, 9, 7], generator: random);

            // The block written down plainly; batch norms have mean 0 and variance 1 stored.
            long[] first = where == BottleneckStride.On1x1 ? [2, 2] : [1, 1];
            long[] second = where == BottleneckStride.On1x1 ? [1, 1] : [2, 2];
            var y = Norm(nn.functional.conv2d(x, w["conv1.weight"], null, first), "bn1").relu();
            y = Norm(nn.functional.conv2d(y, w["conv2.weight"], null, second, [1, 1]), "bn2").relu();
            y = Norm(nn.functional.conv2d(y, w["conv3.weight"]), "bn3");
            var expected = (y + Norm(nn.functional.conv2d(x, w["downsample.0.weight"], null, [2, 2]), "downsample.1")).relu();

            var actual = block.forward(x);
            Assert.Equal([1L, 16, 5, 4], actual.shape);
            Assert.True((actual - expected).abs().max().item<float>() < 1e-4, where.ToString());

            // Strided 1×1 convolutions see even rows and columns only.
            x[0, TensorIndex.Colon, 1, 1] = 5f;
            Assert.Equal(where == BottleneckStride.On1x1, (block.forward(x) - actual).abs().max().item<float>() == 0);

            Tensor Norm(Tensor t, string name) =>
                t / Math.Sqrt(1 + 1e-5) * w[$"{name}.weight"].view(1, -1, 1, 1) + w[$"{name}.bias"].view(1, -1, 1, 1);
        }
    }

    [Theory]
    [InlineData(false, 64, 96, 8, 12)]
    [InlineData(true, 64, 96, 9, 13)]
    [InlineData(true, 66, 97, 9, 13)]
    [InlineData(true, 128, 256, 17, 33)]
    public void Ceil_mode_pooling_rounds_sides_up(bool ceil, int height, int width, int expectedHeight, int expectedWidth)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = new SegmentationModule(ResNet18 with { CeilModePooling = ceil });
        network.eval();
        var output = network.forward(zeros(1, 3, height, width));
        Assert.Equal([1L, 3, expectedHeight, expectedWidth], output.Logits.shape);
    }

    [Fact]
    public void Predictions_have_the_images_size_whatever_the_features_size()
    {
        using var segmenter = new Segmenter(
            new SegmentationModule(ResNet18 with { CeilModePooling = true }),
            InputNormalization.Default,
            new PredictionResizing(new ImageSize(40, 32)),
            ["a", "b", "c"],
            CPU
        );
        Assert.Equal(51 * 37, segmenter.PredictIds(StepImage(51, 37)).Length);

        static BgrImage StepImage(int width, int height) => new(width, height, new byte[width * height * 3]);
    }

    [Theory]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, 256)]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet50, 1024)]
    public void The_second_classifier_sees_the_third_stage_in_training_and_nothing_in_prediction(SegmentationNetwork kind, int channels)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var spec = new NetworkSpec(kind, 32, 3);
        using var single = Create(spec);
        using var multi = Create(spec with { MultiLevel = true });
        Assert.Equal([3L, channels, 3, 3], multi.state_dict()["auxiliary.conv2d_list.0.weight"].shape);
        Assert.Equal(single.state_dict().Count + 8, multi.state_dict().Count);

        var images = randn(1, 3, 64, 64);
        var output = multi.forward(images);
        Assert.Equal([1L, 3, 4, 4], output.AuxiliaryLogits!.shape);
        Assert.Equal(single.forward(images).Logits.data<float>().ToArray(), output.Logits.data<float>().ToArray());

        // Its logits are its own classifier's of the third stage's features.
        var resnet = (ResNet)multi.Backbone;
        var expected = multi.Auxiliary!.forward(resnet.Middle(images));
        Assert.Equal(expected.data<float>().ToArray(), output.AuxiliaryLogits.data<float>().ToArray());
        multi.eval();
        Assert.Null(multi.forward(images).AuxiliaryLogits);

        static SegmentationModule Create(NetworkSpec spec)
        {
            using var generator = new Generator(1);
            var network = new SegmentationModule(spec);
            network.Initialize(generator);
            network.train();
            return network;
        }
    }

    [Fact]
    public void Aligned_corners_keep_the_corners_values()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 0, 1, 2, 3 }, [1, 1, 2, 2]);
        float[] aligned = Layers.Upsample(x, 3, 3, alignCorners: true).data<float>().ToArray();
        float[] edges = Layers.Upsample(x, 4, 2).data<float>().ToArray();

        Assert.Equal([0, 0.5f, 1, 1, 1.5f, 2, 2, 2.5f, 3], aligned);
        Assert.Equal([0, 1, 0.5f, 1.5f, 1.5f, 2.5f, 2, 3], edges);
    }
}

using Ass.MLNet.Networks;
using Ass.MLNet.Onnx;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>That an exported network's logits are those of libtorch.</summary>
public sealed class NetworkGraphTests(ITestOutputHelper output)
{
    private const int Classes = 5;

    public static TheoryData<string> Networks => [.. Specs.Keys];

    private static readonly Dictionary<string, (NetworkSpec Spec, int Width, int Height, int Batch)> Specs = new()
    {
        ["ResNet-18, stride 8"] = (new(SegmentationNetwork.DeepLabV2ResNet18, 8, Classes), 161, 113, 1),
        ["ResNet-18, stride 16"] = (new(SegmentationNetwork.DeepLabV2ResNet18, 16, Classes), 161, 113, 3),
        ["ResNet-18, stride 32"] = (new(SegmentationNetwork.DeepLabV2ResNet18, 32, Classes), 161, 113, 1),
        ["ResNet-18, three last blocks"] = (new(SegmentationNetwork.DeepLabV2ResNet18, 16, Classes, 3), 161, 113, 1),
        ["ResNet-18, two branches"] = (new(SegmentationNetwork.DeepLabV2ResNet18, 8, Classes) { AsppBranches = 2 }, 161, 113, 1),
        ["ResNet-18, one branch"] = (new(SegmentationNetwork.DeepLabV2ResNet18, 8, Classes) { AsppBranches = 1 }, 161, 113, 1),
        ["ResNet-18, pooling rounds up"] = (new(SegmentationNetwork.DeepLabV2ResNet18, 8, Classes) { CeilModePooling = true }, 96, 64, 1),
        ["ResNet-18, pooling rounds up, odd"] = (
            new(SegmentationNetwork.DeepLabV2ResNet18, 8, Classes) { CeilModePooling = true },
            161,
            113,
            1
        ),
        ["ResNet-18, two classifiers"] = (new(SegmentationNetwork.DeepLabV2ResNet18, 8, Classes) { MultiLevel = true }, 161, 113, 1),
        ["ResNet-50, stride 8"] = (new(SegmentationNetwork.DeepLabV2ResNet50, 8, Classes), 161, 113, 1),
        ["ResNet-50, stride 32"] = (new(SegmentationNetwork.DeepLabV2ResNet50, 32, Classes), 161, 113, 1),
        ["ResNet-50, stride in the 1x1"] = (
            new(SegmentationNetwork.DeepLabV2ResNet50, 16, Classes) { BottleneckStride = BottleneckStride.On1x1 },
            161,
            113,
            1
        ),
        ["ResNet-101, AdaptSegNet's"] = (
            new(SegmentationNetwork.DeepLabV2ResNet101, 8, Classes)
            {
                AsppBranches = 2,
                BottleneckStride = BottleneckStride.On1x1,
                CeilModePooling = true,
                MultiLevel = true,
            },
            65,
            47,
            1
        ),
        ["MobileNetV2, stride 8"] = (new(SegmentationNetwork.DeepLabV2MobileNetV2, 8, Classes), 161, 113, 3),
        ["MobileNetV2, stride 16"] = (new(SegmentationNetwork.DeepLabV2MobileNetV2, 16, Classes), 161, 113, 1),
        ["MobileNetV2, stride 32"] = (new(SegmentationNetwork.DeepLabV2MobileNetV2, 32, Classes), 161, 113, 1),
        ["SwiftNet"] = (new(SegmentationNetwork.SwiftNetResNet18, 32, Classes), 161, 113, 3),
        ["SwiftNet, pooling rounds up"] = (
            new(SegmentationNetwork.SwiftNetResNet18, 32, Classes, 3) { CeilModePooling = true },
            160,
            112,
            1
        ),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_graphs_logits_are_the_networks(string name)
    {
        var (spec, width, height, batch) = Specs[name];
        var images = Enumerable.Range(1, batch).Select(seed => ExportedModels.CreateImage(width, height, seed)).ToArray();
        using var model = ExportedModels.CreateModel(spec);
        using var graph = new MemoryStream();
        ((IOnnxSource)model).WriteOnnx(graph);
        using var session = new OnnxGraphSession(graph.ToArray());
        var (logits, shape) = session.Run<float>(images);

        using var scope = NewDisposeScope();
        using var _ = inference_mode();
        byte[] pixels = [.. images.SelectMany(image => image.Pixels)];
        var input = model.Segmenter.Normalization.ToTensor(pixels, batch, height, width, CPU);
        var expected = model.Segmenter.Network.forward(input).Logits;
        Assert.Equal(expected.shape, shape);
        var actual = tensor(logits, shape);
        double difference = ((actual - expected).abs().max() / expected.abs().max()).ToDouble();

        var classes = Classify(expected);
        double same = Classify(actual).eq(classes).to(ScalarType.Float64).mean().ToDouble();
        output.WriteLine($"{name}: {difference:0.0E0} of the largest logit, {same:P4} of the pixels the same");

        Assert.InRange(difference, 0, 1e-4);
        Assert.InRange(same, 0.9999, 1);
        Assert.True(classes.data<long>().ToArray().Distinct().Count() > 2);

        Tensor Classify(Tensor logits) => Layers.Upsample(logits, height, width).argmax(1);
    }
}

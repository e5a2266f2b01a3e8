using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Safetensors;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public sealed class SwiftNetWeightsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ImageNets_weights_fill_the_backbone_and_the_report_calls_the_rest_new()
    {
        using var file = PretrainedWeightsFile.Open(PretrainedWeights.ImageNet);
        using var network = Create(SegmentationNetwork.SwiftNetResNet18, 1, file.LastStageBlocks);
        using var before = Create(SegmentationNetwork.SwiftNetResNet18, 1, file.LastStageBlocks);
        var report = file.CopyTo(network);

        Assert.True(report.IsWhole, report.ToString());
        Assert.Equal(network.state_dict().Keys.Count(WeightReport.IsBackbone), report.Loaded.Count);
        Assert.Contains("missing      16  decoder 14, classifier 2: new, with random weights", report.ToString());
        AssertSame(before, network, name => !WeightReport.IsBackbone(name));
        using var deepLab = Create(SegmentationNetwork.DeepLabV2ResNet18, 2, file.LastStageBlocks);
        file.CopyTo(deepLab);
        AssertSame(deepLab, network, WeightReport.IsBackbone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    [InlineData("state_dict.model.")]
    public void Its_own_names_fill_it_whole_under_any_prefix(string prefix)
    {
        using var original = Create(SegmentationNetwork.SwiftNetResNet18, 1);
        string path = Save(original.state_dict().ToDictionary(item => prefix + item.Key, item => item.Value));
        using var file = PretrainedWeightsFile.Open(path);
        using var network = Create(SegmentationNetwork.SwiftNetResNet18, 2);
        var report = file.CopyTo(network);

        Assert.Empty(report.Missing.Concat(report.Unexpected).Concat(report.MisShaped));
        Assert.Contains("backbone 100, decoder 14, classifier 2", report.ToString());

        // Not as the library saves it.
        Assert.Equal([PretrainedWeightsFile.NoPixels], report.Cautions);
        AssertSame(original, network, _ => true);
    }

    [Fact]
    public void Saved_models_and_weights_fill_it_whole()
    {
        var ml = new MLContext(seed: 1);
        using var model = Model(ml, SegmentationNetwork.SwiftNetResNet18);
        foreach (string path in Saved(model))
        {
            using var file = PretrainedWeightsFile.Open(path);
            using var network = Create(SegmentationNetwork.SwiftNetResNet18, 2);
            var report = file.CopyTo(network);
            Assert.True(report.IsWhole, report.ToString());
            Assert.Empty(report.Missing);
            AssertSame(model.Segmenter.Network, network, _ => true);
        }
    }

    /// <summary>Of both networks the other takes the backbone, and the report says that there was more.</summary>
    [Theory]
    [InlineData(SegmentationNetwork.DeepLabV2ResNet18, SegmentationNetwork.SwiftNetResNet18, 8)]
    [InlineData(SegmentationNetwork.SwiftNetResNet18, SegmentationNetwork.DeepLabV2ResNet18, 16)]
    public void Another_networks_model_fills_the_backbone(SegmentationNetwork from, SegmentationNetwork to, int unexpected)
    {
        using var model = Model(new MLContext(seed: 1), from);
        foreach (string path in Saved(model))
        {
            using var file = PretrainedWeightsFile.Open(path);
            using var network = Create(to, 2);
            var report = file.CopyTo(network);
            Assert.All(report.Loaded, name => Assert.True(WeightReport.IsBackbone(name)));
            Assert.Equal((100, unexpected), (report.Loaded.Count, report.Unexpected.Count));
            Assert.Empty(report.Cautions);
            AssertSame(model.Segmenter.Network, network, WeightReport.IsBackbone);
        }
    }

    [Fact]
    public void Another_networks_classifier_of_images_is_not_taken_for_its_own()
    {
        using var original = Create(SegmentationNetwork.SwiftNetResNet18, 1);
        var tensors = original
            .state_dict()
            .Where(item => WeightReport.IsBackbone(item.Key) || item.Key.StartsWith("classifier."))
            .ToDictionary(item => item.Key.Replace("backbone.", ""), item => item.Value);
        using var file = PretrainedWeightsFile.Open(Save(tensors));
        using var network = Create(SegmentationNetwork.SwiftNetResNet18, 2);
        var report = file.CopyTo(network);

        Assert.Equal(["classifier.weight", "classifier.bias"], report.Unexpected.OrderDescending());
        Assert.Equal(16, report.Missing.Count);
    }

    [Fact]
    public void A_model_of_it_at_another_output_stride_or_with_a_second_classifier_is_refused()
    {
        using var model = Model(new MLContext(seed: 1), SegmentationNetwork.SwiftNetResNet18);
        using var stream = new MemoryStream();
        model.Segmenter.Save(stream);
        Assert.Equal((4, 32), (BitConverter.ToInt32(stream.ToArray(), 12), BitConverter.ToInt32(stream.ToArray(), 16)));
        Assert.Contains("its output stride is 16", Error(16, 16));
        Assert.Contains("it has a second classifier on SwiftNetResNet18", Error(40, 1));

        string Error(int at, byte value)
        {
            byte[] changed = stream.ToArray();
            changed[at] = value;
            return Assert.Throws<InvalidDataException>(() => Segmenter.Load(new MemoryStream(changed), CPU)).Message;
        }
    }

    private IEnumerable<string> Saved(AssSegmentationTransformer model)
    {
        string saved = _folder.At("model.zip"),
            weights = _folder.At("weights.safetensors");
        using (var stream = File.Create(saved))
        {
            model.Save(stream);
        }
        model.SaveWeights(weights);
        return [saved, weights];
    }

    private string Save(Dictionary<string, Tensor> tensors)
    {
        string path = _folder.At("tensors.safetensors");
        using var stream = File.Create(path);
        SafetensorsWriter.Write(stream, tensors, new Dictionary<string, string>());
        return path;
    }

    private static AssSegmentationTransformer Model(MLContext ml, SegmentationNetwork kind) =>
        new(
            ml,
            new Segmenter(Create(kind, 1), InputNormalization.Default, new PredictionResizing(null), TestModel.ClassNames, CPU),
            new SegmentationColumns("Image", "PredictedLabel", null)
        );

    private static SegmentationModule Create(SegmentationNetwork kind, ulong seed, int lastStageBlocks = 2)
    {
        var network = new SegmentationModule(new NetworkSpec(kind, 32, TestModel.ClassNames.Length, lastStageBlocks));
        using var generator = new Generator(seed);
        network.Initialize(generator);
        return network;
    }

    private static void AssertSame(SegmentationModule expected, SegmentationModule actual, Func<string, bool> chosen)
    {
        using var scope = NewDisposeScope();
        var own = actual.state_dict();
        var compared = expected.state_dict().Where(item => chosen(item.Key)).ToArray();
        Assert.NotEmpty(compared);
        Assert.All(compared, item => Assert.True(item.Value.equal(own[item.Key]).all().ToBoolean(), item.Key));
    }
}

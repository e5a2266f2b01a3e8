using System.Text.Json;
using Ass.MLNet.Networks;
using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Ass.MLNet.Prediction;
using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Tensors;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;

namespace Ass.MLNet.Tests;

/// <summary>What exported graphs take and return, and say of themselves.</summary>
public sealed class SaveOnnxTests(ITestOutputHelper output) : IDisposable
{
    private static readonly NetworkSpec Spec = new(SegmentationNetwork.DeepLabV2MobileNetV2, 16, ExportedModels.ClassNames.Length);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(OnnxInput.Bgr)]
    [InlineData(OnnxInput.Rgb)]
    [InlineData(OnnxInput.Normalized)]
    public void Every_output_is_that_of_prediction(OnnxInput input)
    {
        foreach (bool alignCorners in new[] { false, true })
        {
            var normalization = alignCorners ? InputNormalization.Default : InputNormalization.TorchVision;
            using var model = ExportedModels.CreateModel(Spec, normalization, new PredictionResizing(null, AlignCorners: alignCorners));
            CheckAllOutputs(model, input, 131, 93, 1e-4);
        }
    }

    [Theory]
    [InlineData(OnnxInput.Bgr, ImageInterpolation.Bilinear, 321, 227)]
    [InlineData(OnnxInput.Bgr, ImageInterpolation.Bicubic, 321, 227)]
    [InlineData(OnnxInput.Rgb, ImageInterpolation.Bilinear, 97, 61)]
    [InlineData(OnnxInput.Rgb, ImageInterpolation.Bicubic, 97, 61)]
    [InlineData(OnnxInput.Normalized, ImageInterpolation.Bicubic, 321, 227)]
    public void A_graph_resizes_bytes_for_a_network_that_was_trained_with_a_size(
        OnnxInput input,
        ImageInterpolation filter,
        int width,
        int height
    )
    {
        var resizing = new PredictionResizing(new ImageSize(160, 112), filter, AlignCorners: width > 160);
        using var model = ExportedModels.CreateModel(Spec, resizing: resizing);

        // Here and there a byte is one more or less.
        CheckAllOutputs(model, input, width, height, input == OnnxInput.Normalized ? 1e-4 : 1e-3);
    }

    [Fact]
    public void One_graph_takes_any_number_of_images_of_any_size()
    {
        using var model = ExportedModels.CreateModel(Spec);
        using var session = Export(model);

        Assert.Equal([-1, -1, -1, 3], session.Input.Dimensions);
        Assert.Equal(["batch", "height", "width", ""], session.Input.SymbolicDimensions);
        Assert.Equal(["batch", "height", "width"], session.Output.SymbolicDimensions);
        Assert.Equal(("image", "ids"), (session.InputName, session.OutputName));
        foreach (var (count, width, height) in new[] { (1, 33, 65), (3, 64, 17), (2, 1, 1) })
        {
            var images = Enumerable.Range(1, count).Select(seed => ExportedModels.CreateImage(width, height, seed)).ToArray();
            var (ids, shape) = session.Run<byte>(images);
            Assert.Equal([count, height, width], shape);
            Assert.Equal(images.SelectMany(model.Segmenter.PredictIds), ids);
        }
    }

    [Fact]
    public void Images_that_the_caller_resizes_have_the_trained_size()
    {
        using var model = ExportedModels.CreateModel(Spec, resizing: new PredictionResizing(new ImageSize(160, 112)));
        using var normalized = Export(model, new() { Input = OnnxInput.Normalized, Output = OnnxOutput.Softmax });
        using var stream = new MemoryStream();
        ((IOnnxSource)model).WriteOnnx(stream);
        using var scoring = new OnnxGraphSession(stream.ToArray());

        Assert.Equal([-1, 3, 112, 160], normalized.Input.Dimensions);
        Assert.Equal([-1, 5, 112, 160], normalized.Output.Dimensions);
        Assert.Equal([-1, 112, 160, 3], scoring.Input.Dimensions);
        Assert.Equal([-1, 5, 7, 10], scoring.Output.Dimensions);
        Assert.Equal("network_logits", scoring.OutputName);
        Assert.False(OnnxDescription.Parse(scoring.Metadata.CustomMetadataMap).ResizesImages);
    }

    [Fact]
    public void The_metadata_describes_the_graph_and_the_network()
    {
        var resizing = new PredictionResizing(new ImageSize(160, 112), ImageInterpolation.Bicubic, AlignCorners: true);
        using var model = ExportedModels.CreateModel(Spec, resizing: resizing);
        using var session = Export(model, new() { Input = OnnxInput.Rgb, Output = OnnxOutput.Softmax });
        var texts = session.Metadata.CustomMetadataMap;
        var description = OnnxDescription.Parse(texts);

        Assert.Equal(ExportedModels.ClassNames, description.ClassNames);
        Assert.Equal(
            (OnnxInput.Rgb, OnnxOutput.Softmax, resizing, true),
            (description.Input, description.Output, description.Resizing, description.ResizesImages)
        );
        Assert.Equal(ExportedModels.ClassNames, JsonSerializer.Deserialize<string[]>(texts["ass.classes"]));
        Assert.Equal("DeepLabV2MobileNetV2", texts["ass.network"]);
        Assert.Equal("16", texts["ass.output_stride"]);
        var normalization = WeightMetadata.ParseNormalization(texts["ass.normalization"])!;
        Assert.Equal(InputNormalization.TorchVision.MeanBgr, normalization.MeanBgr);
        Assert.True(normalization.RedFirst);
        Assert.Equal("Ass.MLNet", session.Metadata.ProducerName);
        Assert.Equal("DeepLabV2MobileNetV2", session.Metadata.GraphName);
    }

    [Fact]
    public void Batch_norms_are_folded_away_and_weights_have_their_layers_names()
    {
        using var model = ExportedModels.CreateModel(Spec);
        var graph = Read(model).Graph;

        Assert.DoesNotContain(graph.Node, node => node.OpType == "BatchNormalization");
        int layers = model.Segmenter.Network.NormalizedConvolutions.Count() + AsppClassifier.BranchCount;
        Assert.Equal(layers, graph.Node.Count(node => node.OpType == "Conv"));
        Assert.Contains(graph.Initializer, weights => weights.Name == "backbone.features.1.conv.0.0.weight");
        Assert.Contains(graph.Initializer, weights => weights.Name == "classifier.conv2d_list.3.bias");
        Assert.Equal(graph.Initializer.Count, graph.Initializer.Select(weights => weights.Name).Distinct().Count());
    }

    [Fact]
    public void What_prediction_does_not_use_is_left_out()
    {
        var spec = new NetworkSpec(SegmentationNetwork.DeepLabV2ResNet18, 32, 5) { AsppBranches = 2, MultiLevel = true };
        using var model = ExportedModels.CreateModel(spec);
        string[] names = [.. Read(model).Graph.Initializer.Select(weights => weights.Name)];

        Assert.DoesNotContain(names, name => name.StartsWith("auxiliary", StringComparison.Ordinal));
        Assert.DoesNotContain("classifier.conv2d_list.2.weight", names);
        Assert.Contains("classifier.conv2d_list.1.weight", names);
    }

    [Fact]
    public void A_model_that_cannot_be_exported_leaves_a_file_as_it_is()
    {
        string file = _folder.At("model.onnx");
        using (var model = ExportedModels.CreateModel(Spec))
        {
            model.SaveOnnx(file);
            byte[] before = File.ReadAllBytes(file);
            Assert.Throws<ArgumentOutOfRangeException>(() => model.SaveOnnx(file, new() { Output = (OnnxOutput)7 }));
            using (torch.no_grad())
            {
                model.Segmenter.Network.parameters().First().fill_(float.NaN);
            }
            var error = Assert.Throws<InvalidOperationException>(() => model.SaveOnnx(file));
            Assert.Contains("'backbone.features.0.0.weight' is NaN", error.Message);
            Assert.Equal(before, File.ReadAllBytes(file));
            Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
            model.Dispose();
            Assert.Throws<ObjectDisposedException>(() => model.SaveOnnx(file));
        }
    }

    [Fact]
    public void A_training_that_is_to_start_from_an_exported_graph_is_told_what_to_take()
    {
        string file = _folder.At("model.onnx");
        using (var model = ExportedModels.CreateModel(Spec))
        {
            model.SaveOnnx(file);
        }

        var error = Assert.Throws<InvalidDataException>(() => WeightFormats.Open(file));
        Assert.Contains("Start from the model that it was exported from", error.Message);
    }

    [Fact]
    public void Exporting_leaves_no_tensors_behind_and_gives_the_same_bytes_each_time()
    {
        using var model = ExportedModels.CreateModel(Spec);
        byte[] first = Save();
        long before = LiveTensors.Count;

        Assert.Equal(first, Save());
        Assert.Equal(before, LiveTensors.Count);

        byte[] Save()
        {
            using var file = new MemoryStream();
            model.SaveOnnx(file);
            return file.ToArray();
        }
    }

    private static OnnxGraphSession Export(AssSegmentationTransformer model, OnnxExportOptions? options = null)
    {
        using var file = new MemoryStream();
        model.SaveOnnx(file, options);
        return new OnnxGraphSession(file.ToArray());
    }

    private static ModelProto Read(AssSegmentationTransformer model)
    {
        using var file = new MemoryStream();
        model.SaveOnnx(file);
        return ModelProto.Parser.ParseFrom(file.ToArray());
    }

    private void CheckAllOutputs(AssSegmentationTransformer model, OnnxInput input, int width, int height, double tolerance)
    {
        using var expected = new ExpectedOutputs(
            model,
            ExportedModels.CreateImage(width, height, 1),
            ExportedModels.CreateImage(width, height, 2)
        );
        double same = expected.Check(input, OnnxOutput.Ids);
        double[] differences =
        [
            expected.Check(input, OnnxOutput.Softmax),
            expected.Check(input, OnnxOutput.Logits),
            expected.Check(input, OnnxOutput.NetworkLogits),
        ];
        output.WriteLine($"{same:P4} of the pixels the same; softmax, logits: {string.Join(", ", differences.Select(d => $"{d:0.0E0}"))}");
        Assert.InRange(same, 0.9999, 1);
        Assert.All(differences, difference => Assert.InRange(difference, 0, tolerance));
    }
}

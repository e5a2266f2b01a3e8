using Ass.MLNet.Networks;
using Ass.MLNet.Onnx;
using Ass.MLNet.Onnx.Protocol;
using Ass.MLNet.Prediction;
using Google.Protobuf;
using Microsoft.ML;
using TorchSharp;

namespace Ass.MLNet.Tests;

/// <summary>Small models, on libtorch and as graphs.</summary>
internal static class OnnxModels
{
    /// <summary>A model on ONNX Runtime.</summary>
    public static OnnxSegmentationTransformer Create(MLContext ml, string? score = null, string image = "Image")
    {
        using var model = TestModel.Create(ml, score, image);
        return model.ToOnnx(ml);
    }

    /// <summary>A model on libtorch that resizes.</summary>
    public static AssSegmentationTransformer CreateResizing(
        MLContext ml,
        PredictionResizing resizing,
        InputNormalization? normalization = null
    )
    {
        using var plain = TestModel.CreateSegmenter();
        using var copied = new MemoryStream();
        plain.Save(copied);
        copied.Position = 0;
        var network = Segmenter.Load(copied, torch.CPU).Network;
        return new(
            ml,
            new Segmenter(network, normalization ?? InputNormalization.Default, resizing, TestModel.ClassNames, torch.CPU),
            new("Image", "PredictedLabel", "Score")
        );
    }

    /// <summary>The graph that <c>ToOnnx</c> makes, to be changed.</summary>
    public static ModelProto Graph(MLContext ml)
    {
        using var model = TestModel.Create(ml);
        using var graph = new MemoryStream();
        ((IOnnxSource)model).WriteOnnx(graph);
        return WithoutChecksum(ModelProto.Parser.ParseFrom(graph.ToArray()));
    }

    /// <summary>A graph as another one says of itself in its metadata.</summary>
    public static byte[] With(this ModelProto graph, string key, string? text)
    {
        var changed = graph.Clone();
        var entry = changed.MetadataProps.Single(entry => entry.Key == key);
        if (text is null)
        {
            changed.MetadataProps.Remove(entry);
        }
        else
        {
            entry.Value = text;
        }
        return WithoutChecksum(changed).ToByteArray();
    }

    /// <summary>The share of pixels with the same class.</summary>
    public static double Agreement(byte[] first, byte[] second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"{first.Length} pixels against {second.Length}.", nameof(second));
        }
        return first.Zip(second).Count(pair => pair.First == pair.Second) / (double)first.Length;
    }

    /// <summary>As another program would write it.</summary>
    private static ModelProto WithoutChecksum(ModelProto model)
    {
        foreach (var checksum in model.MetadataProps.Where(text => text.Key == GraphChecksum.Key).ToArray())
        {
            model.MetadataProps.Remove(checksum);
        }
        return model;
    }
}

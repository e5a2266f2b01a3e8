using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using TorchSharp;

namespace Ass.MLNet.Tests;

/// <summary>A small network with random weights, and pictures for it.</summary>
internal static class TestModel
{
    public static readonly string[] ClassNames = ["road", "tree", "sky"];

    public static AssSegmentationTransformer Create(MLContext ml, string? score = null, string image = "Image")
        => new(ml, CreateSegmenter(), new SegmentationColumns(image, "PredictedLabel", score));

    public static Segmenter CreateSegmenter()
    {
        var network = new DeepLabV2(new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, OutputStride: 8, ClassNames.Length));
        using var generator = new torch.Generator(1);
        network.Initialize(generator);
        return new Segmenter(network, InputNormalization.Default, inputSize: null, ClassNames, torch.CPU);
    }

    /// <summary>A picture of random colours.</summary>
    public static MLImage Picture(int seed, int width = 8, int height = 6)
    {
        var pixels = new byte[width * height * 4];
        new Random(seed).NextBytes(pixels);
        for (int i = 3; i < pixels.Length; i += 4)
        {
            pixels[i] = 255;
        }

        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, pixels);
    }

    /// <summary>Rows with pictures of two sizes, numbered.</summary>
    public static Row[] Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new Row { Number = i, Image = Picture(i, 8 + i % 3 / 2 * 4) })];

    /// <summary>The ids in a grey picture.</summary>
    public static byte[] Ids(MLImage mask) => [.. mask.GetBGRPixels.Where((_, i) => i % 3 == 0)];

    internal class Row
    {
        public int Number { get; set; }

        [ImageType(6, 8)]
        public MLImage? Image { get; set; }
    }

    internal class Prediction
    {
        public int Number { get; set; }

        [ImageType(6, 8)]
        public MLImage? PredictedLabel { get; set; }
    }

    internal sealed class ScoredPrediction : Prediction
    {
        public float[] Score { get; set; } = [];
    }
}

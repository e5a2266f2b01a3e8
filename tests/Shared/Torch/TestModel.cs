using System.Runtime.InteropServices;
using Ass.MLNet.MLNetInternals;
using Ass.MLNet.Networks;
using Ass.MLNet.Prediction;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using TorchSharp;

namespace Ass.MLNet.Tests;

/// <summary>A small network with random weights, and pictures for it.</summary>
internal static class TestModel
{
    public static readonly string[] ClassNames = ["road", "tree", "sky"];

    public static AssSegmentationTransformer Create(
        MLContext ml,
        string? score = null,
        string image = "Image",
        string[]? classNames = null
    ) => new(ml, CreateSegmenter(classNames), new SegmentationColumns(image, "PredictedLabel", score));

    public static Segmenter CreateSegmenter(string[]? classNames = null)
    {
        var network = new SegmentationModule(new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, OutputStride: 8, ClassNames.Length));
        using var generator = new torch.Generator(1);
        network.Initialize(generator);
        using var noGradient = torch.no_grad();
        foreach (var weights in network.parameters().Where(p => p.dim() == 4))
        {
            // Spread widely enough that pictures of different colours get different classes.
            weights.normal_(0, Math.Sqrt(2.0 / (weights.numel() / weights.shape[0])), generator);
        }

        return new Segmenter(
            network,
            InputNormalization.Default,
            new PredictionResizing(InputSize: null),
            classNames ?? ClassNames,
            torch.CPU
        );
    }

    /// <summary>A model that is saved and loaded back, on the device of <paramref name="ml"/>.</summary>
    public static AssSegmentationTransformer Reloaded(AssSegmentationTransformer model, MLContext ml)
    {
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        return AssSegmentationTransformer.Load(ml, file);
    }

    /// <summary>A picture of four random colours, one in each quarter.</summary>
    public static MLImage Picture(int seed, int width = 32, int height = 24)
    {
        var random = new Random(seed);
        var colors = new uint[4];
        random.NextBytes(MemoryMarshal.AsBytes(colors.AsSpan()));
        var pixels = new uint[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % width,
                y = i / width;
            pixels[i] = 0xFF000000 | colors[(2 * y / height * 2) + (2 * x / width)];
        }

        return MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, MemoryMarshal.AsBytes(pixels.AsSpan()));
    }

    /// <summary>Rows with pictures of two sizes, numbered.</summary>
    public static Row[] Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Row { Number = i, Image = Picture(i, 32 + i % 3 / 2 * 16) })];

    /// <summary>The ids in a grey picture.</summary>
    public static byte[] Ids(MLImage mask) => [.. mask.GetBGRPixels.Where((_, i) => i % 3 == 0)];

    internal class Row
    {
        public int Number { get; set; }

        [ImageType(24, 32)]
        public MLImage? Image { get; set; }
    }

    internal class Prediction
    {
        public int Number { get; set; }

        [ImageType(24, 32)]
        public MLImage? PredictedLabel { get; set; }
    }

    internal sealed class ScoredPrediction : Prediction
    {
        public float[] Score { get; set; } = [];
    }
}

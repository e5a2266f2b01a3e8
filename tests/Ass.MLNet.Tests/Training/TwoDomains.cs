using Ass.MLNet.Images;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Ass.MLNet.Tests;

/// <summary>A tiny problem: three classes as bands of colour with noise, whose colours differ between the domains.</summary>
internal static class TwoDomains
{
    public const int Side = 48;

    public static readonly string[] ClassNames = ["sky", "wall", "road"];

    // B, G, R of each class; the target is darker, and its wall has nearly the source's road's colour.
    private static readonly byte[][] SourceColors =
    [
        [230, 180, 120],
        [60, 90, 160],
        [110, 110, 110],
    ];
    private static readonly byte[][] TargetColors =
    [
        [150, 150, 140],
        [95, 105, 115],
        [60, 55, 50],
    ];

    public static IDataView Data(MLContext ml, int source = 6, int labeled = 3, int unlabeled = 3) =>
        ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, source)
                .Select(i => MakeRow("source", i, true))
                .Concat(Enumerable.Range(100, labeled).Select(i => MakeRow("target", i, true)))
                .Concat(Enumerable.Range(200, unlabeled).Select(i => MakeRow("target", i, false)))
                .ToArray()
        );

    /// <summary>Options for a network that trains in seconds.</summary>
    public static AssSegmentationOptions Options(AdaptationRecipe recipe = AdaptationRecipe.Ass, int iterations = 3) =>
        new()
        {
            Recipe = recipe,
            Network = SegmentationNetwork.DeepLabV2MobileNetV2,
            OutputStride = 16,
            ClassNames = ClassNames,
            Iterations = iterations,
            Optimizer = SegmentationOptimizer.Adam,
            LearningRate = 1e-3,
            Optimization = { ClassifierLearningRateMultiplier = 1 },
            Augmentation = { MinScale = 1, MaxScale = 1 },
        };

    /// <summary>mIoU on the target's labelled images, which training has seen.</summary>
    public static double MeanIoU(MLContext ml, AssSegmentationTransformer model) =>
        ml.MulticlassClassification.EvaluateSegmentation(model.Transform(Data(ml, source: 0))).MeanIoU;

    public static Row MakeRow(string domain, int seed, bool labeled)
    {
        var random = new Random(seed);
        var colors = domain == "source" ? SourceColors : TargetColors;
        int horizon = random.Next(12, 22);
        int curb = random.Next(30, 40);
        var pixels = new byte[Side * Side * 3];
        var ids = new byte[Side * Side];
        for (int i = 0; i < ids.Length; i++)
        {
            int y = i / Side;
            ids[i] =
                y < horizon ? (byte)0
                : y < curb ? (byte)1
                : (byte)2;
            for (int c = 0; c < 3; c++)
            {
                pixels[i * 3 + c] = (byte)Math.Clamp(colors[ids[i]][c] + random.Next(-25, 26), 0, 255);
            }
        }

        return new Row
        {
            Domain = domain,
            Image = new BgrImage(Side, Side, pixels).ToMLImage(),
            Label = labeled ? ids : [],
        };
    }

    internal sealed class Row
    {
        public string Domain { get; set; } = "";

        [ImageType(Side, Side)]
        public MLImage? Image { get; set; }

        public byte[] Label { get; set; } = [];
    }
}

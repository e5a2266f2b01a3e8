using Ass.MLNet.Images;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using Xunit;
using Xunit.Abstractions;

namespace Ass.MLNet.Tests;

/// <summary>A tiny problem that labelled images alone do not solve: two classes of opposite colours, in light that turns both colours
/// through the hues. Labels are there for one light; unlabelled images show the way from it towards others.</summary>
public class UnlabeledImagesPayTests(ITestOutputHelper output)
{
    private const int Side = 48;
    private const int Block = 16;

    [Fact]
    public void Self_training_learns_colors_that_no_label_shows()
    {
        double without = MeanIoU(weight: 1e-9);
        double with = MeanIoU(weight: 1);
        output.WriteLine(FormattableString.Invariant($"mIoU where no label is: {without:0.000}, with self-training {with:0.000}"));
        Assert.True(with > without + 0.2, $"{with} with self-training, {without} without");
    }

    private static double MeanIoU(double weight)
    {
        var ml = new MLContext(seed: 1);
        var options = new AssSegmentationOptions
        {
            Recipe = AdaptationRecipe.TargetOnly,
            Network = SegmentationNetwork.SwiftNetResNet18,
            ClassNames = ["one", "other"],
            Iterations = 60,
            BatchSize = 2,
            Optimizer = SegmentationOptimizer.Adam,
            LearningRate = 5e-4,
            Optimization = { ClassifierLearningRateMultiplier = 1 },
            Augmentation = { MinScale = 1, MaxScale = 1 },
        };
        // Nothing but the teacher's labels can make the difference: both networks see the same images, and none is pasted or recoloured.
        (options.SelfTraining.Enabled, options.SelfTraining.Weight) = (true, weight);
        (options.SelfTraining.Mixing, options.SelfTraining.ColorJitter, options.SelfTraining.BlurProbability) = (ImageMixing.None, 0, 0);
        options.SelfTraining.TeacherDecay = 0.9;
        var rows = Lights(4, 0, 0)
            .Select((light, i) => Show(light, i, labeled: true))
            .Concat(Lights(36, 0, 60).Select((light, i) => Show(light, 100 + i, labeled: false)));
        using var model = ml.Transforms.AssSegmentation(options).Fit(ml.Data.LoadFromEnumerable(rows.ToArray()));
        var others = ml.Data.LoadFromEnumerable(Lights(6, 65, 80).Select((light, i) => Show(light, 200 + i, labeled: true)).ToArray());
        return ml.MulticlassClassification.EvaluateSegmentation(model.Transform(others)).MeanIoU;
    }

    /// <summary>Angles from the first to the last.</summary>
    private static double[] Lights(int count, double first, double last) =>
        [.. Enumerable.Range(0, count).Select(i => first + (last - first) * i / Math.Max(1, count - 1))];

    /// <summary>Blocks of both classes: the light's colour and the opposite one, with noise.</summary>
    private static Row Show(double light, int seed, bool labeled)
    {
        var random = new Random(seed);
        bool[] blocks = [.. Enumerable.Range(0, Side / Block * (Side / Block)).Select(_ => random.Next(2) == 1)];
        var (red, blue) = (90 * Math.Cos(light * Math.PI / 180), 90 * Math.Sin(light * Math.PI / 180));
        var pixels = new byte[Side * Side * 3];
        var ids = new byte[Side * Side];
        for (int i = 0; i < ids.Length; i++)
        {
            bool isOther = blocks[i / Side / Block * (Side / Block) + i % Side / Block];
            ids[i] = isOther ? (byte)1 : (byte)0;
            int sign = isOther ? -1 : 1;
            pixels[i * 3] = (byte)(128 + sign * blue + random.Next(-20, 21));
            pixels[i * 3 + 1] = (byte)(128 + random.Next(-20, 21));
            pixels[i * 3 + 2] = (byte)(128 + sign * red + random.Next(-20, 21));
        }

        return new Row { Image = new BgrImage(Side, Side, pixels).ToMLImage(), Label = labeled ? ids : [] };
    }

    private sealed class Row
    {
        public string Domain { get; set; } = "target";

        [ImageType(Side, Side)]
        public MLImage? Image { get; set; }

        public byte[] Label { get; set; } = [];
    }
}

using Microsoft.ML;
using TorchSharp;
using Xunit;
using Xunit.Abstractions;

namespace Ass.MLNet.Tests;

/// <summary>Several processes that train together, here threads, do what one does with as many images in a step.</summary>
public sealed class DistributedTrainingTests(ITestOutputHelper output) : IDisposable
{
    private readonly TestFolder _folder = new();

    public static TheoryData<string, int> Trainings => new() { { "everything", 3 } };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void They_end_with_the_weights_of_one_process_with_larger_batches(string kind, int processes)
    {
        float[] alone = Fit(Options(kind, batch: processes));

        var together = ThreadGroup.Run(processes, group =>
        {
            var options = Options(kind, batch: 1);
            options.Distributed = group;
            return Fit(options);
        });

        Assert.All(together, weights => Assert.Equal(together[0], weights));
        double largest = Distance(alone, together[0]);
        output.WriteLine($"largest difference {largest:g3}, largest weight {alone.Max(Math.Abs):g3}");
        Assert.InRange(largest, 0, 5e-5);

        // What other images would make of it.
        float[] others = Fit(Options(kind, batch: 1));
        Assert.True(Distance(alone, others) > 20 * largest);
    }

    public void Dispose() => _folder.Dispose();

    private static double Distance(float[] one, float[] other) => one.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second));

    private static AssSegmentationOptions Options(string kind, int batch)
    {
        var options = TwoDomains.Options(AdaptationRecipe.Ass, iterations: 2);
        (options.BatchSize, options.BatchNorm) = (batch, BatchNormMode.Frozen);
        (options.Network, options.PretrainedWeights) = (SegmentationNetwork.SwiftNetResNet18, PretrainedWeights.ImageNet);
        (options.Optimizer, options.LearningRate) = (SegmentationOptimizer.Sgd, 1e-3);
        (options.Adversarial.GlobalWeight, options.Adversarial.SemanticWeight) = (0.1, 0.1);
        if (kind == "everything")
        {
            (options.Adversarial.StartIteration, options.Adversarial.WarmUpIterations, options.Adversarial.PrototypeWeight) = (1, 1, 1);
            (options.Adversarial.DiscriminatorSteps, options.Adversarial.LabeledTargetAsSource) = (2, true);
            (options.Augmentation.MatchTargetColors, options.Augmentation.SourceColorJitter) = (true, 0.5);
            options.Augmentation.RareClassTemperature = 0.05;
            (options.SelfTraining.Enabled, options.SelfTraining.Confidence) = (true, 0.4);
        }
        return options;
    }

    private static float[] Fit(AssSegmentationOptions options)
    {
        var ml = new MLContext(1);
        var data = TwoDomains.Data(ml, source: 8, labeled: 6, unlabeled: 6);
        using var model = ml.Transforms.AssSegmentation(options).Fit(new ShuffledView(data));
        return [.. model.Segmenter.Network.state_dict().OrderBy(w => w.Key).SelectMany(w => w.Value.data<float>().ToArray())];
    }
}

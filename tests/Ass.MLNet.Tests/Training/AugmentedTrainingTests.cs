using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What the options on source images and rare classes do to a whole training.</summary>
public class AugmentedTrainingTests
{
    public static TheoryData<string, Action<AugmentationOptions>> Changes =>
        new()
        {
            { "colours", augmentation => augmentation.MatchTargetColors = true },
            { "jitter", augmentation => augmentation.SourceColorJitter = 0.5 },
            { "rare classes", augmentation => augmentation.RareClassTemperature = 0.01 },
        };

    private static readonly Lazy<float[]> Unchanged = new(() => Train(_ => { }));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Weights_differ_from_those_without_the_option_and_are_the_same_in_every_run(string name, Action<AugmentationOptions> change)
    {
        float[] weights = Train(change);
        Assert.Equal(weights, Train(change));
        Assert.False(weights.SequenceEqual(Unchanged.Value), name);
    }

    private static float[] Train(Action<AugmentationOptions> change)
    {
        var ml = new MLContext(seed: 4);
        var options = TwoDomains.Options(AdaptationRecipe.Joint, iterations: 3);
        change(options.Augmentation);
        using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
        using var lease = model.Segmenter.Use();
        return [.. lease.Network.parameters().SelectMany(p => p.detach().data<float>().ToArray())];
    }
}

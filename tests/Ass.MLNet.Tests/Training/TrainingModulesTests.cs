using Ass.MLNet.Training;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class TrainingModulesTests
{
    /// <summary>They take as much memory as the weights, and a network that only predicts has no use for them.</summary>
    [Fact]
    public void A_trained_network_has_no_gradients()
    {
        using var game = new StepGame(
            new AssSegmentationOptions { Network = SegmentationNetwork.DeepLabV2MobileNetV2, BatchNorm = BatchNormMode.Learned }
        );
        var (source, labeled, unlabeled) = StepGame.Batches();
        game.Step.Run(source, labeled, unlabeled, decay: 1);
        Assert.Contains(game.Modules.Network.parameters(), p => p.grad is not null);

        game.Modules.Dispose();
        Assert.All(game.Modules.Network.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void Each_of_its_weights_has_memory_of_its_own()
    {
        var ml = new MLContext(seed: 1);
        using var model = ml
            .Transforms.AssSegmentation(TwoDomains.Options(AdaptationRecipe.TargetOnly, iterations: 1))
            .Fit(TwoDomains.Data(ml));
        Assert.All(model.Segmenter.Network.parameters(), p => Assert.Equal(0, p.storage_offset()));
    }
}

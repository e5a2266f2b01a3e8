using Ass.MLNet.Training;
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
}

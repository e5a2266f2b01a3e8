using Microsoft.ML;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Unlabelled images without a loss, the control row of the adversarial losses, change a model by its batch statistics
/// alone.</summary>
public class ForwardedImagesTests
{
    [Theory]
    [InlineData(BatchNormStatistics.Measured)]
    [InlineData(BatchNormStatistics.Running)]
    public void A_global_loss_of_weight_0_leaves_the_weights_of_joint_training_and_other_statistics(BatchNormStatistics statistics)
    {
        var (joint, forwarded) = (Trained(AdaptationRecipe.Joint), Trained(AdaptationRecipe.Global));
        Assert.Equal(joint.Weights, forwarded.Weights);
        Assert.NotEqual(joint.Statistics, forwarded.Statistics);

        (float[] Weights, float[] Statistics) Trained(AdaptationRecipe recipe)
        {
            var ml = new MLContext(seed: 1);
            var options = TwoDomains.Options(recipe);
            (options.Adversarial.GlobalWeight, options.AdaptSegNet.BatchNormStatistics) = (0, statistics);
            options.Computing.StreamBatching = StreamBatching.Separate;
            using var model = ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml));
            var network = model.Segmenter.Network;
            return (Values(network.parameters()), Values(network.buffers()));
        }

        static float[] Values(IEnumerable<torch.Tensor> tensors) => [.. tensors.SelectMany(t => t.data<float>().ToArray())];
    }
}

using Ass.MLNet.Checkpoints;
using Ass.MLNet.Distribution;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What processes that train together must have in common; here they are threads.</summary>
public class RunAgreementTests
{
    private static readonly string[] ClassNames = ["road", "sky"];

    [Theory]
    [InlineData(5, 7, "target pixels of 1 'sky': 4 in the first, 5 here.")]
    [InlineData(4, 8, "validation pixels of 0 'road': 7 in the first, 8 here.")]
    public void Labels_with_other_pixels_are_an_error_that_names_the_classes(long target, long validation, string difference)
    {
        string error = Error(group =>
            RunAgreement.CheckLabels(
                Ranks.Of(group),
                new ClassPixels([10, 20], [3, group.Rank == 0 ? 4 : target]) { Validation = [group.Rank == 0 ? 7 : validation, 0] },
                ClassNames
            )
        );

        Assert.Equal("Labels are not those of the first of the processes that train together: " + difference, error);
    }

    [Fact]
    public void Labels_that_are_not_looked_at_are_not_compared() => ThreadGroup.Run(2, group =>
        {
            RunAgreement.CheckLabels(Ranks.Of(group), null, ClassNames);
            return 0;
        });

    [Fact]
    public void Weights_for_other_inputs_are_an_error()
    {
        string error = Error(group =>
        {
            using var segmenter = TestModel.CreateSegmenter();
            var normalization = group.Rank == 0 ? InputNormalization.Default : InputNormalization.TorchVision;
            RunAgreement.CheckNetwork(Ranks.Of(group), segmenter.Network, normalization);
        });

        Assert.Contains("input: B, G, R from 0 to 255 minus (104.01, 116.67, 122.68) in the first, R, G, B from 0 to 255", error);
    }

    [Fact]
    public void Networks_of_other_shapes_are_an_error_that_names_a_few_tensors()
    {
        string error = Error(group =>
        {
            using var network = new SegmentationModule(
                new NetworkSpec(SegmentationNetwork.DeepLabV2MobileNetV2, OutputStride: 8, ClassCount: group.Rank == 0 ? 3 : 4)
            );
            RunAgreement.CheckNetwork(Ranks.Of(group), network, InputNormalization.Default);
        });

        Assert.StartsWith("Networks are not those of the first of the processes that train together: ", error);
        Assert.Matches(@"\.bias: 3 in the first, 4 here", error);
    }

    [Fact]
    public void A_group_does_one_training_at_a_time()
    {
        ThreadGroup.Run(2, group =>
        {
            using (Ranks.Of(group).BeginTraining())
            {
                var error = Assert.Throws<InvalidOperationException>(() => Ranks.Of(group).BeginTraining());
                Assert.Contains("one at a time", error.Message);
            }
            Ranks.Of(group).BeginTraining()!.Dispose();
            return 0;
        });
        Assert.Null(Ranks.Alone.BeginTraining());
    }

    /// <summary>The error of the second of two processes, in which alone there is one.</summary>
    private static string Error(Action<IProcessGroup> check)
    {
        var errors = Assert.Throws<AggregateException>(() => ThreadGroup.Run(2, group =>
            {
                check(group);
                return 0;
            }));
        return Assert.Single(errors.InnerExceptions).Message;
    }
}

using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class PrototypeStepTests
{
    [Theory]
    [InlineData(SemanticFeatureSpace.Backbone)]
    [InlineData(SemanticFeatureSpace.Output)]
    public void Prototypes_draw_the_labelled_targets_class_vectors(SemanticFeatureSpace space)
    {
        using var scope = NewDisposeScope();
        var options = AdversarialRemediesTests.Options();
        (options.Recipe, options.Adversarial.SemanticFeatures, options.Adversarial.PrototypeWeight) = (AdaptationRecipe.Joint, space, 3);
        using var game = new StepGame(options);
        var (source, labeled, _) = StepGame.Batches();
        var record = game.Step.Run(source, labeled, null, decay: 0, adversarialShare: 0.5);
        var actual = game.Gradients();

        // In the first step a prototype is the source's vector.
        game.ClearGradients();
        var (ofSource, vs) = Losses(source);
        var (ofLabeled, vl) = Losses(labeled);
        Assert.Equal([0L, 1, 2], vs.Classes.data<long>().ToArray());
        Assert.Equal([0L, 1, 2], vl.Classes.data<long>().ToArray());
        var distance = (vl.Vectors - vs.Vectors.detach()).abs().mean();
        Assert.Equal(distance.item<float>(), record.Measures.Single(m => m.Name == "prototype").Value, 4);
        (ofSource + ofLabeled + 3 * 0.5 * distance).backward();
        StepGame.AssertSame(game.Gradients(), actual);

        // The step has taken the source in.
        Assert.True((game.Modules.Tensors()["prototypes.means"] - vs.Vectors).abs().max().item<float>() < 1e-4);

        (Tensor CrossEntropy, ClassVectors Vectors) Losses(Batch batch)
        {
            var output = game.Modules.Network.forward(batch.ToTensor(InputNormalization.Default, CPU));
            return (
                SegmentationLoss.CrossEntropy(Layers.Upsample(output.Logits, StepGame.Side, StepGame.Side), batch.Labels!),
                ClassVectors.Average(
                    space == SemanticFeatureSpace.Backbone ? output.Features : output.Logits.softmax(1),
                    batch.Labels!,
                    StepGame.Classes
                )
            );
        }
    }

    [Fact]
    public void Prototypes_do_not_reach_discriminators()
    {
        using var scope = NewDisposeScope();
        var options = AdversarialRemediesTests.Options();
        var plain = AdversarialRemediesTests.Gradients(options);
        options.Adversarial.PrototypeWeight = 3;
        var drawn = AdversarialRemediesTests.Gradients(options);
        Assert.All(AdversarialRemediesTests.OfDiscriminators(plain), g =>
            Assert.Equal(g.Value.data<float>().ToArray(), drawn[g.Key].data<float>().ToArray())
        );
        Assert.Contains(plain, g => !g.Value.data<float>().ToArray().SequenceEqual(drawn[g.Key].data<float>().ToArray()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_step_that_is_left_out_leaves_prototypes_as_they_were(bool waits)
    {
        using var scope = NewDisposeScope();
        var options = AdversarialRemediesTests.Options();
        (options.Recipe, options.Adversarial.PrototypeWeight) = (AdaptationRecipe.Joint, 1);
        using var game = new StepGame(options, waits);
        var (source, labeled, _) = StepGame.Batches();
        game.Step.Run(source, labeled, null, 1);
        byte[] before = Means();
        using (no_grad())
        {
            game.Modules.Network.Classifier.parameters().First().fill_(float.PositiveInfinity);
        }
        Assert.NotNull(game.Step.Run(source, labeled, null, 1).UnsoundLoss);
        Assert.Equal(before, Means());

        byte[] Means() => game.Modules.Tensors()["prototypes.means"].bytes.ToArray();
    }
}

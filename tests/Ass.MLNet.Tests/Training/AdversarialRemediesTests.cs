using Ass.MLNet.Columns;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Sampling;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

/// <summary>Each remedy for the adversarial losses does what its formula says, to whom it is meant for, and nothing else.</summary>
public class AdversarialRemediesTests
{
    [Theory]
    [InlineData(SemanticDiscriminatorHead.ClassConditional, AdversarialLoss.CrossEntropy)]
    [InlineData(SemanticDiscriminatorHead.PerClass, AdversarialLoss.LeastSquares)]
    public void Smoothed_domains_are_for_the_discriminators_alone(SemanticDiscriminatorHead head, AdversarialLoss form)
    {
        using var scope = NewDisposeScope();
        var options = Options();
        (options.Adversarial.SemanticDiscriminator, options.Adversarial.Loss) = (head, form);
        var plain = Gradients(options);
        options.Adversarial.DomainLabelSmoothing = 0.3;
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = StepGame.Batches();
        game.Step.Run(source, labeled, unlabeled, decay: 0);
        var actual = game.Gradients();
        Assert.All(plain.Where(g => IsNetwork(g.Key)), g =>
            Assert.Equal(g.Value.data<float>().ToArray(), actual[g.Key].data<float>().ToArray())
        );

        game.ClearGradients();
        var (ps, vs) = Predict(game, source);
        var (_, vl) = Predict(game, labeled);
        var (pu, _) = Predict(game, unlabeled);
        (Global(ps, SegmentationDomain.Source) + Global(pu, SegmentationDomain.Target)).mul(0.5).backward();
        (Semantic(vs!, SegmentationDomain.Source) + Semantic(vl!, SegmentationDomain.Target)).mul(0.5).backward();
        StepGame.AssertSame(OfDiscriminators(game.Gradients()), OfDiscriminators(actual));

        Tensor Global(Tensor prediction, SegmentationDomain domain) =>
            GlobalAdversarialLoss.Compute(game.Modules.GlobalDiscriminator!.forward(prediction), domain, form, 0.3);

        Tensor Semantic(ClassVectors vectors, SegmentationDomain domain) =>
            SemanticAdversarialLoss.Compute(
                game.Modules.SemanticDiscriminator!.forward(vectors.Vectors),
                vectors.Classes,
                domain,
                head,
                form,
                0.3
            );
    }

    private static bool IsNetwork(string parameter) => parameter.StartsWith("network.", StringComparison.Ordinal);

    private static Dictionary<string, Tensor> OfDiscriminators(Dictionary<string, Tensor> gradients) =>
        gradients.Where(g => !IsNetwork(g.Key)).ToDictionary();

    /// <summary>The gradients of one step.</summary>
    private static Dictionary<string, Tensor> Gradients(AssSegmentationOptions options)
    {
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = StepGame.Batches();
        game.Step.Run(source, labeled, unlabeled, decay: 0);
        return game.Gradients();
    }

    /// <summary>A batch's prediction at image size and, if it has labels, its class vectors; both detached.</summary>
    private static (Tensor Prediction, ClassVectors? Vectors) Predict(StepGame game, Batch batch)
    {
        using var _ = no_grad();
        var output = game.Modules.Network.forward(batch.ToTensor(InputNormalization.Default, CPU));
        return (
            Layers.Upsample(output.Logits, StepGame.Side, StepGame.Side).softmax(1),
            batch.Labels is null ? null : ClassVectors.Average(output.Features, batch.Labels, StepGame.Classes)
        );
    }

    private static AssSegmentationOptions Options() =>
        new()
        {
            Recipe = AdaptationRecipe.Ass,
            Network = SegmentationNetwork.DeepLabV2MobileNetV2,
            OutputStride = 8,
            ClassNames = ["a", "b", "c"],
            Adversarial = { GlobalWeight = 0.5, SemanticWeight = 0.4 },
            Optimization = { WeightDecay = 0 },

            // Random weights turn the rounding of another order into gradients that are some per cent apart.
            Computing = { MemoryFormat = MemoryFormat.ChannelsFirst, StreamBatching = StreamBatching.Separate },
        };
}

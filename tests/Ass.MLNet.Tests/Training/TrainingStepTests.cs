using Ass.MLNet.Columns;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class TrainingStepTests
{
    private const int Side = StepGame.Side;
    private const int Classes = StepGame.Classes;

    public static TheoryData<SemanticDiscriminatorHead, SemanticFeatureSpace, AdversarialLoss> Variants =>
        new()
        {
            { SemanticDiscriminatorHead.Binary, SemanticFeatureSpace.Backbone, AdversarialLoss.CrossEntropy },
            { SemanticDiscriminatorHead.ClassConditional, SemanticFeatureSpace.Backbone, AdversarialLoss.CrossEntropy },
            { SemanticDiscriminatorHead.PerClass, SemanticFeatureSpace.Output, AdversarialLoss.LeastSquares },
            { SemanticDiscriminatorHead.ClassConditional, SemanticFeatureSpace.Output, AdversarialLoss.LeastSquares },
        };

    /// <summary>The step's gradients equal those of its losses written down at once, so nothing leaks from one player to another.</summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public void Every_player_gets_the_gradient_of_its_own_loss(
        SemanticDiscriminatorHead head,
        SemanticFeatureSpace space,
        AdversarialLoss form
    )
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.Ass);
        (options.Adversarial.SemanticDiscriminator, options.Adversarial.SemanticFeatures, options.Adversarial.Loss) = (head, space, form);
        (
            options.Optimization.SourceWeight,
            options.Optimization.TargetWeight,
            options.Adversarial.GlobalWeight,
            options.Adversarial.SemanticWeight
        ) = (0.7, 1.3, 0.5, 0.4);
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = StepGame.Batches();
        game.Step.Run(source, labeled, unlabeled, decay: 0);
        var actual = game.Gradients();

        game.ClearGradients();
        var modules = game.Modules;
        var (fs, ps) = Predict(source);
        var (fl, pl) = Predict(labeled);
        var (_, pu) = Predict(unlabeled);
        var (vs, vl) = (ClassVectors.Average(fs, source.Labels!, Classes), ClassVectors.Average(fl, labeled.Labels!, Classes));
        var networkLoss =
            0.7 * SegmentationLoss.CrossEntropy(ps, source.Labels!)
            + 1.3 * SegmentationLoss.CrossEntropy(pl, labeled.Labels!)
            + 0.5 * Global(pu.softmax(1), SegmentationDomain.Source)
            + 0.4 * Semantic(vl, SegmentationDomain.Source);
        var discriminators = modules.GlobalDiscriminator!.parameters().Concat(modules.SemanticDiscriminator!.parameters()).ToArray();
        networkLoss.backward();
        foreach (var parameter in discriminators)
        {
            parameter.grad!.zero_();
        }
        var globalLoss =
            0.5 * Global(ps.softmax(1).detach(), SegmentationDomain.Source)
            + 0.5 * Global(pu.softmax(1).detach(), SegmentationDomain.Target);
        var semanticLoss = 0.5 * Semantic(vs.Detach(), SegmentationDomain.Source) + 0.5 * Semantic(vl.Detach(), SegmentationDomain.Target);
        (globalLoss + semanticLoss).backward();
        var expected = game.Gradients();

        StepGame.AssertSame(expected, actual);

        (Tensor Features, Tensor Logits) Predict(Batch batch)
        {
            var output = modules.Network.forward(batch.ToTensor(InputNormalization.Default, CPU));
            return (
                space == SemanticFeatureSpace.Backbone ? output.Features : output.Logits.softmax(1),
                Layers.Upsample(output.Logits, Side, Side)
            );
        }

        Tensor Global(Tensor prediction, SegmentationDomain domain) =>
            GlobalAdversarialLoss.Compute(modules.GlobalDiscriminator!.forward(prediction), domain, form);

        Tensor Semantic(ClassVectors vectors, SegmentationDomain domain) =>
            SemanticAdversarialLoss.Compute(modules.SemanticDiscriminator!.forward(vectors.Vectors), vectors.Classes, domain, head, form);
    }

    [Fact]
    public void A_discriminators_update_leaves_the_network_alone_and_the_reverse()
    {
        using var scope = NewDisposeScope();
        var (source, labeled, unlabeled) = StepGame.Batches();

        // A player whose learning rate is next to nothing stays where it is, however far the others move.
        var options = Options(AdaptationRecipe.Ass);
        (options.LearningRate, options.Adversarial.DiscriminatorLearningRate) = (1e-30, 1e-2);
        using (var game = new StepGame(options))
        {
            var (network, discriminators) = (game.NetworkWeights(), game.DiscriminatorWeights());
            game.Step.Run(source, labeled, unlabeled, decay: 1);
            AssertSame(network, game.NetworkWeights());
            Assert.NotEqual(discriminators, game.DiscriminatorWeights());
        }

        (options.LearningRate, options.Adversarial.DiscriminatorLearningRate) = (1e-2, 1e-30);
        using (var game = new StepGame(options))
        {
            var (network, discriminators) = (game.NetworkWeights(), game.DiscriminatorWeights());
            game.Step.Run(source, labeled, unlabeled, decay: 1);
            Assert.NotEqual(network, game.NetworkWeights());
            AssertSame(discriminators, game.DiscriminatorWeights());
        }
    }

    [Theory]
    [InlineData(AdaptationRecipe.SourceOnly, "source")]
    [InlineData(AdaptationRecipe.TargetOnly, "target")]
    [InlineData(AdaptationRecipe.Joint, "source target")]
    [InlineData(AdaptationRecipe.Global, "source target global global-discriminator")]
    [InlineData(AdaptationRecipe.Semantic, "source target semantic semantic-discriminator")]
    [InlineData(AdaptationRecipe.Ass, "source target semantic global global-discriminator semantic-discriminator")]
    public void A_recipe_has_its_losses_and_no_others(AdaptationRecipe recipe, string losses)
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(recipe));
        var (source, labeled, unlabeled) = StepGame.Batches();
        var terms = RecipeTerms.Of(recipe);
        var record = game.Step.Run(
            terms.Source ? source : null,
            terms.LabeledTarget ? labeled : null,
            terms.UnlabeledTarget ? unlabeled : null,
            1
        );

        Assert.Equal(losses.Split(' '), record.Measures.Where(n => n.IsLoss).Select(n => n.Name.Replace(' ', '-')));
        Assert.Equal(terms.Global, game.Modules.GlobalDiscriminator is not null);
        Assert.Equal(terms.Semantic, game.Modules.SemanticDiscriminator is not null);
    }

    [Fact]
    public void Training_leaves_the_stored_statistics_alone()
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(AdaptationRecipe.Ass));
        var (source, labeled, unlabeled) = StepGame.Batches();
        game.Step.Run(source, labeled, unlabeled, 1);

        Assert.Equal(0, game.Modules.Network.state_dict()["backbone.features.0.1.running_mean"].abs().sum().item<float>());
    }

    [Theory]
    [InlineData("source")]
    [InlineData("global discriminator")]
    [InlineData("semantic discriminator")]
    public void A_step_with_an_unsound_loss_names_it_and_changes_nothing(string loss)
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(AdaptationRecipe.Ass));
        var (source, labeled, unlabeled) = StepGame.Batches();
        var record = game.Step.Run(source, labeled, unlabeled, 1);
        Assert.Null(record.UnsoundLoss);

        // A logit of 1e6 costs a discriminator as much; the network's own loss is made infinite by its classifier.
        using (no_grad())
        {
            var broken = loss switch
            {
                "source" => game.Modules.Network.Classifier.parameters().First(),
                "global discriminator" => game.Modules.GlobalDiscriminator!.parameters().Last(),
                _ => game.Modules.SemanticDiscriminator!.parameters().Last(),
            };
            broken.fill_(loss == "source" ? float.PositiveInfinity : -1e6f);
            if (loss == "semantic discriminator")
            {
                broken[0] = 1e6f;
            }
        }

        var (network, discriminators) = (game.NetworkWeights(), game.DiscriminatorWeights());
        var unsound = game.Step.Run(source, labeled, unlabeled, 1).UnsoundLoss;
        Assert.NotNull(unsound);
        Assert.EndsWith(loss.Split(' ')[0], unsound.Value.Name.Split(' ')[0]);
        Assert.Equal(network, game.NetworkWeights());
        Assert.Equal(discriminators, game.DiscriminatorWeights());
    }

    [Fact]
    public void A_step_that_fails_while_weights_move_tells_so()
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(AdaptationRecipe.Ass));
        var (source, labeled, unlabeled) = StepGame.Batches();
        Assert.ThrowsAny<Exception>(() => game.Step.Run(source, null, unlabeled, 1));
        Assert.True(game.Step.WeightsAreWhole);
        game.Step.Run(source, labeled, unlabeled, 1);
        Assert.True(game.Step.WeightsAreWhole);

        game.Modules.GlobalOptimizer!.Buffers[0].Values.Dispose();
        Assert.ThrowsAny<Exception>(() => game.Step.Run(source, labeled, unlabeled, 1));
        Assert.False(game.Step.WeightsAreWhole);
    }

    [Fact]
    public void Labels_that_are_ignored_everywhere_leave_the_adversarial_step_out()
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(Options(AdaptationRecipe.Semantic));
        var (source, _, _) = StepGame.Batches();
        var ignored = Batch.Create([new Sample(StepGame.Noise(7), Enumerable.Repeat((byte)255, Side * Side).ToArray())], new byte[3]);
        var record = game.Step.Run(source, ignored, null, 1);

        Assert.Equal(["source", "target"], record.Measures.Select(m => m.Name));
        Assert.All(record.Measures, m => Assert.True(float.IsFinite(m.Value)));
    }

    private static void AssertSame(float[] expected, float[] actual) =>
        Assert.True(expected.Zip(actual).All(p => Math.Abs(p.First - p.Second) < 1e-20f));

    private static AssSegmentationOptions Options(AdaptationRecipe recipe) =>
        new()
        {
            Recipe = recipe,
            Network = SegmentationNetwork.DeepLabV2MobileNetV2,
            OutputStride = 8,
            ClassNames = ["a", "b", "c"],
            Optimization = { WeightDecay = 0 },

            // Random weights turn the rounding of another order into gradients that are some per cent apart.
            Computing = { MemoryFormat = MemoryFormat.ChannelsFirst, StreamBatching = StreamBatching.Separate },
        };
}

using Ass.MLNet.Columns;
using Ass.MLNet.Losses;
using Ass.MLNet.Networks;
using Ass.MLNet.Options;
using Ass.MLNet.RunLog;
using Ass.MLNet.Sampling;
using Ass.MLNet.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class MultiLevelStepTests
{
    /// <summary>The step's gradients equal those of its losses written down at once, for all four players.</summary>
    [Theory]
    [InlineData(AdversarialLoss.CrossEntropy)]
    [InlineData(AdversarialLoss.LeastSquares)]
    public void Every_player_gets_the_gradient_of_its_own_loss(AdversarialLoss form)
    {
        using var scope = NewDisposeScope();
        var options = Options(AdaptationRecipe.Ass);
        options.Adversarial.Loss = form;

        // Random weights turn the rounding of another order into gradients that are further apart.
        (options.Computing.StreamBatching, options.Computing.MemoryFormat) = (StreamBatching.Separate, MemoryFormat.ChannelsFirst);
        (
            options.Optimization.SourceWeight,
            options.Optimization.TargetWeight,
            options.Adversarial.GlobalWeight,
            options.Adversarial.SemanticWeight
        ) = (0.7, 1.3, 0.5, 0.4);
        (options.AdaptSegNet.AuxiliaryLossWeight, options.AdaptSegNet.AuxiliaryGlobalWeight) = (0.2, 0.3);
        using var game = new StepGame(options);
        var (source, labeled, unlabeled) = StepGame.Batches();
        game.Step.Run(source, labeled, unlabeled, decay: 0);
        var actual = game.Gradients();

        game.ClearGradients();
        var modules = game.Modules;
        var (fs, ps, @as) = Predict(source);
        var (fl, pl, al) = Predict(labeled);
        var (_, pu, au) = Predict(unlabeled);
        var (vs, vl) = (
            ClassVectors.Average(fs, source.Labels!, StepGame.Classes),
            ClassVectors.Average(fl, labeled.Labels!, StepGame.Classes)
        );
        var networkLoss =
            0.7 * (SegmentationLoss.CrossEntropy(ps, source.Labels!) + 0.2 * SegmentationLoss.CrossEntropy(@as, source.Labels!))
            + 1.3 * (SegmentationLoss.CrossEntropy(pl, labeled.Labels!) + 0.2 * SegmentationLoss.CrossEntropy(al, labeled.Labels!))
            + 0.5 * Global(pu.softmax(1), SegmentationDomain.Source)
            + 0.3 * Auxiliary(au.softmax(1), SegmentationDomain.Source)
            + 0.4 * Semantic(vl, SegmentationDomain.Source);
        networkLoss.backward();
        foreach (var discriminator in game.Discriminators())
        {
            discriminator.zero_grad();
        }
        var discriminatorLoss =
            0.5 * (Global(ps.softmax(1).detach(), SegmentationDomain.Source) + Global(pu.softmax(1).detach(), SegmentationDomain.Target))
            + 0.5
                * (
                    Auxiliary(@as.softmax(1).detach(), SegmentationDomain.Source)
                    + Auxiliary(au.softmax(1).detach(), SegmentationDomain.Target)
                )
            + 0.5 * (Semantic(vs.Detach(), SegmentationDomain.Source) + Semantic(vl.Detach(), SegmentationDomain.Target));
        discriminatorLoss.backward();
        StepGame.AssertSame(game.Gradients(), actual);

        (Tensor Features, Tensor Logits, Tensor Auxiliary) Predict(Batch batch)
        {
            var output = modules.Network.forward(batch.ToTensor(InputNormalization.Default, CPU));
            return (
                output.Features,
                Layers.Upsample(output.Logits, StepGame.Side, StepGame.Side),
                Layers.Upsample(output.AuxiliaryLogits!, StepGame.Side, StepGame.Side)
            );
        }

        Tensor Global(Tensor prediction, SegmentationDomain domain) =>
            GlobalAdversarialLoss.Compute(modules.GlobalDiscriminator!.forward(prediction), domain, form);

        Tensor Auxiliary(Tensor prediction, SegmentationDomain domain) =>
            GlobalAdversarialLoss.Compute(modules.AuxiliaryDiscriminator!.forward(prediction), domain, form);

        Tensor Semantic(ClassVectors vectors, SegmentationDomain domain) =>
            SemanticAdversarialLoss.Compute(
                modules.SemanticDiscriminator!.forward(vectors.Vectors),
                vectors.Classes,
                domain,
                options.Adversarial.SemanticDiscriminator,
                form
            );
    }

    [Fact]
    public void A_discriminators_update_leaves_the_network_alone_and_the_reverse()
    {
        using var scope = NewDisposeScope();
        var (source, labeled, unlabeled) = StepGame.Batches();
        foreach (bool networkLearns in new[] { false, true })
        {
            // A player whose learning rate is next to nothing stays where it is, however far the others move.
            var options = Options(AdaptationRecipe.Global);
            (options.LearningRate, options.Adversarial.DiscriminatorLearningRate) = networkLearns ? (1e-2, 1e-30) : (1e-30, 1e-2);
            using var game = new StepGame(options);
            var (network, discriminators) = (game.NetworkWeights(), game.DiscriminatorWeights());
            game.Step.Run(source, labeled, unlabeled, decay: 1);
            Assert.Equal(networkLearns, Moved(network, game.NetworkWeights()));
            Assert.Equal(!networkLearns, Moved(discriminators, game.DiscriminatorWeights()));
        }
    }

    [Theory]
    [InlineData(AdaptationRecipe.SourceOnly, "source, auxiliary source")]
    [InlineData(AdaptationRecipe.Semantic, "source, auxiliary source, target, auxiliary target, semantic, semantic discriminator")]
    [InlineData(
        AdaptationRecipe.Ass,
        "source, auxiliary source, target, auxiliary target, semantic, global, auxiliary global, "
            + "global discriminator, auxiliary global discriminator, semantic discriminator"
    )]
    public void A_recipe_has_its_losses_on_both_levels_and_results_have_a_column_for_each(AdaptationRecipe recipe, string losses)
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

        Assert.Equal(losses.Split(", "), record.Measures.Where(m => m.IsLoss).Select(m => m.Name));
        var columns = ResultsColumns.Of(new AssSegmentationOptions { Recipe = recipe, AdaptSegNet = { MultiLevel = true } }, null);
        Assert.Equal(record.Measures.Where(m => m.IsLoss).Select(m => m.Name).Order(), columns.Losses.Order());
        Assert.Equal(record.Measures.Where(m => !m.IsLoss).Select(m => m.Name).Order(), columns.Accuracies.Order());
    }

    [Fact]
    public void Weights_that_are_not_set_are_AdaptSegNets()
    {
        Assert.Equal(Gradient(AdversarialLoss.CrossEntropy, null), Gradient(AdversarialLoss.CrossEntropy, (0.001, 0.0002)));
        Assert.Equal(Gradient(AdversarialLoss.LeastSquares, null), Gradient(AdversarialLoss.LeastSquares, (0.01, 0.001)));

        static float[] Gradient(AdversarialLoss form, (double Global, double Auxiliary)? weights)
        {
            using var scope = NewDisposeScope();
            var options = Options(AdaptationRecipe.Global);
            options.Adversarial.Loss = form;
            if (weights is { } given)
            {
                (options.Adversarial.GlobalWeight, options.AdaptSegNet.AuxiliaryGlobalWeight) = given;
            }
            using var game = new StepGame(options);
            var (source, labeled, unlabeled) = StepGame.Batches();
            game.Step.Run(source, labeled, unlabeled, decay: 0);
            return game.Gradients()["network.backbone.layer1.0.conv1.weight"].data<float>().ToArray();
        }
    }

    private static bool Moved(float[] before, float[] after)
    {
        for (int i = 0; i < before.Length; i++)
        {
            if (Math.Abs(before[i] - after[i]) > 1e-20f)
            {
                return true;
            }
        }
        return false;
    }

    private static AssSegmentationOptions Options(AdaptationRecipe recipe) =>
        new()
        {
            Recipe = recipe,
            Network = SegmentationNetwork.DeepLabV2ResNet18,
            OutputStride = 16,
            AdaptSegNet =
            {
                MultiLevel = true,
                AsppBranches = 2,
                CeilModePooling = true,
            },
            BatchNorm = BatchNormMode.FrozenAffine,
            Optimization = { WeightDecay = 0 },
        };
}

using Ass.MLNet.Checkpoints;
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

    [Theory]
    [InlineData(SemanticFeatureSpace.Backbone)]
    [InlineData(SemanticFeatureSpace.Output)]
    public void Class_vectors_by_share_reach_the_semantic_loss_of_both_players(SemanticFeatureSpace space)
    {
        using var scope = NewDisposeScope();
        var options = Options();
        (options.Recipe, options.Adversarial.SemanticFeatures) = (AdaptationRecipe.Semantic, space);
        options.Adversarial.ClassVectorWeights = ClassVectorWeights.Share;
        (options.Optimization.SourceWeight, options.Optimization.TargetWeight) = (1e-30, 1e-30);
        var actual = Gradients(options);

        using var game = new StepGame(options);
        var (source, labeled, _) = StepGame.Batches();
        Loss(Vectors(labeled), SegmentationDomain.Source).mul(0.4).backward();
        var expected = game.Gradients().Where(g => IsNetwork(g.Key)).ToDictionary();
        game.ClearGradients();
        var (vs, vl) = (Vectors(source).Detach(), Vectors(labeled).Detach());
        Loss(vs, SegmentationDomain.Source).add(Loss(vl, SegmentationDomain.Target)).mul(0.5).backward();
        StepGame.AssertSame(expected.Concat(OfDiscriminators(game.Gradients())).ToDictionary(), actual);

        ClassVectors Vectors(Batch batch)
        {
            var output = game.Modules.Network.forward(batch.ToTensor(InputNormalization.Default, CPU));
            return ClassVectors.Average(
                space == SemanticFeatureSpace.Backbone ? output.Features : output.Logits.softmax(1),
                batch.Labels!,
                StepGame.Classes,
                ClassVectorWeights.Share
            );
        }

        Tensor Loss(ClassVectors vectors, SegmentationDomain domain) =>
            SemanticAdversarialLoss.Compute(
                game.Modules.SemanticDiscriminator!.forward(vectors.Vectors),
                vectors.Classes,
                domain,
                options.Adversarial.SemanticDiscriminator,
                options.Adversarial.Loss
            );
    }

    [Fact]
    public void Two_discriminator_steps_are_two_plain_ones_on_the_same_outputs()
    {
        using var scope = NewDisposeScope();
        var (source, labeled, unlabeled) = StepGame.Batches();

        // A network that stays where it is gives the same outputs in a second plain step.
        var options = Options();
        (options.LearningRate, options.Adversarial.DiscriminatorLearningRate) = (1e-30, 1e-3);
        using var plain = new StepGame(options);
        var first = plain.Step.Run(source, labeled, unlabeled, 1).Measures;
        var second = plain.Step.Run(source, labeled, unlabeled, 1).Measures;

        options.Adversarial.DiscriminatorSteps = 2;
        using var twice = new StepGame(options);
        var record = twice.Step.Run(source, labeled, unlabeled, 1);
        Assert.True(twice.Step.WeightsAreWhole);
        Assert.All(plain.DiscriminatorWeights().Zip(twice.DiscriminatorWeights()), w => Assert.Equal(w.First, w.Second, 6));
        Assert.Equal([1, 2, 2], twice.Modules.Optimizers.Select(o => o.Value.Steps));

        // Both updates' losses are there, and the accuracy before them.
        foreach (string name in new[] { "global discriminator", "semantic discriminator" })
        {
            float[] losses = [.. record.Measures.Where(m => m.IsLoss && m.Name == name).Select(m => m.Value)];
            Assert.Equal(2, losses.Length);
            Assert.Equal(first.Single(m => m.Name == name).Value, losses[0], 5);
            Assert.Equal(second.Single(m => m.Name == name).Value, losses[1], 5);
        }
        Assert.Equal(
            first.Where(m => m.Kind == MeasureKind.Accuracy).Select(m => (m.Name, m.Value)),
            record.Measures.Where(m => m.Kind == MeasureKind.Accuracy).Select(m => (m.Name, m.Value))
        );
    }

    [Fact]
    public void More_discriminator_steps_leave_the_networks_step_as_it_is()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Weights(1), Weights(3));

        static float[] Weights(int steps)
        {
            var options = Options();
            options.Adversarial.DiscriminatorSteps = steps;
            using var game = new StepGame(options);
            var (source, labeled, unlabeled) = StepGame.Batches();
            game.Step.Run(source, labeled, unlabeled, 1);
            return game.NetworkWeights();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_later_update_with_an_unsound_loss_undoes_the_whole_step(bool waits)
    {
        using var scope = NewDisposeScope();
        var options = Options();
        options.Adversarial.DiscriminatorSteps = 3;
        var (source, labeled, unlabeled) = StepGame.Batches();

        // The first update's loss is sound; after it, at such a rate, the discriminators are wild.
        options.Adversarial.DiscriminatorLearningRate = 1e4;
        using var wild = new StepGame(options, waits);
        var start = wild.Modules.Tensors().ToDictionary(t => t.Key, t => t.Value.detach().contiguous().bytes.ToArray());
        var unsound = wild.Step.Run(source, labeled, unlabeled, 1).UnsoundLoss;
        Assert.EndsWith("discriminator", unsound!.Value.Name);
        Assert.True(wild.Step.WeightsAreWhole);
        var after = wild.Modules.Tensors().ToDictionary(t => t.Key, t => t.Value.detach().contiguous().bytes.ToArray());
        Assert.All(start, t => Assert.True(t.Value.AsSpan().SequenceEqual(after[t.Key]), t.Key));
        Assert.Equal([0, 0, 0], wild.Modules.Optimizers.Select(o => o.Value.Steps));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Labelled_target_images_count_as_source_by_their_number(int sourceImages)
    {
        using var scope = NewDisposeScope();
        var options = Options();
        options.Recipe = AdaptationRecipe.Global;
        var plain = Gradients(options);
        options.Adversarial.LabeledTargetAsSource = true;
        using var game = new StepGame(options);
        var (first, labeled, unlabeled) = StepGame.Batches();
        byte[] zeros = new byte[StepGame.Side * StepGame.Side];
        var source =
            sourceImages == 1
                ? first
                : Batch.Create([new Sample(StepGame.Noise(8), zeros), new Sample(StepGame.Noise(9), zeros)], new byte[3]);
        var measures = game.Step.Run(source, labeled, unlabeled, decay: 0).Measures;
        var actual = game.Gradients();
        if (sourceImages == 1)
        {
            Assert.All(plain.Where(g => IsNetwork(g.Key)), g =>
                Assert.Equal(g.Value.data<float>().ToArray(), actual[g.Key].data<float>().ToArray())
            );
        }

        game.ClearGradients();
        var (ps, pl, pu) = (Predict(game, source).Prediction, Predict(game, labeled).Prediction, Predict(game, unlabeled).Prediction);
        var loss = (Loss(cat([ps, pl]), SegmentationDomain.Source) + Loss(pu, SegmentationDomain.Target)).mul(0.5);
        loss.backward();
        StepGame.AssertSame(OfDiscriminators(game.Gradients()), OfDiscriminators(actual));
        Assert.Equal(loss.item<float>(), measures.Single(m => m.Name == "global discriminator").Value, 5);

        Tensor Loss(Tensor prediction, SegmentationDomain domain) =>
            GlobalAdversarialLoss.Compute(game.Modules.GlobalDiscriminator!.forward(prediction), domain, options.Adversarial.Loss);
    }

    private static bool IsNetwork(string parameter) => parameter.StartsWith("network.", StringComparison.Ordinal);

    internal static Dictionary<string, Tensor> OfDiscriminators(Dictionary<string, Tensor> gradients) =>
        gradients.Where(g => !IsNetwork(g.Key)).ToDictionary();

    /// <summary>The gradients of one step.</summary>
    internal static Dictionary<string, Tensor> Gradients(AssSegmentationOptions options)
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

    internal static AssSegmentationOptions Options() =>
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

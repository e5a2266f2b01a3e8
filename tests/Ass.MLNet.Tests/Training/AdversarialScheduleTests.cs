using Ass.MLNet.Training;
using Microsoft.ML;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Ass.MLNet.Tests;

public class AdversarialScheduleTests
{
    [Theory]
    [InlineData(0, 0, 1.0)]
    [InlineData(0, 4, 0.0)]
    [InlineData(2, 0, null)]
    [InlineData(3, 0, 1.0)]
    [InlineData(2, 4, null)]
    [InlineData(3, 4, 0.0)]
    [InlineData(6, 4, 0.75)]
    [InlineData(7, 4, 1.0)]
    public void A_warm_up_counts_from_the_start(int stepsBefore, int warmUp, double? share)
    {
        var options = new AdversarialOptions { StartIteration = stepsBefore == 0 ? 0 : 3, WarmUpIterations = warmUp };
        Assert.Equal(share, AdversarialSchedule.Share(options, stepsBefore));
    }

    [Fact]
    public void Before_the_start_training_is_that_of_joint_bit_for_bit()
    {
        var joint = Trained(AdaptationRecipe.Joint, start: 0);
        AdaptationRecipe[] recipes = [AdaptationRecipe.Joint, AdaptationRecipe.Global, AdaptationRecipe.Semantic, AdaptationRecipe.Ass];
        foreach (var recipe in recipes)
        {
            double prototypes = recipe == AdaptationRecipe.Joint ? 1 : 0;
            var late = Trained(recipe, start: 2, prototypes);
            Assert.Equal(joint[1], late[1]);
            Assert.NotEqual(joint[2], late[2]);
            Assert.NotEqual(joint[1], Trained(recipe, start: 1, prototypes, steps: 2)[1]);
        }

        // The weights after each step.
        static List<float[]> Trained(AdaptationRecipe recipe, int start, double prototypes = 0, int steps = 3)
        {
            using var scope = NewDisposeScope();
            var options = AdversarialRemediesTests.Options();
            (options.Recipe, options.Adversarial.StartIteration, options.Adversarial.PrototypeWeight) = (recipe, start, prototypes);
            using var game = new StepGame(options);
            var (source, labeled, unlabeled) = StepGame.Batches();
            var after = new List<float[]>();
            for (int i = 0; i < steps; i++)
            {
                game.Step.Run(source, labeled, unlabeled, 1, AdversarialSchedule.Share(options.Adversarial, i));
                after.Add(game.NetworkWeights());
            }
            return after;
        }
    }

    [Fact]
    public void Before_the_start_discriminators_do_not_learn_and_have_no_measures()
    {
        using var scope = NewDisposeScope();
        using var game = new StepGame(AdversarialRemediesTests.Options());
        var (source, labeled, unlabeled) = StepGame.Batches();
        var before = game.DiscriminatorWeights();
        var record = game.Step.Run(source, labeled, unlabeled, decay: 1, adversarialShare: null);
        Assert.Equal(["source", "target"], record.Measures.Select(m => m.Name));
        Assert.Equal(before, game.DiscriminatorWeights());
        Assert.Equal([1, 0, 0], game.Modules.Optimizers.Select(o => o.Value.Steps));

        game.Step.Run(source, labeled, unlabeled, decay: 1);
        Assert.NotEqual(before, game.DiscriminatorWeights());
        Assert.Equal([2, 1, 1], game.Modules.Optimizers.Select(o => o.Value.Steps));
    }

    [Fact]
    public void A_late_start_takes_the_samples_of_a_training_without()
    {
        // A third step that alone has adversarial losses, of hardly any weight, sees the images that it sees anyway.
        var (early, late) = (LastLosses(start: 0), LastLosses(start: 2));
        Assert.Equal(6, late.Count);
        Assert.Equal(early.Keys, late.Keys);
        Assert.All(early, loss => Assert.Equal(loss.Value, late[loss.Key], 4));

        static IReadOnlyDictionary<string, double> LastLosses(int start)
        {
            var ml = new MLContext(seed: 1);
            var options = TwoDomains.Options(AdaptationRecipe.Ass, iterations: 3);
            (options.Adversarial.StartIteration, options.Run.ProgressInterval) = (start, 1);
            (options.Adversarial.GlobalWeight, options.Adversarial.SemanticWeight) = (0, 0);
            options.Adversarial.DiscriminatorLearningRate = 1e-30;
            IReadOnlyDictionary<string, double> last = new Dictionary<string, double>();
            options.Progress = p => last = p.Losses;
            ml.Transforms.AssSegmentation(options).Fit(TwoDomains.Data(ml)).Dispose();
            return last;
        }
    }
}

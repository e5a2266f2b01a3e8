using Ass.MLNet.Cli.Research.Cells;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class UnfeltOptionsTests
{
    /// <summary>An option without effect in a recipe is an error, but a command gives its options to all of its rows.</summary>
    [Theory]
    [InlineData(AdaptationRecipe.SourceOnly, "")]
    [InlineData(AdaptationRecipe.TargetOnly, "")]
    [InlineData(AdaptationRecipe.Joint, "PrototypeWeight StartIteration ClassVectorWeights")]
    [InlineData(
        AdaptationRecipe.Global,
        "PrototypeWeight StartIteration ClassVectorWeights DiscriminatorSteps LabeledTargetAsSource DomainLabelSmoothing"
    )]
    [InlineData(AdaptationRecipe.Semantic, "PrototypeWeight StartIteration ClassVectorWeights DiscriminatorSteps DomainLabelSmoothing")]
    [InlineData(
        AdaptationRecipe.Ass,
        "PrototypeWeight StartIteration ClassVectorWeights DiscriminatorSteps LabeledTargetAsSource DomainLabelSmoothing"
    )]
    public void A_row_keeps_the_options_that_it_feels(AdaptationRecipe recipe, string kept)
    {
        var begun = new AssSegmentationOptions();
        var options = new AssSegmentationOptions
        {
            Recipe = recipe,
            Adversarial =
            {
                DomainLabelSmoothing = 0.1,
                DiscriminatorSteps = 3,
                PrototypeWeight = 0.1,
                LabeledTargetAsSource = true,
                StartIteration = 7,
                ClassVectorWeights = ClassVectorWeights.Share,
            },
        };
        string[] given = Changed();
        UnfeltOptions.Reset(options, begun);

        string[] left = kept.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(left, Changed());
        Assert.Subset(given.ToHashSet(), left.ToHashSet());
        new MLContext().Transforms.AssSegmentation(options);

        string[] Changed() =>
            [
                .. AssSegmentationOption
                    .All.Where(o => o.Name.StartsWith("Adversarial.", StringComparison.Ordinal))
                    .Where(o => !Equals(o.GetValue(options), o.GetValue(begun)))
                    .Select(o => o.Name.Split('.')[1]),
            ];
    }

    [Theory]
    [InlineData(AdaptationRecipe.SourceOnly, false, true)]
    [InlineData(AdaptationRecipe.TargetOnly, false, false)]
    [InlineData(AdaptationRecipe.Joint, true, true)]
    [InlineData(AdaptationRecipe.Ass, true, true)]
    public void A_row_keeps_what_changes_the_source_images_that_it_has(AdaptationRecipe recipe, bool matches, bool jitters)
    {
        var options = new AssSegmentationOptions
        {
            Recipe = recipe,
            Augmentation =
            {
                MatchTargetColors = true,
                SourceColorJitter = 0.5,
                RareClassTemperature = 0.01,
            },
        };
        UnfeltOptions.Reset(options, new AssSegmentationOptions());

        Assert.Equal(matches, options.Augmentation.MatchTargetColors);
        Assert.Equal(jitters ? 0.5 : 0, options.Augmentation.SourceColorJitter);
        Assert.Equal(0.01, options.Augmentation.RareClassTemperature);
        new MLContext().Transforms.AssSegmentation(options);
    }

    /// <summary>Without source images, those of the target are mixed by themselves; unlabelled ones are no others there.</summary>
    [Theory]
    [InlineData(AdaptationRecipe.TargetOnly, MixedImages.Source, MixedImages.Auto)]
    [InlineData(AdaptationRecipe.TargetOnly, MixedImages.Unlabeled, MixedImages.Unlabeled)]
    [InlineData(AdaptationRecipe.Joint, MixedImages.Source, MixedImages.Source)]
    public void A_row_keeps_which_images_are_mixed_if_it_has_them(AdaptationRecipe recipe, MixedImages given, MixedImages kept)
    {
        var options = new AssSegmentationOptions
        {
            Recipe = recipe,
            BatchSize = 2,
            SelfTraining = { Enabled = true, MixFrom = given },
        };
        UnfeltOptions.Reset(options, new AssSegmentationOptions());

        Assert.Equal(kept, options.SelfTraining.MixFrom);
        new MLContext().Transforms.AssSegmentation(options);
    }

    /// <summary>A preset may begin with self-training; a variant without it is without it.</summary>
    [Theory]
    [InlineData(AdaptationRecipe.SourceOnly, true, false)]
    [InlineData(AdaptationRecipe.Joint, false, false)]
    [InlineData(AdaptationRecipe.Joint, true, true)]
    public void Self_training_of_a_preset_can_be_switched_off(AdaptationRecipe recipe, bool enabled, bool expected)
    {
        var options = AssSegmentationOptions.FewLabels();
        (options.Recipe, options.SelfTraining.Enabled) = (recipe, enabled);
        UnfeltOptions.Reset(options, AssSegmentationOptions.FewLabels());

        Assert.Equal(expected, options.SelfTraining.Enabled);
        new MLContext().Transforms.AssSegmentation(options);
    }
}

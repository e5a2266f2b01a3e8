using System.Globalization;
using System.Runtime.CompilerServices;
using Ass.MLNet.Columns;

namespace Ass.MLNet.Options;

/// <summary>Checks every option once; each error names the property, what is allowed and what was found.</summary>
internal static class OptionsValidator
{
    /// <exception cref="ArgumentException">A value is not allowed, by itself or in combination with another.</exception>
    public static void Validate(AssSegmentationOptions o)
    {
        foreach (var option in AssSegmentationOption.All)
        {
            object? value = option.GetValue(o);
            bool isAllowed = value is null ? option.IsNullable : option.Allowed.Contains(value);
            Require(isAllowed, option.Name, option.Expected, value is string ? "an empty text" : value);
        }

        DifferentColumns(o);
        if (o.ClassNames is { } names)
        {
            ValidateClassNames(names);
        }

        Weights(o);
        Rates(o);
        LongRuns(o);
        AdversarialRules.Check(o);
        Rule(
            !o.AdaptSegNet.MultiLevel
                || o.Network is not (SegmentationNetwork.DeepLabV2MobileNetV2 or SegmentationNetwork.SwiftNetResNet18),
            o.AdaptSegNet.MultiLevel,
            $"false for {o.Network} (the second classifier belongs to DeepLabV2 on a ResNet, on its third stage)"
        );
        SelfTraining(o);
        Rule(
            o.Augmentation.MaxScale >= o.Augmentation.MinScale,
            o.Augmentation.MaxScale,
            $"a number of at least MinScale ({Text(o.Augmentation.MinScale)})"
        );
        Appearance(o);
    }

    /// <summary>Class names must be 2 to 255 (255 itself marks ignored pixels), none empty, none twice.</summary>
    public static void ValidateClassNames(IReadOnlyList<string> names)
    {
        const string property = nameof(AssSegmentationOptions.ClassNames);
        Require(names.Count is >= 2 and <= 255, property, "2 to 255 names", names.Count);
        Require(names.All(n => !string.IsNullOrWhiteSpace(n)), property, "names that are not empty", "an empty one");
        var longest = names.MaxBy(n => n.Length)!;
        Require(longest.Length <= 200, property, "names of at most 200 characters", $"a name of {longest.Length}");
        var twice = names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1);
        Require(twice is null, property, "different names", $"'{twice?.Key}' {twice?.Count()} times");
    }

    private static void SelfTraining(AssSegmentationOptions o)
    {
        Rule(
            !o.SelfTraining.Enabled || o.Recipe != AdaptationRecipe.SourceOnly,
            o.SelfTraining.Enabled,
            $"false for recipe {o.Recipe} (self-training needs target images)"
        );
        Rule(
            !o.SelfTraining.Enabled || o.SelfTraining.MixFrom != MixedImages.Source || o.Recipe != AdaptationRecipe.TargetOnly,
            o.SelfTraining.MixFrom,
            $"{MixedImages.Target}, {MixedImages.Unlabeled} or {MixedImages.Auto} for recipe {o.Recipe}, which has no source images"
        );
        Rule(
            !o.SelfTraining.Enabled || o.SelfTraining.MixFrom != MixedImages.Unlabeled || o.BatchSize > 1,
            o.SelfTraining.MixFrom,
            $"another value with BatchSize {o.BatchSize} (unlabelled images are mixed with others of their batch, which takes 2 at least)"
        );
        Rule(
            !o.SelfTraining.Enabled || o.SelfTraining.WarmUpIterations < o.Iterations,
            o.SelfTraining.WarmUpIterations,
            $"below Iterations ({o.Iterations}), or there would be no self-training"
        );
        Rule(
            o.SelfTraining.Mixing != ImageMixing.None || o.SelfTraining.MixFrom == MixedImages.Auto,
            o.SelfTraining.MixFrom,
            $"{MixedImages.Auto} with SelfTraining.Mixing {ImageMixing.None}, which pastes nothing"
        );
        bool hasBatchStatistics = o.BatchNorm switch
        {
            BatchNormMode.Auto => o.PretrainedWeights is null,
            var mode => mode != BatchNormMode.Frozen,
        };
        Rule(
            !o.SelfTraining.TeacherPredicts || !hasBatchStatistics || o.AdaptSegNet.BatchNormStatistics == BatchNormStatistics.Measured,
            o.SelfTraining.PredictWith,
            $"{PredictingWeights.Student} with AdaptSegNet.BatchNormStatistics {BatchNormStatistics.Running}, which are the student's"
        );
        var enabled = AssSegmentationOption.Of(options => options.SelfTraining.Enabled);
        foreach (var option in AssSegmentationOption.All.Where(option => option.Group == enabled.Group && option != enabled))
        {
            Require(
                o.SelfTraining.Enabled || Equals(option.GetValue(o), option.Default),
                option.Name,
                $"{Text(option.Default)}, its default, without {enabled.Name}",
                option.GetValue(o)
            );
        }
    }

    private static void Weights(AssSegmentationOptions o)
    {
        Rule(
            o.PretrainedWeights != PretrainedWeights.ImageNet
                || o.Network is SegmentationNetwork.DeepLabV2ResNet18 or SegmentationNetwork.SwiftNetResNet18,
            o.PretrainedWeights,
            $"a weight file or null for {o.Network} (only {SegmentationNetwork.DeepLabV2ResNet18} and "
                + $"{SegmentationNetwork.SwiftNetResNet18} have weights by name)"
        );
        Rule(
            o.BatchNorm != BatchNormMode.Frozen || o.PretrainedWeights is not null,
            o.BatchNorm,
            "another mode when PretrainedWeights is null (a network that starts from nothing has no statistics to freeze)"
        );
    }

    private static void Rates(AssSegmentationOptions o)
    {
        double most = Math.Max(o.AdaptSegNet.BackboneLearningRateMultiplier, o.Optimization.ClassifierLearningRateMultiplier);
        Rule(
            OptionRange.IsFloat(o.LearningRate * most),
            o.LearningRate,
            "a number that 32 bits hold when it is multiplied for backbone and classifier (at most 3.4e38)"
        );
        Rule(
            o.AdaptSegNet.DecayIterations is not { } decay || decay >= o.Iterations,
            o.AdaptSegNet.DecayIterations,
            $"at least Iterations ({o.Iterations}), or null"
        );
    }

    private static void Appearance(AssSegmentationOptions o)
    {
        var terms = RecipeTerms.Of(o.Recipe);
        Rule(
            terms.Source && (terms.LabeledTarget || terms.UnlabeledTarget) || !o.Augmentation.MatchTargetColors,
            o.Augmentation.MatchTargetColors,
            $"false for {o.Recipe}, which does not have both source and target images"
        );
        Rule(
            terms.Source || o.Augmentation.SourceColorJitter == 0,
            o.Augmentation.SourceColorJitter,
            $"0 for {o.Recipe}, which has no source images"
        );
    }

    private static void LongRuns(AssSegmentationOptions o)
    {
        Rule(!o.Run.Resume || o.Run.WorkspacePath is not null, o.Run.Resume, "false without Run.WorkspacePath, where checkpoints are");
        Rule(
            o.Run.EarlyStoppingPatience is null || o.Run.ValidationSet is not null,
            o.Run.EarlyStoppingPatience,
            "null without Run.ValidationSet"
        );
        Rule(
            o.Run.EarlyStoppingMinimumGain == 0 || o.Run.EarlyStoppingPatience is not null,
            o.Run.EarlyStoppingMinimumGain,
            "0 without Run.EarlyStoppingPatience"
        );
        Rule(!o.Run.ReturnBestModel || o.Run.ValidationSet is not null, o.Run.ReturnBestModel, "false without Run.ValidationSet");
    }

    private static void DifferentColumns(AssSegmentationOptions o)
    {
        var same = ColumnNames.FindCollision(
            (nameof(o.ImageColumnName), o.ImageColumnName),
            (nameof(o.LabelColumnName), o.LabelColumnName),
            (nameof(o.DomainColumnName), o.DomainColumnName),
            (nameof(o.PredictedLabelColumnName), o.PredictedLabelColumnName),
            (nameof(o.ScoreColumnName), o.ScoreColumnName)
        );
        Require(same is null, same?.Later ?? "", $"another column than {same?.Earlier}", $"'{same?.Name}' like that one");
    }

    /// <summary>Checks a rule that involves several options.</summary>
    /// <param name="condition">Whether the rule holds.</param>
    /// <param name="found">The value of the offending option; the error takes the option's name from this argument's expression.</param>
    /// <param name="expected">The allowed values, for the error message.</param>
    /// <param name="path">The option's expression, filled in by the compiler.</param>
    internal static void Rule(bool condition, object? found, string expected, [CallerArgumentExpression(nameof(found))] string path = "") =>
        Require(condition, path["o.".Length..], expected, found);

    private static void Require(bool condition, string property, string expected, object? found)
    {
        if (!condition)
        {
            throw new ArgumentException($"{nameof(AssSegmentationOptions)}.{property} must be {expected}, but is {Text(found)}.", property);
        }
    }

    private static string Text(object? value) =>
        value is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : value?.ToString() ?? "null";
}

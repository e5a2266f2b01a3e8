using Ass.MLNet.Columns;

namespace Ass.MLNet.Options;

/// <summary>Checks every option once; each error names the property, what is allowed and what was found.</summary>
internal static class OptionsValidator
{
    public static void Validate(AssSegmentationOptions o)
    {
        ColumnName(o.ImageColumnName, nameof(o.ImageColumnName));
        ColumnName(o.LabelColumnName, nameof(o.LabelColumnName));
        ColumnName(o.DomainColumnName, nameof(o.DomainColumnName));
        ColumnName(o.PredictedLabelColumnName, nameof(o.PredictedLabelColumnName));
        if (o.ScoreColumnName is not null)
            ColumnName(o.ScoreColumnName, nameof(o.ScoreColumnName));

        DifferentColumns(o);

        if (o.ClassNames is { } names)
            ValidateClassNames(names);

        Defined(o.Recipe, nameof(o.Recipe));
        Defined(o.SemanticDiscriminator, nameof(o.SemanticDiscriminator));
        Defined(o.SemanticFeatures, nameof(o.SemanticFeatures));
        Defined(o.AdversarialLoss, nameof(o.AdversarialLoss));
        Defined(o.Network, nameof(o.Network));
        Defined(o.Optimizer, nameof(o.Optimizer));
        Defined(o.Precision, nameof(o.Precision));
        Defined(o.BatchNorm, nameof(o.BatchNorm));
        Defined(o.BatchNormStatistics, nameof(o.BatchNormStatistics));
        Defined(o.BottleneckStride, nameof(o.BottleneckStride));
        Defined(o.PixelNormalization, nameof(o.PixelNormalization));
        Defined(o.Interpolation, nameof(o.Interpolation));
        Defined(o.DataCheck, nameof(o.DataCheck));
        Require(o.AsppBranches is >= 1 and <= AssSegmentationOptions.MostAsppBranches, nameof(o.AsppBranches), $"1 to {AssSegmentationOptions.MostAsppBranches}", o.AsppBranches);
        Require(!o.MultiLevel || o.Network != SegmentationNetwork.DeepLabV2MobileNetV2, nameof(o.MultiLevel),
            $"false for {o.Network} (the second classifier belongs on a ResNet's third stage)", o.MultiLevel);
        Require(o.OutputStride is 8 or 16 or 32, nameof(o.OutputStride), "8, 16 or 32", o.OutputStride);
        Require(o.PretrainedWeights != PretrainedWeights.ImageNet || o.Network == SegmentationNetwork.DeepLabV2ResNet18, nameof(o.PretrainedWeights),
            $"a weight file or null for {o.Network} (only {SegmentationNetwork.DeepLabV2ResNet18} has weights by name)", o.PretrainedWeights);
        Require(o.PretrainedWeights is null || o.PretrainedWeights.Length > 0, nameof(o.PretrainedWeights), "a file path or null", "an empty text");
        Require(o.BatchNorm != BatchNormMode.Frozen || o.PretrainedWeights is not null, nameof(o.BatchNorm),
            "another mode when PretrainedWeights is null (a network that starts from nothing has no statistics to freeze)", o.BatchNorm);

        AboveZero(o.SourceWeight, nameof(o.SourceWeight));
        AboveZero(o.TargetWeight, nameof(o.TargetWeight));
        ZeroOrMore(o.GlobalWeight ?? 0, nameof(o.GlobalWeight));
        ZeroOrMore(o.SemanticWeight ?? 0, nameof(o.SemanticWeight));
        AboveZero(o.AuxiliaryLossWeight, nameof(o.AuxiliaryLossWeight));
        ZeroOrMore(o.AuxiliaryGlobalWeight ?? 0, nameof(o.AuxiliaryGlobalWeight));
        Require(o.AdversarialWarmUpIterations >= 0, nameof(o.AdversarialWarmUpIterations), "0 or more", o.AdversarialWarmUpIterations);
        AtLeastOne(o.Iterations, nameof(o.Iterations));
        Require(o.DecayIterations is null || o.DecayIterations >= o.Iterations, nameof(o.DecayIterations), $"at least Iterations ({o.Iterations}), or null", o.DecayIterations);
        AtLeastOne(o.BatchSize, nameof(o.BatchSize));
        AtLeastOne(o.ProgressInterval, nameof(o.ProgressInterval));
        AboveZero(o.LearningRate, nameof(o.LearningRate));
        AboveZero(o.BackboneLearningRateMultiplier, nameof(o.BackboneLearningRateMultiplier));
        AboveZero(o.ClassifierLearningRateMultiplier, nameof(o.ClassifierLearningRateMultiplier));
        AboveZero(o.DiscriminatorLearningRate, nameof(o.DiscriminatorLearningRate));
        Require(IsFloat(o.LearningRate * Math.Max(o.BackboneLearningRateMultiplier, o.ClassifierLearningRateMultiplier)), nameof(o.LearningRate),
            "a number that 32 bits hold when it is multiplied for backbone and classifier (at most 3.4e38)", o.LearningRate);
        ZeroOrMore(o.LearningRatePower, nameof(o.LearningRatePower));
        ZeroOrMore(o.WeightDecay, nameof(o.WeightDecay));
        Require(o.Momentum is >= 0 and < 1, nameof(o.Momentum), "0 to below 1", o.Momentum);
        Size(o.SourceSize, nameof(o.SourceSize));
        Size(o.TargetSize, nameof(o.TargetSize));
        Size(o.CropSize, nameof(o.CropSize));
        AboveZero(o.MinScale, nameof(o.MinScale));
        Require(double.IsFinite(o.MaxScale) && o.MaxScale >= o.MinScale, nameof(o.MaxScale), $"a number of at least MinScale ({o.MinScale})", o.MaxScale);
        Require(o.GpuDeviceId is null or >= 0, nameof(o.GpuDeviceId), "0 or more, or null", o.GpuDeviceId);
        LongRuns(o);
    }

    private static void LongRuns(AssSegmentationOptions o)
    {
        Require(o.WorkspacePath is null || !string.IsNullOrWhiteSpace(o.WorkspacePath), nameof(o.WorkspacePath), "a folder's path or null", "an empty text");
        AtLeastOne(o.CheckpointEvery, nameof(o.CheckpointEvery));
        Require(!o.Resume || o.WorkspacePath is not null, nameof(o.Resume), $"false without {nameof(o.WorkspacePath)}, where checkpoints are", o.Resume);
        AtLeastOne(o.ValidateEvery ?? 1, nameof(o.ValidateEvery));
        AtLeastOne(o.EarlyStoppingPatience ?? 1, nameof(o.EarlyStoppingPatience));
        ZeroOrMore(o.EarlyStoppingMinimumGain, nameof(o.EarlyStoppingMinimumGain));
        Require(o.EarlyStoppingPatience is null || o.ValidationSet is not null, nameof(o.EarlyStoppingPatience),
            $"null without {nameof(o.ValidationSet)}", o.EarlyStoppingPatience);
        Require(!o.ReturnBestModel || o.ValidationSet is not null, nameof(o.ReturnBestModel), $"false without {nameof(o.ValidationSet)}", o.ReturnBestModel);
        Require(o.MaximumSkippedSteps >= 0, nameof(o.MaximumSkippedSteps), "0 or more", o.MaximumSkippedSteps);
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

    private static void DifferentColumns(AssSegmentationOptions o)
    {
        var same = ColumnNames.FindCollision(
            (nameof(o.ImageColumnName), o.ImageColumnName), (nameof(o.LabelColumnName), o.LabelColumnName), (nameof(o.DomainColumnName), o.DomainColumnName),
            (nameof(o.PredictedLabelColumnName), o.PredictedLabelColumnName), (nameof(o.ScoreColumnName), o.ScoreColumnName));
        Require(same is null, same?.Later ?? "", $"another column than {same?.Earlier}", $"'{same?.Name}' like that one");
    }

    private static void ColumnName(string value, string property) =>
        Require(!string.IsNullOrWhiteSpace(value), property, "a column name", value is null ? "null" : "an empty text");

    private static void Defined<T>(T value, string property) where T : struct, Enum =>
        Require(Enum.IsDefined(value), property, string.Join(", ", Enum.GetNames<T>()), value);

    private static void AboveZero(double value, string property) => Require(IsFloat(value) && value > 0, property, "a number above 0", value);

    private static void ZeroOrMore(double value, string property) => Require(IsFloat(value) && value >= 0, property, "a number of 0 or more", value);

    /// <summary>Whether it is a number to the network, whose numbers have 32 bits: none above 3.4e38.</summary>
    private static bool IsFloat(double value) => float.IsFinite((float)value);

    private static void AtLeastOne(int value, string property) => Require(value >= 1, property, "at least 1", value);

    private static void Size(ImageSize? size, string property) =>
        Require(size is null or { Width: >= 1 and <= 32768, Height: >= 1 and <= 32768 }, property, "a width and a height of 1 to 32768", size);

    private static void Require(bool condition, string property, string expected, object? found)
    {
        if (!condition)
            throw new ArgumentException($"{nameof(AssSegmentationOptions)}.{property} must be {expected}, but is {Text(found)}.", property);
    }

    private static string Text(object? value) => value is IFormattable f ? f.ToString(null, System.Globalization.CultureInfo.InvariantCulture) : value?.ToString() ?? "null";
}

using Xunit;

namespace Ass.MLNet.Tests;

public sealed class AssSegmentationOptionTests
{
    /// <summary>What the command line does not set: columns have the names of its own data, callbacks and cancelling are its own, and
    /// whoever asks it for a GPU gets the GPU or an error.</summary>
    private static readonly string[] NotOnTheCommandLine =
    [
        "CancellationToken",
        "Distributed",
        "DomainColumnName",
        "FallbackToCpu",
        "ImageColumnName",
        "LabelColumnName",
        "PredictedLabelColumnName",
        "Progress",
        "Run.Begun",
        "Run.ReturnModelWhenCanceled",
        "ScoreColumnName",
    ];

    [Fact]
    public void Every_property_is_declared_once_under_a_name_and_a_key_of_its_own()
    {
        var groups = typeof(AssSegmentationOptions).GetProperties().Where(p => p.SetMethod is null).ToArray();
        Assert.Equal(
            ["Run", "Adversarial", "Optimization", "Augmentation", "SelfTraining", "Computing", "AdaptSegNet"],
            groups.Select(p => p.Name)
        );
        int count =
            typeof(AssSegmentationOptions).GetProperties().Length - groups.Length + groups.Sum(p => p.PropertyType.GetProperties().Length);
        Assert.Equal(count, AssSegmentationOption.All.Count);
        Assert.Equal(count, AssSegmentationOption.All.Select(o => o.Name).Distinct().Count());
        Assert.Equal(count, AssSegmentationOption.All.Select(o => o.Key).Distinct().Count());
        Assert.All(AssSegmentationOption.All, option => Assert.EndsWith(".", option.Help));
        Assert.Equal(
            [
                "Loss",
                "WarmUpIterations",
                "Enabled",
                "Weight",
                "Confidence",
                "Trust",
                "Labels",
                "Mixing",
                "ColorJitter",
                "BlurProbability",
                "WarmUpIterations",
            ],
            AssSegmentationOption.All.Where(o => !o.Name.EndsWith(o.Key)).Select(o => o.Name.Split('.')[1])
        );
    }

    [Fact]
    public void Every_option_is_on_the_command_line_or_known_not_to_be()
    {
        Assert.Equal(
            NotOnTheCommandLine,
            AssSegmentationOption.All.Where(o => o.CommandLineName is null).Select(o => o.Name).Order(StringComparer.Ordinal)
        );
        Assert.All(AssSegmentationOption.All.Where(o => o.CommandLineName is not null), option =>
            Assert.StartsWith("--", option.CommandLineName)
        );

        // One argument has both ends of the scale; what a switch turns off is on.
        Assert.Equal(
            ["Augmentation.MinScale, Augmentation.MaxScale"],
            AssSegmentationOption
                .All.Where(o => o.CommandLineName is not null)
                .GroupBy(o => o.CommandLineName)
                .Where(g => g.Count() > 1)
                .Select(g => string.Join(", ", g))
        );
        Assert.All(AssSegmentationOption.All.Where(o => o.ValueType == typeof(bool) && o.CommandLineName is not null), option =>
            Assert.Equal(option.CommandLineName!.StartsWith("--no-"), option.Default)
        );
    }

    [Fact]
    public void A_number_has_a_range_and_a_choice_has_words()
    {
        Type[] numbers = [typeof(int), typeof(double), typeof(int?), typeof(double?)];
        var unbounded = AssSegmentationOption
            .All.Where(o => numbers.Contains(o.ValueType) && o.Range is null && o.Choices.Count == 0)
            .Select(o => o.Name);

        // It is at least another option, which a rule says.
        Assert.Equal(["AdaptSegNet.DecayIterations"], unbounded);
        Assert.All(AssSegmentationOption.All.Where(o => o.ValueType.IsEnum), option =>
            Assert.Equal(Enum.GetValues(option.ValueType).Cast<object>(), option.Choices.Select(c => c.Value))
        );
        Assert.Equal(
            ["source-only", "target-only", "joint", "global", "semantic", "ass"],
            AssSegmentationOption.Of(o => o.Recipe).Choices.Select(c => c.Word)
        );
        Assert.Equal(["8", "16", "32"], AssSegmentationOption.Of(o => o.OutputStride).Choices.Select(c => c.Word));
        Assert.Equal(
            ["auto", "bgr-mean", "torchvision"],
            AssSegmentationOption.Of(o => o.AdaptSegNet.PixelNormalization).Choices.Select(c => c.Word)
        );
        Assert.Equal("above 0", AssSegmentationOption.Of(o => o.LearningRate).Range);
        Assert.Equal("0 to below 1", AssSegmentationOption.Of(o => o.Optimization.Momentum).Range);
        Assert.All(AssSegmentationOption.All.Where(o => o.Default is not null), option =>
            Assert.True(option.Allowed.Contains(option.Default!), option.Name)
        );
    }

    [Fact]
    public void A_property_and_its_option_are_the_same()
    {
        var options = new AssSegmentationOptions { Adversarial = { GlobalWeight = 0.5 } };
        var weight = AssSegmentationOption.Of(o => o.Adversarial.GlobalWeight);
        Assert.Equal(
            ("Adversarial.GlobalWeight", "Adversarial", "GlobalWeight", 0.5, null),
            (weight.Name, weight.Group, weight.Key, weight.GetValue(options), weight.Default)
        );
        weight.SetValue(options, null);
        Assert.Null(options.Adversarial.GlobalWeight);
        Assert.Null(AssSegmentationOption.Of(o => o.Iterations).Group);
        Assert.Throws<ArgumentException>(() => AssSegmentationOption.Of(o => o.Run.WorkspacePath!.Length));
    }

    [Fact]
    public void A_copy_has_all_values_and_groups_of_its_own()
    {
        var options = AssSegmentationOptions.Paper(PaperBenchmark.SynthiaToCityscapes);
        (options.Run.WorkspacePath, options.ClassNames, options.Run.Begun) = ("runs/a", new List<string> { "a", "b" }, () => { });
        var copy = options.Clone();
        Assert.All(AssSegmentationOption.All, option => Assert.Equal(option.GetValue(options), option.GetValue(copy)));
        Assert.NotSame(options.ClassNames, copy.ClassNames);
        options.Run.WorkspacePath = "runs/b";
        Assert.Equal("runs/a", copy.Run.WorkspacePath);
    }
}

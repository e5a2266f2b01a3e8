using Ass.MLNet.Checkpoints;
using Ass.MLNet.Columns;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class FingerprintTests
{
    private static readonly Dictionary<string, string> NoData = [];

    /// <summary>What a run of version 0.1 wrote that had AdaptSegNet's options for GTA5, when options were in no groups.</summary>
    private static readonly Dictionary<string, string> PaperOfVersion01 = new()
    {
        ["AdversarialLoss"] = "CrossEntropy",
        ["AdversarialWarmUpIterations"] = "0",
        ["AlignCornersInPrediction"] = "True",
        ["AlignCornersInTraining"] = "True",
        ["AllowTF32"] = "True",
        ["AsppBranches"] = "2",
        ["AuxiliaryGlobalWeight"] = "null",
        ["AuxiliaryLossWeight"] = "0.1",
        ["BackboneLearningRateMultiplier"] = "3",
        ["BatchNorm"] = "FrozenAffine",
        ["BatchNormStatistics"] = "Running",
        ["BatchSize"] = "1",
        ["BottleneckStride"] = "On1x1",
        ["CeilModePooling"] = "True",
        ["ClassifierLearningRateMultiplier"] = "10",
        ["CropSize"] = "null",
        ["DecayIterations"] = "250000",
        ["DiscriminatorLearningRate"] = "0.0001",
        ["GlobalWeight"] = "null",
        ["HorizontalFlip"] = "False",
        ["Interpolation"] = "Bicubic",
        ["Iterations"] = "150000",
        ["LearningRate"] = "0.00025",
        ["LearningRatePower"] = "0.9",
        ["MaxScale"] = "1",
        ["MinScale"] = "1",
        ["Momentum"] = "0.9",
        ["MultiLevel"] = "True",
        ["Network"] = "DeepLabV2ResNet101",
        ["Optimizer"] = "Sgd",
        ["OutputStride"] = "8",
        ["PixelNormalization"] = "BgrMean",
        ["Precision"] = "Float32",
        ["PretrainedWeights"] = "null",
        ["Recipe"] = "Ass",
        ["SemanticDiscriminator"] = "ClassConditional",
        ["SemanticFeatures"] = "Backbone",
        ["SemanticWeight"] = "null",
        ["SourceSize"] = "1280x720",
        ["SourceWeight"] = "1",
        ["TargetSize"] = "1024x512",
        ["TargetWeight"] = "1",
        ["WeightDecay"] = "0.0005",
        ["classes"] = "a, b",
        ["seed"] = "1",
    };

    /// <summary>What it wrote of options that were left alone, where that is another value.</summary>
    private static readonly Dictionary<string, string> DefaultsOfVersion01 = new(PaperOfVersion01)
    {
        ["AlignCornersInPrediction"] = "False",
        ["AlignCornersInTraining"] = "False",
        ["AsppBranches"] = "4",
        ["BackboneLearningRateMultiplier"] = "1",
        ["BatchNorm"] = "Auto",
        ["BatchNormStatistics"] = "Measured",
        ["BottleneckStride"] = "On3x3",
        ["CeilModePooling"] = "False",
        ["DecayIterations"] = "null",
        ["HorizontalFlip"] = "True",
        ["Interpolation"] = "Bilinear",
        ["MaxScale"] = "1.5",
        ["MinScale"] = "0.75",
        ["MultiLevel"] = "False",
        ["PixelNormalization"] = "Auto",
        ["SourceSize"] = "null",
        ["TargetSize"] = "null",
    };

    [Fact]
    public void Every_option_that_is_a_plain_value_is_either_compared_or_known_to_be_harmless()
    {
        var start = Of(Usual());
        foreach (var option in AssSegmentationOption.All.Where(o => o.ValueType == typeof(double) || o.ValueType == typeof(int)))
        {
            var options = Usual();
            option.SetValue(options, option.ValueType == typeof(int) ? (object)77 : 0.77);
            bool told = Of(options).DifferencesFrom(start).Count > 0;
            bool harmless =
                option.Name
                is "Run.ProgressInterval"
                    or "Run.CheckpointEvery"
                    or "Run.EarlyStoppingMinimumGain"
                    or "Run.MaximumSkippedSteps";
            Assert.True(told != harmless, option.Name);
        }

        // Its own options count where there is self-training.
        static AssSegmentationOptions Usual() => new() { SelfTraining = { Enabled = true } };
    }

    [Fact]
    public void A_run_of_version_0_1_has_the_entries_that_it_had()
    {
        var now = Of(AssSegmentationOptions.Paper(PaperBenchmark.Gta5ToCityscapes)).Entries;
        Assert.All(PaperOfVersion01, entry => Assert.Equal(entry.Value, now[entry.Key]));
    }

    [Fact]
    public void A_run_of_version_0_1_goes_on_with_the_options_that_it_had()
    {
        var options = new AssSegmentationOptions();
        foreach (var option in AssSegmentationOption.All)
        {
            option.SetValue(options, option.EarlierDefault);
        }

        var earlier = new RunFingerprint();
        foreach (var (name, value) in DefaultsOfVersion01)
        {
            earlier.Entries[name] = value;
        }

        Assert.Empty(Of(options).DifferencesFrom(earlier));
        Assert.Equal(
            [
                ("Network: DeepLabV2ResNet101 in the checkpoint, DeepLabV2ResNet18 now", false),
                ("OutputStride: 8 in the checkpoint, 16 now", false),
                ("Iterations: 150000 in the checkpoint, 5000 now", true),
            ],
            Of(new AssSegmentationOptions()).DifferencesFrom(earlier)
        );

        // Before an option was there, what it chooses was as its first default says.
        foreach (string name in DefaultsOfVersion01.Keys.Except(["classes", "seed"]))
        {
            earlier.Entries.Remove(name);
            Assert.Empty(Of(options).DifferencesFrom(earlier));
        }
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Options_of_self_training_count_where_there_is_some(bool enabled, int differences)
    {
        var options = new AssSegmentationOptions { SelfTraining = { Enabled = enabled } };
        var earlier = Of(options);
        earlier.Entries[nameof(PseudoLabelTrust)] = nameof(PseudoLabelTrust.Pixels);
        Assert.Equal(differences, Of(options).DifferencesFrom(earlier).Count);
    }

    [Fact]
    public void What_no_resumption_accepts_comes_first()
    {
        var before = Of(new AssSegmentationOptions());
        var after = Of(new AssSegmentationOptions { Iterations = 5, Network = SegmentationNetwork.DeepLabV2ResNet50 });
        var differences = after.DifferencesFrom(before);
        Assert.Equal([false, true], differences.Select(d => d.Acceptable));
        Assert.Equal("Network: DeepLabV2ResNet18 in the checkpoint, DeepLabV2ResNet50 now", differences[0].Line);
        Assert.False(RunFingerprint.Of(new(), ["a", "c"], 1, NoData).DifferencesFrom(before)[0].Acceptable);
    }

    [Fact]
    public void An_option_that_an_earlier_version_did_not_have_was_at_its_default()
    {
        var before = Of(new AssSegmentationOptions());
        before.Entries.Remove(nameof(AdaptSegNetOptions.AsppBranches));
        Assert.Empty(Of(new AssSegmentationOptions()).DifferencesFrom(before));
        Assert.Equal(
            [("AdaptSegNet.AsppBranches: 4 in the checkpoint, 2 now", false)],
            Of(new AssSegmentationOptions { AdaptSegNet = { AsppBranches = 2 } }).DifferencesFrom(before)
        );
    }

    [Fact]
    public void Data_is_told_apart_by_its_files_names_wherever_they_lie()
    {
        using var folder = new TestFolder();
        var ml = new MLContext();
        var (images, labels) = folder.Pairs(4);
        var all = Print(images, labels);

        string moved = Path.Combine(folder.Root, "elsewhere", "data");
        Directory.CreateDirectory(moved);
        Directory.Move(images, Path.Combine(moved, "images"));
        Directory.Move(labels, Path.Combine(moved, "labels"));
        (images, labels) = (Path.Combine(moved, "images"), Path.Combine(moved, "labels"));
        Assert.Equal(all, Print(images, labels));

        File.Move(Path.Combine(images, "003.png"), Path.Combine(images, "005.png"));
        File.Move(Path.Combine(labels, "003.png"), Path.Combine(labels, "005.png"));
        var renamed = Print(images, labels);
        Assert.Equal("4", renamed["source rows"]);
        Assert.NotEqual(all, renamed);

        File.Delete(Path.Combine(images, "005.png"));
        File.Delete(Path.Combine(labels, "005.png"));
        Assert.Equal("3", Print(images, labels)["source rows"]);

        IReadOnlyDictionary<string, string> Print(string imageFolder, string labelFolder)
        {
            var data = ml.Data.LoadSegmentation(
                SegmentationDataset.Folder(imageFolder, labelFolder, LabelMap.Identity(["a", "b"])).AsSource()
            );
            return DataFingerprint.Of(data, data.Schema["Domain"], SegmentationDomain.Target);
        }
    }

    private static RunFingerprint Of(AssSegmentationOptions options) => RunFingerprint.Of(options, ["a", "b"], 1, NoData);
}

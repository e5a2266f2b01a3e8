using Ass.MLNet.Checkpoints;
using Ass.MLNet.Columns;
using Microsoft.ML;
using Xunit;

namespace Ass.MLNet.Tests;

public class FingerprintTests
{
    private static readonly Dictionary<string, string> NoData = [];

    [Fact]
    public void Every_option_that_is_a_plain_value_is_either_compared_or_known_to_be_harmless()
    {
        var start = Of(new AssSegmentationOptions());
        foreach (var property in typeof(AssSegmentationOptions).GetProperties().Where(p => p.PropertyType == typeof(double) || p.PropertyType == typeof(int)))
        {
            var options = new AssSegmentationOptions();
            property.SetValue(options, property.PropertyType == typeof(int) ? (object)77 : 0.77);
            bool told = Of(options).DifferencesFrom(start).Count > 0;
            bool harmless = property.Name is "ProgressInterval" or "CheckpointEvery" or "EarlyStoppingMinimumGain" or "MaximumSkippedSteps";
            Assert.True(told != harmless, property.Name);
        }
    }

    [Fact]
    public void What_no_resumption_accepts_comes_first()
    {
        var before = Of(new AssSegmentationOptions());
        var after = Of(new AssSegmentationOptions { Iterations = 5, Network = SegmentationNetwork.DeepLabV2ResNet18 });
        var differences = after.DifferencesFrom(before);
        Assert.Equal([false, true], differences.Select(d => d.Acceptable));
        Assert.Equal("Network: DeepLabV2ResNet101 in the checkpoint, DeepLabV2ResNet18 now", differences[0].Line);
        Assert.False(RunFingerprint.Of(new(), ["a", "c"], 1, NoData).DifferencesFrom(before)[0].Acceptable);
    }

    [Fact]
    public void An_option_that_an_earlier_version_did_not_have_was_at_its_default()
    {
        var before = Of(new AssSegmentationOptions());
        before.Entries.Remove(nameof(AssSegmentationOptions.AsppBranches));
        Assert.Empty(Of(new AssSegmentationOptions()).DifferencesFrom(before));
        Assert.Equal([("AsppBranches: 4 in the checkpoint, 2 now", false)], Of(new AssSegmentationOptions { AsppBranches = 2 }).DifferencesFrom(before));
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
            var data = ml.Data.LoadSegmentation(SegmentationDataset.Folder(imageFolder, labelFolder, LabelMap.Identity(["a", "b"])).AsSource());
            return DataFingerprint.Of(data, data.Schema["Domain"], SegmentationDomain.Target);
        }
    }

    private static RunFingerprint Of(AssSegmentationOptions options) => RunFingerprint.Of(options, ["a", "b"], 1, NoData);
}

using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelValueCauseTests : IDisposable
{
    // The tag of road lines in CARLA since release 0.9.14; earlier releases end at 22.
    private const byte RoadLines = 24;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tags_that_only_newer_releases_of_Carla_have_are_an_error_that_names_their_map(bool toCamVid)
    {
        // One pixel of a hundred, which alone would be a warning.
        var finding = FirstFinding(toCamVid ? LabelMap.CarlaToCamVid : LabelMap.Carla, RoadLines);

        Assert.Contains("source: 1.0 % of the label pixels have values without a class: 24", finding.Message);
        Assert.Contains("tags of CARLA since release 0.9.14", finding.Message);
        Assert.Contains("LabelMap.Carla914ToCityscapes (--map carla=carla914-to-cityscapes)", finding.Message);
        Assert.Equal(DataFindingSeverity.Error, finding.Severity);
    }

    [Fact]
    public void Other_values_and_other_maps_are_not_taken_for_newer_releases_of_Carla()
    {
        var stray = FirstFinding(LabelMap.Carla, 200);
        var other = FirstFinding(LabelMap.Identity(LabelMap.Carla.ClassNames), RoadLines);

        foreach (var finding in new[] { stray, other })
        {
            Assert.Contains("have values without a class", finding.Message);
            Assert.DoesNotContain("0.9.14", finding.Message);
        }

        Assert.Equal(DataFindingSeverity.Warning, stray.Severity);
    }

    /// <summary>The finding on the label of a hundred pixels, one of which has a value that the map does not list.</summary>
    private DataFinding FirstFinding(LabelMap map, byte unlisted)
    {
        byte[] ids = [.. Enumerable.Repeat((byte)1, 50), .. Enumerable.Repeat((byte)9, 49), unlisted];
        _folder.Plain("images/a.png", ids.Length, 1, 0, 0, 0);
        _folder.Grey("labels/a.png", ids.Length, ids);
        var set = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), map);
        var findings = DatasetInspection.FindingsForTraining(set.Inspect(), null);
        return findings.First(finding => finding.Message.Contains("without a class"));
    }
}

using System.Drawing;
using Ass.MLNet.Reporting;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>What a report that is made later shows of a run's strips.</summary>
public sealed class StripColorsTests : IDisposable
{
    private static readonly string[] Names = ["road", "pole", "sky"];
    private static readonly Color[] Colors = [Color.FromArgb(1, 2, 3), Color.FromArgb(4, 5, 6), Color.FromArgb(7, 8, 9)];

    private readonly TestFolder _folder = new();

    public StripColorsTests()
    {
        var metrics = new SegmentationMetrics(
            new long[,]
            {
                { 70, 10, 0 },
                { 5, 15, 0 },
                { 0, 0, 0 },
            },
            Names
        );
        ConfusionMatrixFile.Write(_folder.At("run/confusion-matrix.csv"), metrics);
        _folder.Plain("run/strips/strip-01-a.png", 8, 4, 1, 2, 3);
    }

    private SegmentationReport Report => SegmentationReport.FromRun(_folder.At("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheClassesHaveTheColoursOfTheStrips()
    {
        Assert.Null(Report.Palette);

        StripColors.Write(_folder.At("run/strips"), Names, new SegmentationPalette([.. Colors, Color.White]));

        Assert.Equal(Colors.Select(color => color.ToArgb()), Report.Palette!.Colors.Select(color => color.ToArgb()));
        Assert.Same(SegmentationPalette.CamVid, SegmentationReport.FromRun(_folder.At("run"), SegmentationPalette.CamVid).Palette);
    }

    [Fact]
    public void ColoursOfOtherClassesAndDamagedOnesDoNotCount()
    {
        StripColors.Write(_folder.At("run/strips"), ["road", "sky", "pole"], new SegmentationPalette(Colors));
        Assert.Null(Report.Palette);

        _folder.Text("run/strips/strip-colors.json", "{");
        Assert.Null(Report.Palette);
    }

    [Fact]
    public void PicturesOfOtherKindsAreNoStrips()
    {
        _folder.Plain("run/strips/suggestion-01-a.png", 8, 4, 1, 2, 3);

        Assert.Equal(["strip-01-a.png"], Report.Strips.Select(Path.GetFileName));
    }
}

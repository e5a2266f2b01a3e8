using Ass.MLNet.Reporting;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DataFactsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SetsStandSideBySide()
    {
        var (images, labels) = _folder.Pairs(4);
        var map = LabelMap.Identity(["road", "sky", "car"]);
        var all = SegmentationDataset.Folder(images, labels, map).AsSource().Inspect();
        var none = SegmentationDataset.Folder(images, labels, map).AsTarget(labeled: 0).Inspect();

        var tables = DataFacts.Tables(("source", all), ("target", none));

        Assert.Equal(
            [
                ["source", "4", "4", "2×1", "0"],
                ["target", "4", "0", "2×1", "0"],
            ],
            tables[0].Rows
        );
        Assert.Equal(
            [
                ["road", "50.00", "–"],
                ["sky", "50.00", "–"],
                ["car", "0.00", "–"],
            ],
            tables[1].Rows
        );
    }
}

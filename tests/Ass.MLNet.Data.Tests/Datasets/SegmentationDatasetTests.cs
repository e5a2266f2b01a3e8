using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationDatasetTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ImagesAndLabelsArePairedByRelativeName()
    {
        _folder.Plain("images/b/2.png", 1, 1, 0, 0, 0);
        _folder.Plain("images/a.jpg", 1, 1, 0, 0, 0);
        _folder.Grey("labels/b/2.png", 1, 0);
        _folder.Grey("labels/a.png", 1, 0);
        File.Move(_folder.At("labels/a.png"), _folder.At("labels/a.PNG"));
        _folder.Text("images/readme.txt", "no picture");

        var set = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"));

        Assert.Equal(2, set.Count);
        Assert.Equal(["a", "b/2"], set.Samples.Select(s => s.Stem));
        Assert.Equal(["a.PNG", "2.png"], set.Samples.Select(s => Path.GetFileName(s.LabelPath)));
        Assert.Null(set.ClassNames);
        Assert.Equal(255, set.Palette.Colors.Count);
    }

    [Fact]
    public void WithoutLabelsEverythingIsUnlabelled()
    {
        var (images, _) = _folder.Pairs(3);

        Assert.All(SegmentationDataset.Folder(images).Samples, s => Assert.Null(s.LabelPath));
    }

    [Fact]
    public void AnImageWithoutALabelIsAnError()
    {
        var (images, labels) = _folder.Pairs(3);
        File.Delete(Path.Combine(labels, "001.png"));

        var error = Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Folder(images, labels));

        Assert.Contains("1 of 3 image files have no label", error.Message);
        Assert.Contains("001.png", error.Message);
        Assert.Contains(labels, error.Message);
    }

    [Fact]
    public void LabelsWithoutAnImageAreLeftOutAndCounted()
    {
        var (images, labels) = _folder.Pairs(3);
        File.Delete(Path.Combine(images, "002.png"));

        var set = SegmentationDataset.Folder(images, labels);

        Assert.Equal(["000", "001"], set.Samples.Select(s => s.Stem));
        Assert.Matches(@"1 of 3 label files have no image in .*images' and were left out: .*002\.png", Assert.Single(set.Notes));
        Assert.Equal(set.Notes, set.AsTarget(labeled: 1).Notes);
    }

    [Fact]
    public void TwoImagesOfOneNameAreAnError()
    {
        var (images, labels) = _folder.Pairs(1);
        _folder.Plain("images/000.jpg", 1, 1, 0, 0, 0);

        Assert.Contains(
            "share the name '000'",
            Assert.Throws<InvalidOperationException>(() => SegmentationDataset.Folder(images, labels)).Message
        );
    }

    [Fact]
    public void AMissingFolderIsNamed()
    {
        string missing = Path.Combine(_folder.Root, "nowhere");

        Assert.Contains(missing, Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Folder(missing)).Message);
        Assert.Contains(
            Path.Combine(missing, "val"),
            Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.CamVid(missing, "val")).Message
        );
        Assert.Contains(_folder.Root, Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Folder(_folder.Root)).Message);
    }

    [Fact]
    public void CamVidTakesTheFoldersOfTheSplit()
    {
        _folder.Plain("train/x.jpg", 1, 1, 0, 0, 0);
        _folder.Grey("trainannot/x.png", 1, 11);
        _folder.Plain("val/y.png", 1, 1, 0, 0, 0);

        var train = SegmentationDataset.CamVid(_folder.Root, "train");

        Assert.Equal(["x"], train.Samples.Select(s => s.Stem));
        Assert.Equal(LabelMap.CamVid.ClassNames, train.ClassNames);
        Assert.Equal(SegmentationPalette.CamVid.Colors, train.Palette.Colors);
        Assert.Contains(
            "valannot",
            Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.CamVid(_folder.Root, "val")).Message
        );
    }

    [Fact]
    public void MethodsReturnOtherSets()
    {
        var (images, labels) = _folder.Pairs(5);
        var all = SegmentationDataset.Folder(images, labels);

        var taken = all.Take(2).WithLabelMap(LabelMap.Identity(["a", "b"])).AsSource();

        Assert.Equal(["000", "001"], taken.Samples.Select(s => s.Stem));
        Assert.Equal(["a", "b"], taken.ClassNames);
        Assert.Equal(SegmentationDomain.Source, taken.Domain);
        Assert.Equal((5, (SegmentationDomain?)null), (all.Count, all.Domain));
        Assert.Null(all.ClassNames);
        Assert.Equal(5, all.Take(99).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => all.Take(0));
    }

    [Fact]
    public void AsTargetKeepsAllLabelsUnlessANumberIsGiven()
    {
        var (images, labels) = _folder.Pairs(4);
        var set = SegmentationDataset.Folder(images, labels);

        Assert.Equal(4, set.AsTarget().Samples.Count(s => s.LabelPath is not null));
        Assert.Equal(1, set.AsTarget(labeled: 1).Samples.Count(s => s.LabelPath is not null));
        Assert.Equal(0, set.AsTarget(labeled: 0).Samples.Count(s => s.LabelPath is not null));
        Assert.Equal(4, set.AsTarget(labeled: 1).Count);
    }

    [Fact]
    public void TakeLabeledChoosesAmongTheImagesThatHaveALabel()
    {
        var (images, labels) = _folder.Pairs(20);
        var set = SegmentationDataset.Folder(images, labels).AsTarget(labeled: 15, seed: 4);

        var four = set.TakeLabeled(4, seed: 1);

        Assert.Equal(4, four.Count);
        Assert.All(four.Samples, sample => Assert.NotNull(sample.LabelPath));
        Assert.Equal(four.Samples.OrderBy(sample => sample.Stem), four.Samples);
        Assert.NotEqual(four.Samples, set.TakeLabeled(4, seed: 2).Samples);
        Assert.Equal(15, set.TakeLabeled(99, seed: 1).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => set.TakeLabeled(0, seed: 1));
    }

    [Fact]
    public void TakeAListKeepsTheOrderOfTheSet()
    {
        var (images, labels) = _folder.Pairs(4);
        var set = SegmentationDataset.Folder(images, labels).AsSource();

        var taken = set.Take(_folder.Text("list.txt", "003.png", "images/001.png", "", "003"));

        Assert.Equal(["001", "003"], taken.Samples.Select(s => s.Stem));
        Assert.Equal(SegmentationDomain.Source, taken.Domain);
        Assert.Contains(
            "unknown: '004', 'other/001'",
            Assert.Throws<InvalidOperationException>(() => set.Take(_folder.Text("bad.txt", "004", "other/001"))).Message
        );
        Assert.Contains("is empty", Assert.Throws<InvalidOperationException>(() => set.Take(_folder.Text("empty.txt", " "))).Message);
        Assert.Contains("no.txt", Assert.Throws<FileNotFoundException>(() => set.Take(_folder.At("no.txt"))).Message);
    }
}

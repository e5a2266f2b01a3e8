using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Ass.MLNet.Labels;
using BitMiracle.LibTiff.Classic;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed partial class DatasetLayoutTests
{
    [Fact]
    public void ListsOfPairsMayComeFromWindowsAndFromDeepLab()
    {
        _folder.Pairs(3);
        string list = _folder.At("list.txt");
        File.WriteAllText(
            list,
            "# pairs\r\n\r\nimages\\000.png labels\\000.png\r\n/images/001.png\t/labels/001.png\r\n"
                + _folder.At("images/002.png")
                + "\r\n",
            System.Text.Encoding.Unicode
        );

        var set = SegmentationDataset.Pairs(list);

        Assert.Equal(["images/000", "images/001"], set.Samples.Where(s => s.LabelPath is not null).Select(s => s.Stem));
        Assert.Equal(3, set.Count);
        File.WriteAllBytes(list, [(byte)'i', 0xE9, (byte)'.', (byte)'p', (byte)'n', (byte)'g']);
        Assert.Contains("no text in UTF-8", Assert.Throws<InvalidDataException>(() => SegmentationDataset.Pairs(list)).Message);
    }

    [Fact]
    public void PairsAreTakenFromAListFile()
    {
        _folder.Pairs(2);
        _folder.Plain("images/with blank.png", 2, 1, 0, 0, 0);
        string list = _folder.Text("list.txt", "images/001.png labels/001.png", "images/with blank.png\tlabels/000.png", "images/000.png");

        var set = SegmentationDataset.Pairs(list, map: LabelMap.Identity(["a", "b"]));

        Assert.Equal(["images/000", "images/001", "images/with blank"], set.Samples.Select(s => s.Stem));
        Assert.Equal([null, "001.png", "000.png"], set.Samples.Select(s => Path.GetFileName(s.LabelPath)));
        Assert.Equal(
            set.Samples,
            SegmentationDataset.Pairs(_folder.Text("lists/other.txt", File.ReadAllLines(list)), _folder.Root).Samples
        );
    }

    [Theory]
    [InlineData("images/my photo.png\t", "images/my photo", null)]
    [InlineData("images/my photo.png", "images/my photo", null)]
    [InlineData("/images/my photo.png \t ", "images/my photo", null)]
    [InlineData("images/000.png labels/000.png\t", "images/000", "000.png")]
    public void ANameWithBlanksMayStandAlone(string line, string stem, string? label)
    {
        _folder.Pairs(1);
        _folder.Plain("images/my photo.png", 2, 1, 0, 0, 0);

        var sample = Assert.Single(SegmentationDataset.Pairs(_folder.Text("list.txt", line)).Samples);

        Assert.Equal((stem, label), (sample.Stem, Path.GetFileName(sample.LabelPath)));
    }

    [Fact]
    public void ANameWithBlanksThatIsMissingIsNamedWhole()
    {
        string list = _folder.Text("list.txt", "my photo.png\t");

        Assert.Contains("my photo.png'", Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Pairs(list)).Message);
    }

    [Fact]
    public void VocsNamesMayHaveBlanks()
    {
        _folder.Plain("JPEGImages/my photo.png", 1, 1, 0, 0, 0);
        _folder.Grey("SegmentationClass/my photo.png", 1, 1);
        foreach (string line in new[] { "my photo", "my photo.jpg", "JPEGImages/my photo.png" })
        {
            _folder.Text("ImageSets/Segmentation/train.txt", line);

            var sample = Assert.Single(SegmentationDataset.Voc(_folder.Root, "train").Samples);

            Assert.Equal(("my photo", "my photo.png"), (sample.Stem, Path.GetFileName(sample.LabelPath)));
        }
    }

    [Theory]
    [InlineData("images/000.png labels/000.png x", "has 3 parts")]
    [InlineData("images/000.png labels/009.png", "1 files that do not exist")]
    [InlineData("images/000.png labels/009.png", "labels' holds 1 file (1 .png; the first is '000.png')")]
    [InlineData("images/000.png images/000.jpg", "labels must be .png or .bmp")]
    [InlineData("", "names no image")]
    public void WhatIsWrongWithAListOfPairsIsSaid(string line, string expected)
    {
        _folder.Pairs(1);
        _folder.Plain("images/000.jpg", 1, 1, 0, 0, 0);
        string list = _folder.Text("list.txt", line);

        var error = Assert.ThrowsAny<Exception>(() => SegmentationDataset.Pairs(list));

        Assert.Contains(expected, error.Message);
        Assert.Contains("list.txt", error.Message);
        _folder.Text("list.txt", "images/000.png", "images/000.png");
        Assert.Contains(
            "more than once: 'images/000'",
            Assert.Throws<InvalidOperationException>(() => SegmentationDataset.Pairs(list)).Message
        );
    }

    [Fact]
    public void LabelsInBandsThatAreNoPictureHaveASizeToo()
    {
        var (images, labels) = _folder.Pairs(2);
        _folder.Plain("images/001.png", 3, 1, 0, 0, 0);
        byte[] bands = PictureFiles.Tiff(2, 3, 8, Photometric.MINISBLACK, [0, 9, 8, 1, 7, 6], tiff =>
            tiff.SetField(TiffTag.EXTRASAMPLES, 2, new short[2])
        );
        foreach (string name in new[] { "000", "001" })
        {
            File.Delete(_folder.At($"labels/{name}.png"));
            _folder.Bytes($"labels/{name}.tif", bands);
        }

        var set = SegmentationDataset.Folder(images, labels).LeaveOutUnlikeSizes();

        Assert.Equal(["000"], set.Samples.Select(s => s.Stem));
        Assert.Contains("001.png' is 3x1, its label 2x1", Assert.Single(set.Notes));
    }
}

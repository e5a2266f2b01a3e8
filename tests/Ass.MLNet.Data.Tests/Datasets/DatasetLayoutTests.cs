using Ass.MLNet.Columns;
using Ass.MLNet.Datasets;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>The data sets' folders as they are published, with tiny pictures in the published encodings.</summary>
public sealed partial class DatasetLayoutTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void CityscapesTakesLabelIdsBesideTheImagesOfACity()
    {
        foreach (string name in new[] { "ulm/ulm_000001_000019", "aachen/aachen_000000_000019" })
        {
            _folder.Plain($"leftImg8bit/train/{name}_leftImg8bit.png", 2, 1, 0, 0, 0);
            _folder.Grey($"gtFine/train/{name}_gtFine_labelIds.png", 2, 7, 33);
            _folder.Grey($"gtFine/train/{name}_gtFine_labelTrainIds.png", 2, 18, 0);
            _folder.Grey($"gtFine/train/{name}_gtFine_instanceIds.png", 2, 1, 1);
            _folder.Plain($"gtFine/train/{name}_gtFine_color.png", 2, 1, 128, 64, 128);
            _folder.Text($"gtFine/train/{name}_gtFine_polygons.json", "{}");
        }

        var set = SegmentationDataset.Cityscapes(_folder.Root, "train");

        Assert.Equal(["aachen/aachen_000000_000019", "ulm/ulm_000001_000019"], set.Samples.Select(s => s.Stem));
        Assert.Equal([0, 18], Labels(set)[0]);
        Assert.Equal([18, 0], Labels(SegmentationDataset.Cityscapes(_folder.Root, "train", trainIds: true))[0]);
        Assert.Equal([3, 10], Labels(set.WithLabelMap(LabelMap.CityscapesToCamVid))[0]);
        Assert.Equal(SegmentationPalette.Cityscapes.Colors, set.Palette.Colors);
        string list = _folder.Text("list.txt", "ulm/ulm_000001_000019_leftImg8bit.png");
        Assert.Equal(["ulm/ulm_000001_000019"], set.AsTarget(list).Samples.Where(s => s.LabelPath is not null).Select(s => s.Stem));
    }

    [Fact]
    public void CityscapesWithTrainIdsAloneIsReadFromThem()
    {
        _folder.Plain("leftImg8bit/val/ulm/a_leftImg8bit.png", 2, 1, 0, 0, 0);
        _folder.Grey("gtFine/val/ulm/a_gtFine_labelTrainIds.png", 2, 18, 255);

        var set = SegmentationDataset.Cityscapes(_folder.Root, "val");

        Assert.Equal([18, 255], Labels(set)[0]);
        Assert.Equal(19, set.ClassNames!.Count);
        Assert.Contains("hold train ids", Assert.Throws<ArgumentException>(() => set.WithLabelMap(LabelMap.CityscapesToCamVid)).Message);
    }

    [Fact]
    public void CityscapesWithoutLabelsIsUnlabelledForTestAndWhereItMayBe()
    {
        _folder.Plain("leftImg8bit/test/berlin/a_leftImg8bit.png", 2, 1, 0, 0, 0);
        _folder.Grey("gtFine/test/berlin/a_gtFine_labelIds.png", 2, 0, 3);
        _folder.Plain("leftImg8bit/train/ulm/b_leftImg8bit.png", 2, 1, 0, 0, 0);

        Assert.Null(SegmentationDataset.Cityscapes(_folder.Root, "test").Samples.Single().LabelPath);
        var unlabeled = SegmentationDataset.Cityscapes(_folder.Root, "train", missingLabels: MissingLabels.Unlabeled);
        Assert.Null(unlabeled.Samples.Single().LabelPath);
        string missing = Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Cityscapes(_folder.Root, "train")).Message;
        Assert.Contains(Path.Combine(_folder.Root, "gtFine", "train"), missing);
        Assert.Contains("missing-labels=unlabeled", missing);
        Assert.Contains(
            Path.Combine(_folder.Root, "leftImg8bit", "val"),
            Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Cityscapes(_folder.Root, "val")).Message
        );
    }

    [Fact]
    public void CityscapesExtraImagesAreUnlabelledUnlessTheyHaveFineLabels()
    {
        _folder.Plain("leftImg8bit/train_extra/ulm/a_leftImg8bit.png", 2, 1, 0, 0, 0);
        Assert.Null(SegmentationDataset.Cityscapes(_folder.Root, "train_extra").Samples.Single().LabelPath);

        string label = _folder.Grey("gtFine/train_extra/ulm/a_gtFine_labelIds.png", 2, 7, 33);
        Assert.Equal(label, SegmentationDataset.Cityscapes(_folder.Root, "train_extra").Samples.Single().LabelPath);
    }

    [Fact]
    public void CityscapesWithHalfTheLabelsIsAnErrorThatCountsThem()
    {
        _folder.Plain("leftImg8bit/train/ulm/a_leftImg8bit.png", 2, 1, 0, 0, 0);
        _folder.Plain("leftImg8bit/train/ulm/b_leftImg8bit.png", 2, 1, 0, 0, 0);
        _folder.Grey("gtFine/train/ulm/a_gtFine_labelIds.png", 2, 7, 7);
        _folder.Grey("gtFine/train/ulm/c_gtFine_labelIds.png", 2, 7, 7);

        var error = Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Cityscapes(_folder.Root, "train"));

        Assert.Contains("1 of 2 image files have no label", error.Message);
        Assert.Contains("b_leftImg8bit.png", error.Message);
        Assert.Contains("_gtFine_labelIds.png", error.Message);
        var rest = SegmentationDataset.Cityscapes(_folder.Root, "train", missingLabels: MissingLabels.LeaveOut);
        Assert.Equal(["ulm/a"], rest.Samples.Select(s => s.Stem));
        Assert.Contains(rest.Notes, note => note.Contains("1 of 2 label files have no image") && note.Contains("c_gtFine_labelIds.png"));
        Assert.Contains(rest.Notes, note => note.Contains("1 of 2 image files have no label") && note.Contains("b_leftImg8bit.png"));
    }

    [Fact]
    public void Gta5LabelsArePaletteIndices()
    {
        // Two entries of one colour: the index is all that tells them apart.
        var png = new PngEncoder(3, 1, depth: 8, colorType: 3) { Palette = [.. Enumerable.Range(0, 3 * 35).Select(i => (byte)(i / 6))] };
        _folder.Plain("images/00001.png", 3, 1, 0, 0, 0);
        _folder.Bytes("labels/00001.png", png.Encode((x, _, _) => new[] { 7, 8, 34 }[x]));

        var set = SegmentationDataset.Gta5(_folder.Root);

        Assert.Equal([0, 1, 255], Labels(set)[0]);
        Assert.Equal(LabelMap.Cityscapes.ClassNames, set.ClassNames);
        _folder.Plain("images/00002.png", 3, 1, 0, 0, 0);
        Assert.Contains("GTA5", Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Gta5(_folder.Root)).Message);
    }

    [Fact]
    public void SynthiaLabelsAreTheFirstOfThree16BitChannels()
    {
        var png = new PngEncoder(4, 1, depth: 16, colorType: 2);
        _folder.Plain("RGB/0000000.png", 4, 1, 0, 0, 0);
        _folder.Bytes(
            "GT/LABELS/0000000.png",
            png.Encode(
                (x, _, channel) =>
                    channel switch
                    {
                        0 => new[] { 3, 22, 11, 300 }[x],
                        1 => 1234,
                        _ => 0,
                    }
            )
        );
        _folder.Grey("GT/COLOR/0000000.png", 4, 1, 1, 1, 1);

        var set = SegmentationDataset.Synthia(_folder.Root);

        Assert.Equal([0, 255, 18, 255], Labels(set)[0]);
        Assert.Equal(LabelMap.Cityscapes.ClassNames, set.ClassNames);
    }

    [Fact]
    public void CarlaLabelsAreTheRedChannel()
    {
        _folder.Plain("CameraRGB/7.png", 2, 1, 0, 0, 0);
        _folder.Bytes(
            "CameraSeg/7.png",
            new PngEncoder(2, 1, depth: 8, colorType: 6).Encode((x, _, channel) => channel == 0 ? new[] { 7, 13 }[x] : 40 * channel)
        );

        var set = SegmentationDataset.Carla(_folder.Root);

        Assert.Equal([6, 12], Labels(set)[0]);
        Assert.Equal("Road", set.ClassNames![6]);
        Assert.Equal([3, 0], Labels(set.WithLabelMap(LabelMap.CarlaToCamVid).Take(1))[0]);
        Assert.Equal(
            [3, 0],
            Labels(SegmentationDataset.Folder(_folder.At("CameraRGB"), _folder.At("CameraSeg"), LabelMap.CarlaToCamVid, LabelChannel.Red))[
                0
            ]
        );
    }

    [Fact]
    public void VocTakesTheImagesOfItsListInTheOrderOfTheirNames()
    {
        var png = new PngEncoder(3, 1, depth: 8, colorType: 3) { Palette = new byte[768] };
        foreach (string stem in new[] { "2007_000032", "2007_000039", "2007_000063" })
        {
            _folder.Plain($"JPEGImages/{stem}.jpg", 3, 1, 0, 0, 0);
            _folder.Bytes($"SegmentationClass/{stem}.png", png.Encode((x, _, _) => new[] { 0, 20, 255 }[x]));
        }

        _folder.Plain("JPEGImages/2011_000001.jpg", 3, 1, 0, 0, 0);
        _folder.Text("ImageSets/Segmentation/train.txt", "2007_000063", "2007_000032");
        _folder.Text("ImageSets/Segmentation/test.txt", "2011_000001");
        _folder.Text("ImageSets/Segmentation/val.txt", "2007_000039", "2011_000001", "2012_000001");

        var train = SegmentationDataset.Voc(_folder.Root, "train");

        Assert.Equal(["2007_000032", "2007_000063"], train.Samples.Select(s => s.Stem));
        Assert.Equal([0, 20, 255], Labels(train)[0]);
        Assert.Null(SegmentationDataset.Voc(_folder.Root, "test").Samples.Single().LabelPath);
        var error = Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Voc(_folder.Root, "val"));
        Assert.Contains("3 files that do not exist", error.Message);
        Assert.Contains(Path.Combine("SegmentationClass", "2011_000001.png"), error.Message);
        string missing = Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Voc(_folder.Root, "trainval")).Message;
        Assert.Contains("trainval.txt' does not exist", missing);
        Assert.Contains("holds 3 files (3 .txt; the first is 'test.txt')", missing);
    }

    [Fact]
    public void VocTakesImagesOfAnyFormatAndTheLabelsThatAListIsMadeFor()
    {
        _folder.Plain("JPEGImages/a.png", 1, 1, 0, 0, 0);
        _folder.Bytes("JPEGImages/b.JPG", File.ReadAllBytes(_folder.Plain("b.jpg", 1, 1, 0, 0, 0)));
        _folder.Plain("JPEGImages/c.v2.jpg", 1, 1, 0, 0, 0);
        _folder.Grey("SegmentationClass/a.png", 1, 1);
        foreach (string stem in new[] { "a", "b", "c.v2" })
        {
            _folder.Grey($"SegmentationClassAug/{stem}.png", 1, 2);
        }

        _folder.Text("ImageSets/Segmentation/train.txt", "a.png");
        _folder.Text("ImageSets/Segmentation/trainaug.txt", "# all of them", "a", "b.JPG", "", "c.v2");
        _folder.Text(
            "ImageSets/Segmentation/deeplab.txt",
            "/JPEGImages/a.png /SegmentationClassAug/a.png",
            @"JPEGImages\c.v2.jpg SegmentationClassAug\c.v2.png"
        );

        var train = SegmentationDataset.Voc(_folder.Root, "train");
        var more = SegmentationDataset.Voc(_folder.Root, "trainaug");
        var deeplab = SegmentationDataset.Voc(_folder.Root, "deeplab");

        Assert.Equal([1], Labels(train).Single());
        Assert.Empty(train.Notes);
        Assert.Equal(["a", "b", "c.v2"], more.Samples.Select(s => s.Stem));
        Assert.All(Labels(more), ids => Assert.Equal([2], ids));
        Assert.Contains("SegmentationClassAug', since", Assert.Single(more.Notes));
        Assert.Equal(["a", "c.v2"], deeplab.Samples.Select(s => s.Stem));
        Assert.All(Labels(deeplab), ids => Assert.Equal([2], ids));
        Assert.Equal(["a"], deeplab.Take(_folder.Text("list.txt", "a.png")).Samples.Select(s => s.Stem));
    }

    [SharedDataFact("formats/voc_palette")]
    public void GenuineVocFilesAreRead()
    {
        string root = SharedData.Find("formats/voc_palette")!;
        foreach (string folder in new[] { "JPEGImages", "SegmentationClass" })
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder.Root, folder), Path.Combine(root, folder));
        }

        _folder.Text("ImageSets/Segmentation/all.txt", "2011_000003", "2011_000025", "2011_000006");

        Assert.Equal(
            ["2011_000003", "2011_000006", "2011_000025"],
            SegmentationDataset.Voc(_folder.Root, "all").Samples.Select(s => s.Stem)
        );
    }

    [SharedDataFact("formats/idd_lite_names")]
    public void IddLiteIsReadWithItsOwnNames()
    {
        string folder = SharedData.Find("formats/idd_lite_names")!;
        string images = Path.GetDirectoryName(_folder.At("leftImg8bit/1/x"))!,
            labels = Path.GetDirectoryName(_folder.At("gtFine/1/x"))!;
        File.Copy(Path.Combine(folder, "024541_image.jpg"), Path.Combine(images, "024541_image.jpg"));
        File.Copy(Path.Combine(folder, "024541_label.png"), Path.Combine(labels, "024541_label.png"));

        var set = SegmentationDataset.Folder(_folder.At("leftImg8bit"), _folder.At("gtFine"));
        Assert.Equal(["1/024541"], set.Samples.Select(s => s.Stem));
        Assert.Contains("images '…_image' with labels '…_label'", Assert.Single(set.Notes));
        Assert.Equal(
            ["024541"],
            SegmentationDataset.Folder(folder, folder, imageSuffix: "_image", labelSuffix: "_label").Samples.Select(s => s.Stem)
        );

        // The set as it is published has a second kind of labels, which no rule can tell from the first.
        _folder.Grey("gtFine/1/024541_inst_label.png", 1, 0);
        string error = Assert
            .Throws<InvalidOperationException>(() => SegmentationDataset.Folder(_folder.At("leftImg8bit"), _folder.At("gtFine")))
            .Message;
        Assert.Contains("'…_inst_label' or '…_label'", error);
        Assert.Equal(
            ["024541_label.png"],
            SegmentationDataset
                .Folder(_folder.At("leftImg8bit"), _folder.At("gtFine"), labelSuffix: "_label")
                .Samples.Select(s => Path.GetFileName(s.LabelPath))
        );
    }

    [Fact]
    public void Gta5InPartTakesThePairsThatAreThere()
    {
        foreach (int i in new[] { 1, 2, 3 })
        {
            _folder.Grey($"labels/0000{i}.png", 1, 7);
        }

        _folder.Plain("images/00001.png", 1, 1, 0, 0, 0);
        var set = SegmentationDataset.Gta5(_folder.Root);
        Assert.Equal(1, set.Count);
        Assert.Contains("2 of 3 label files have no image", Assert.Single(set.Notes));

        File.Delete(_folder.At("labels/00002.png"));
        _folder.Plain("images/00002.png", 1, 1, 0, 0, 0);
        string error = Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Gta5(_folder.Root)).Message;
        Assert.Contains("1 of 2 image files have no label", error);
        Assert.Contains("holds 2 files (2 .png; the first is '00001.png')", error);
        Assert.Equal(["00001"], SegmentationDataset.Gta5(_folder.Root, MissingLabels.LeaveOut).AsSource().Samples.Select(s => s.Stem));
        Assert.Equal(
            [true, false],
            SegmentationDataset.Gta5(_folder.Root, MissingLabels.Unlabeled).Samples.Select(s => s.LabelPath is not null)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => SegmentationDataset.Gta5(_folder.Root, (MissingLabels)9));
    }

    [Fact]
    public void PairsOfUnlikeSizeAreLeftOutOnRequest()
    {
        var (images, labels) = _folder.Pairs(4);
        _folder.Plain("images/001.png", 2, 2, 0, 0, 0);
        File.Delete(_folder.At("images/002.png"));
        _folder.Plain("images/002.jpg", 3, 1, 0, 0, 0);
        _folder.Text("images/003.png", "damaged");

        var set = SegmentationDataset.Folder(images, labels).AsTarget(labeled: 4).LeaveOutUnlikeSizes();

        Assert.Equal(["000", "003"], set.Samples.Select(s => s.Stem));
        Assert.Equal(SegmentationDomain.Target, set.Domain);
        Assert.Matches(
            @"2 of 4 images differ in size from their labels and were left out: "
                + @"'.*001\.png' is 2x2, its label 2x1; '.*002\.jpg' is 3x1, its label 2x1\.",
            Assert.Single(set.Notes)
        );
        var unlike = SegmentationDataset.Folder(images, labels).Take(_folder.Text("t.txt", "001"));
        Assert.Equal(1, unlike.AsTarget(labeled: 0).LeaveOutUnlikeSizes().Count);
        Assert.Contains("all 1 images differ in size", Assert.Throws<InvalidDataException>(() => unlike.LeaveOutUnlikeSizes()).Message);
    }

    [Fact]
    public void ASourceWithoutLabelsIsRefusedBeforeAnyFileIsRead()
    {
        var (images, _) = _folder.Pairs(2);

        var error = Assert.Throws<InvalidOperationException>(() =>
            new MLContext().Data.LoadSegmentation(SegmentationDataset.Folder(images).AsSource())
        );

        Assert.Contains("2 of 2 have none", error.Message);
        Assert.Contains("000.png", error.Message);
    }

    /// <summary>The train ids of all labels, read as training does.</summary>
    private static byte[][] Labels(SegmentationDataset set) =>
        [
            .. new MLContext()
                .Data.CreateEnumerable<Row>(new MLContext().Data.LoadSegmentation(set.AsTarget()), reuseRowObject: true)
                .Select(row => LabelImageReader.FromGrey(row.Label!, "").Ids),
        ];

    private sealed class Row
    {
        public MLImage? Label { get; set; }
    }
}

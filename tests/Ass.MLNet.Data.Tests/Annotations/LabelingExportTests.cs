using System.Drawing;
using System.IO.Compression;
using System.Text.Json;
using Ass.MLNet.Datasets;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelingExportTests : IDisposable
{
    private static readonly string[] Classes = ["road", "car", "a \"b\": c", "sky"];

    private readonly TestFolder _folder = new();
    private readonly string _out = Directory.CreateTempSubdirectory("ass-tests-").FullName;

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_out, recursive: true);
    }

    [Fact]
    public void WhatIsWrittenIsReadBackExactly()
    {
        var images = Images(Classes);
        string zip = Path.Combine(_out, "set.zip"),
            coco = Path.Combine(_out, "coco.json"),
            plain = Path.Combine(_out, "plain.json"),
            labelMe = Path.Combine(_out, "labelme");
        byte[][] expected = [.. images.Select(image => image.Mask.ClassIds)];

        LabelingExport.SaveCvat(zip, images, _folder.Root);
        LabelingExport.SaveCoco(coco, images, _folder.Root);
        LabelingExport.SaveCoco(plain, images, _folder.Root, compressed: false);
        LabelingExport.SaveLabelMe(labelMe, images, _folder.Root);

        Assert.Equal(expected, ReadLabels.Of(SegmentationDataset.Cvat(zip, _folder.Root)));
        ZipFile.ExtractToDirectory(zip, Path.Combine(_out, "unpacked"));
        Assert.Equal(expected, ReadLabels.Of(SegmentationDataset.Cvat(Path.Combine(_out, "unpacked"), _folder.Root)));
        foreach (string file in new[] { coco, plain })
        {
            // The image whose pixels are all ignored has no annotation; of the others, all classes come back in their order.
            var set = SegmentationDataset.Coco(file, _folder.Root, missingLabels: MissingLabels.Unlabeled);
            Assert.Equal(Classes, set.ClassNames);
            Assert.Equal(expected.Select(ids => ids.All(id => id == 255) ? null : ids), ReadLabels.Of(set));
        }

        var shapes = SegmentationDataset.LabelMe(labelMe, _folder.Root, Classes);
        Assert.Equal(expected, ReadLabels.Of(shapes));
        Assert.Equal(shapes.ImagePaths, SegmentationDataset.LabelMe(labelMe, classes: Classes).ImagePaths.Select(Path.GetFullPath));
        Assert.True(new FileInfo(coco).Length < new FileInfo(plain).Length);
    }

    [Fact]
    public void ABackgroundIsBlackInCvatAndTakesInWhatIsIgnored()
    {
        string[] classes = ["background", "car"];
        _folder.Plain("a b.png", 3, 1, 0, 0, 0);
        var palette = new SegmentationPalette([Color.Black, Color.Black]);
        var mask = new SegmentationMask(3, 1, [0, 1, 255], classes, palette);
        string zip = Path.Combine(_out, "set.zip");

        LabelingExport.SaveCvat(zip, [new SegmentedImage(_folder.At("a b.png"), mask)], _folder.Root);

        Assert.Equal(
            [
                [0, 1, 0],
            ],
            ReadLabels.Of(SegmentationDataset.Cvat(zip, _folder.Root, classes: classes))
        );
        Assert.Equal(
            [
                [255, 0, 255],
            ],
            ReadLabels.Of(SegmentationDataset.Cvat(zip, _folder.Root))
        );
        using var archive = ZipFile.OpenRead(zip);
        Assert.Equal(
            ["labelmap.txt", "SegmentationClass/a b.png", "SegmentationObject/a b.png", "ImageSets/Segmentation/default.txt"],
            archive.Entries.Select(entry => entry.FullName)
        );
        Assert.Equal("\"a b\"\n", Text(archive.Entries[3]));
        Assert.Equal("# label:color_rgb:parts:actions\nbackground:0,0,0::\ncar:0,128,0::\n", Text(archive.Entries[0]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.0)]
    public void Ignored_pixels_beside_a_background_come_back_from_labelme_as_ignored(double? tolerance)
    {
        string[] classes = ["car", "_background_"];
        byte[] ids = [0, 0, 0, 0, 255, 0, 0, 0, 0, 1, 1, 255];
        string image = _folder.Plain("a.png", 3, 4, 0, 0, 0);
        var mask = new SegmentationMask(3, 4, ids, classes, SegmentationPalette.Voc(1, 2));

        LabelingExport.SaveLabelMe(_out, [new SegmentedImage(image, mask)], _folder.Root, polygonTolerance: tolerance);

        var own = SegmentationDataset.LabelMe(_out, _folder.Root);
        Assert.Equal(classes, own.ClassNames);
        Assert.Equal([ids], ReadLabels.Of(own));
        Assert.Equal([ids], ReadLabels.Of(SegmentationDataset.LabelMe(_out, _folder.Root, classes)));
        Assert.Equal(["car", "_background_", "__ignore__"], File.ReadAllLines(Path.Combine(_out, "labels.txt")));
    }

    [Fact]
    public void Polygons_that_leave_slits_to_a_background_are_refused()
    {
        string image = _folder.Plain("a.png", 2, 1, 0, 0, 0);

        Assert.Contains("polygons must have a tolerance of 0, not of 1.5", Error(1.5, "car", "_background_"));
        Assert.Contains("'_background_' and '__ignore__'", Error(null, "__ignore__", "_background_"));
        Assert.Empty(Directory.GetFiles(_out));

        string Error(double? tolerance, params string[] classes)
        {
            var mask = new SegmentationMask(2, 1, [0, 1], classes, SegmentationPalette.Voc(1, 2));
            return Assert
                .Throws<ArgumentException>(() =>
                    LabelingExport.SaveLabelMe(_out, [new SegmentedImage(image, mask)], _folder.Root, polygonTolerance: tolerance)
                )
                .Message;
        }
    }

    [Fact]
    public void CocosFileHasWhatItsToolsExpect()
    {
        _folder.Plain("sub/a.png", 3, 2, 0, 0, 0);
        var mask = new SegmentationMask(3, 2, [0, 1, 1, 0, 255, 1], ["road", "car"], SegmentationPalette.Voc(1, 2));
        string file = Path.Combine(_out, "coco.json");

        LabelingExport.SaveCoco(file, [new SegmentedImage(_folder.At("sub/a.png"), mask)], _folder.Root, compressed: false);

        using var json = JsonDocument.Parse(File.ReadAllText(file));
        Assert.Equal("""[{"id":1,"file_name":"sub/a.png","width":3,"height":2}]""", json.RootElement.GetProperty("images").GetRawText());
        Assert.Equal(
            """[{"id":1,"name":"road","supercategory":""},{"id":2,"name":"car","supercategory":""}]""",
            json.RootElement.GetProperty("categories").GetRawText()
        );
        Assert.Equal(
            """
            [{"id":1,"image_id":1,"category_id":1,"segmentation":{"size":[2,3],"counts":[0,2,4]},"area":2,"bbox":[0,0,1,2],"iscrowd":1},
            {"id":2,"image_id":1,"category_id":2,"segmentation":{"size":[2,3],"counts":[2,1,1,2]},"area":3,"bbox":[1,0,2,2],"iscrowd":1}]
            """.ReplaceLineEndings(""),
            json.RootElement.GetProperty("annotations").GetRawText()
        );
    }

    [Fact]
    public void LabelMesFileHasWhatItExpects()
    {
        _folder.Plain("sub/a.png", 3, 2, 0, 0, 0);
        var mask = new SegmentationMask(3, 2, [255, 1, 1, 255, 255, 1], ["road", "car"], SegmentationPalette.Voc(1, 2));

        LabelingExport.SaveLabelMe(_out, [new SegmentedImage(_folder.At("sub/a.png"), mask)], _folder.Root);
        LabelingExport.SaveLabelMe(_folder.Root, [new SegmentedImage(_folder.At("sub/a.png"), mask)], _folder.Root);

        using var json = JsonDocument.Parse(File.ReadAllText(_folder.At("sub/a.json")));
        Assert.Equal("a.png", json.RootElement.GetProperty("imagePath").GetString());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("imageData").ValueKind);
        var shape = Assert.Single(json.RootElement.GetProperty("shapes").EnumerateArray());
        Assert.Equal("mask", shape.GetProperty("shape_type").GetString());
        Assert.Equal(
            [1, 0, 2, 1],
            shape.GetProperty("points").EnumerateArray().SelectMany(p => p.EnumerateArray()).Select(n => n.GetInt32())
        );
        Assert.Equal(
            [
                [255, 1, 1, 255, 255, 1],
            ],
            ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root, classes: ["road", "car"]))
        );
    }

    [SharedDataFact("formats/camvid")]
    public void PolygonsForLabelMeKeepGenuineLabelsWithinTheirTolerance()
    {
        string data = SharedData.Find("formats/camvid")!;
        var truth = Labels.LabelFile.ReadTrainIds(Path.Combine(data, "0001TP_006690_annot.png"), LabelChannel.Grey, LabelMap.CamVid);
        string image = Path.Combine(data, "0001TP_006690.png");
        var mask = new SegmentationMask(truth.Width, truth.Height, truth.Ids, LabelMap.CamVid.ClassNames, LabelMap.CamVid.Palette);
        long[] lengths = [0, 0];
        foreach (int tolerance in new[] { 0, 1 })
        {
            LabelingExport.SaveLabelMe(_out, [new SegmentedImage(image, mask)], data, overwrite: true, tolerance);
            lengths[tolerance] = new FileInfo(Path.Combine(_out, "0001TP_006690.json")).Length;
            byte[] ids = ReadLabels.Of(SegmentationDataset.LabelMe(_out, classes: mask.ClassNames))[0]!;
            int unlike = ids.Zip(truth.Ids).Count(pair => pair.Second != 255 && pair.First != pair.Second);
            Assert.InRange(unlike, 0, tolerance == 0 ? 0 : ids.Length / 50);
        }

        Assert.True(lengths[1] < lengths[0] / 2, $"{lengths[1]} of {lengths[0]} bytes");
        Assert.Throws<ArgumentOutOfRangeException>(() => LabelingExport.SaveLabelMe(_out, [], data, polygonTolerance: double.NaN));
    }

    [Fact]
    public void LabelsOfLabelMeThatAreThereAreNotReplacedUnlessAskedFor()
    {
        var images = Images(Classes);
        string kept = Path.Combine(_out, Path.ChangeExtension(Path.GetRelativePath(_folder.Root, images[0].Path), ".json"));
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        File.WriteAllText(kept, "mine");

        Assert.Contains(kept, Assert.Throws<IOException>(() => LabelingExport.SaveLabelMe(_out, images, _folder.Root)).Message);
        Assert.Equal("mine", File.ReadAllText(kept));
        LabelingExport.SaveLabelMe(_out, images, _folder.Root, overwrite: true);
        Assert.NotEqual("mine", File.ReadAllText(kept));
    }

    [Fact]
    public void WhatDoesNotBelongTogetherIsAnErrorAndLeavesNothingBehind()
    {
        var image = Images(Classes)[0];
        var other = image with { Mask = Mask(new Random(1), 2, 2, ["x", "y"]), Path = _folder.At("other.png") };
        string file = Path.Combine(_out, "x");

        Assert.Contains("no image", Error([], _folder.Root));
        Assert.Contains("does not lie in", Error([image], _out));
        Assert.Contains("two images of the name", Error([image, image], _folder.Root));
        Assert.Contains("The classes of the mask of 'other.png', x, y, are not", Error([image, other], _folder.Root));
        Assert.Empty(Directory.GetFiles(_out));
        var broken = image with { Mask = Mask(new Random(1), 2, 2, ["x\ny"]) };
        Assert.Contains(
            "line break",
            Assert.Throws<ArgumentException>(() => LabelingExport.SaveCvat(file, [broken], _folder.Root)).Message
        );

        string Error(SegmentedImage[] images, string folder) =>
            Assert.Throws<ArgumentException>(() => LabelingExport.SaveCoco(file, images, folder)).Message;
    }

    [Theory]
    [InlineData("#1")]
    [InlineData(" # 1")]
    [InlineData("a\nb")]
    public void A_class_name_that_is_no_line_of_a_list_is_refused_where_it_would_be_written_into_one(string name)
    {
        string image = _folder.Plain("a.png", 2, 1, 0, 0, 0),
            coco = Path.Combine(_out, "coco.json");
        string[] classes = ["road", name];
        SegmentedImage[] images = [new(image, new SegmentationMask(2, 1, [0, 1], classes, SegmentationPalette.Voc(1, 2)))];

        string cvat = Error(() => LabelingExport.SaveCvat(Path.Combine(_out, "set.zip"), images, _folder.Root)),
            labelMe = Error(() => LabelingExport.SaveLabelMe(_out, images, _folder.Root));

        Assert.Contains($"The class name '{name}'", cvat);
        Assert.Contains("labelmap.txt", cvat);
        Assert.Contains($"The class name '{name}'", labelMe);
        Assert.Contains("labels.txt", labelMe);
        Assert.Empty(Directory.GetFiles(_out));
        LabelingExport.SaveCoco(coco, images, _folder.Root);
        Assert.Equal(classes, SegmentationDataset.Coco(coco, _folder.Root).ClassNames);

        static string Error(Action save) => Assert.Throws<ArgumentException>(save).Message;
    }

    [SharedDataTheory("formats")]
    [InlineData("formats/camvid/0001TP_006690.png", "formats/camvid/0001TP_006690_annot.png")]
    [InlineData("formats/cityscapes/aachen_000003_000019_leftImg8bit.png", "formats/cityscapes/aachen_000003_000019_gtFine_labelIds.png")]
    public void GenuineLabelsComeBackExactly(string image, string label)
    {
        string data = Path.GetDirectoryName(SharedData.Find("formats"))!;
        var map = label.Contains("camvid") ? LabelMap.CamVid : LabelMap.Cityscapes;
        var truth = Labels.LabelFile.ReadTrainIds(Path.Combine(data, label), LabelChannel.Grey, map);
        string root = Path.Combine(data, Path.GetDirectoryName(image)!),
            coco = Path.Combine(_out, "coco.json");
        var mask = new SegmentationMask(truth.Width, truth.Height, truth.Ids, map.ClassNames, map.Palette);
        SegmentedImage[] images = [new(Path.Combine(data, image), mask)];

        LabelingExport.SaveCvat(Path.Combine(_out, "cvat.zip"), images, root);
        LabelingExport.SaveCoco(coco, images, root);
        LabelingExport.SaveLabelMe(Path.Combine(_out, "labelme"), images, root);

        Assert.True(
            truth.Ids.AsSpan().SequenceEqual(Assert.Single(ReadLabels.Of(SegmentationDataset.Cvat(Path.Combine(_out, "cvat.zip"), root))))
        );
        Assert.True(truth.Ids.AsSpan().SequenceEqual(Assert.Single(ReadLabels.Of(SegmentationDataset.Coco(coco, root)))));
        Assert.True(
            truth
                .Ids.AsSpan()
                .SequenceEqual(
                    Assert.Single(ReadLabels.Of(SegmentationDataset.LabelMe(Path.Combine(_out, "labelme"), classes: map.ClassNames)))
                )
        );
    }

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Masks of all shapes: noise, stripes with holes, one pixel, one row, one column, all ignored.</summary>
    private SegmentedImage[] Images(string[] classes)
    {
        var random = new Random(3);
        (int Width, int Height)[] sizes = [(1, 1), (1, 9), (9, 1), (7, 5), (33, 20), (4, 4)];
        var images = new List<SegmentedImage>();
        foreach (var (width, height) in sizes)
        {
            string path = _folder.Plain(images.Count == 3 ? "#3.png" : $"s{images.Count % 2}/{images.Count} x.png", width, height, 0, 0, 0);
            images.Add(new SegmentedImage(path, Mask(random, width, height, classes)));
        }

        Array.Fill(images[^1].Mask.ClassIds, (byte)255);
        return [.. images.OrderBy(image => image.Path, StringComparer.Ordinal)];
    }

    private static SegmentationMask Mask(Random random, int width, int height, string[] classes)
    {
        var ids = new byte[width * height];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = random.Next(3) == 0 && i > 0 ? ids[i - 1] : (byte)random.Next(classes.Length + 1);
            ids[i] = ids[i] >= classes.Length ? (byte)255 : ids[i];
        }

        ids[0] = 0;
        return new SegmentationMask(width, height, ids, classes, SegmentationPalette.ForClasses(classes));
    }
}

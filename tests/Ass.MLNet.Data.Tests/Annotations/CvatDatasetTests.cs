using System.Drawing;
using System.IO.Compression;
using Ass.MLNet.Datasets;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>CVAT's export "Segmentation mask 1.1", as its documentation describes it.</summary>
public sealed class CvatDatasetTests : IDisposable
{
    private static readonly Color Road = Color.FromArgb(128, 64, 128),
        Car = Color.FromArgb(0, 0, 142),
        Black = Color.Black;

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ColoursOfTheLabelMapAreClassesInItsOrder()
    {
        Export("a", [Road, Car, Black]);
        Export("sub/b c", [Black, Black, Car]);
        _folder.Text("ImageSets/Segmentation/default.txt", "a", "\"sub/b c\"");
        _folder.Plain("SegmentationObject/a.png", 3, 1, 9, 9, 9);

        var set = SegmentationDataset.Cvat(_folder.Root);

        Assert.Equal(["road", "car: parked"], set.ClassNames);
        Assert.Equal([Road.ToArgb(), Car.ToArgb()], set.Palette.Colors.Select(color => color.ToArgb()));
        Assert.Equal(["a", "sub/b c"], set.Samples.Select(sample => sample.Stem));
        Assert.Equal(
            [
                [0, 1, 255],
                [255, 255, 1],
            ],
            ReadLabels.Of(set)
        );
    }

    [Fact]
    public void NamesMayEndLikeASuffixOrBeginLikeAComment()
    {
        Export("a", [Road]);
        Export("a.jpg", [Car]);
        Export("#7", [Road]);
        _folder.Text("ImageSets/Segmentation/default.txt", "a", "a.jpg", "\"#7\"");

        var set = SegmentationDataset.Cvat(_folder.Root);

        Assert.Equal(["#7", "a", "a.jpg"], set.Samples.Select(sample => sample.Stem));
        Assert.Equal(
            [
                [0],
                [0],
                [1],
            ],
            ReadLabels.Of(set)
        );
    }

    [Fact]
    public void TheUserOrdersIgnoresAndNamesTheBackground()
    {
        Export("a", [Road, Car, Black]);

        Assert.Equal(
            [
                [1, 0, 255],
            ],
            ReadLabels.Of(SegmentationDataset.Cvat(_folder.Root, classes: ["car: parked", "road"]))
        );
        Assert.Equal(
            [
                [2, 1, 0],
            ],
            ReadLabels.Of(SegmentationDataset.Cvat(_folder.Root, classes: ["background", "car: parked", "road"]))
        );
        Assert.Equal(
            [
                [1, 2, 0],
            ],
            ReadLabels.Of(SegmentationDataset.Cvat(_folder.Root, background: "background"))
        );
        Assert.Equal(
            [
                [0, 255, 255],
            ],
            ReadLabels.Of(SegmentationDataset.Cvat(_folder.Root, ignored: ["car: parked"]))
        );
        var error = Assert.Throws<InvalidDataException>(() => SegmentationDataset.Cvat(_folder.Root, classes: ["road"]));
        Assert.Contains("labelmap.txt': the label 'car: parked' is unknown: the classes are 'road'", error.Message);
        Assert.Contains(
            "'road' is named as a class and as ignored",
            Assert.Throws<ArgumentException>(() => SegmentationDataset.Cvat(_folder.Root, classes: ["road"], ignored: ["road"])).Message
        );
        Assert.Contains(
            "no label 'grass' for the background",
            Assert.Throws<ArgumentException>(() => SegmentationDataset.Cvat(_folder.Root, background: "grass")).Message
        );
    }

    [Fact]
    public void Uncovered_pixels_become_the_class_that_the_background_names()
    {
        Export("a", [Road, Car, Black]);

        var set = SegmentationDataset.Cvat(_folder.Root, background: "car: parked");

        Assert.Equal(["road", "car: parked"], set.ClassNames);
        Assert.Equal(
            [
                [0, 1, 1],
            ],
            ReadLabels.Of(set)
        );
        Assert.Equal(
            [
                [1, 0, 1],
            ],
            ReadLabels.Of(SegmentationDataset.Cvat(_folder.Root, classes: ["car: parked", "road"], background: "road"))
        );
        Assert.Equal(
            [
                [0, 255, 0],
            ],
            ReadLabels.Of(SegmentationDataset.Cvat(_folder.Root, ignored: ["car: parked"], background: "road"))
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_background_that_is_a_class_of_its_own_or_ignored_cannot_be_another_class(bool isClass)
    {
        Export("a", [Road, Car, Black]);
        string[]? classes = isClass ? ["background", "road", "car: parked"] : null,
            ignored = isClass ? null : ["background"];

        var error = Assert.Throws<ArgumentException>(() =>
            SegmentationDataset.Cvat(_folder.Root, classes: classes, ignored: ignored, background: "road")
        );

        Assert.Contains("'background' is named as a class or as ignored, but its pixels are to be 'road'", error.Message);
    }

    [Fact]
    public void Labels_that_no_list_names_are_a_warning_unless_a_split_was_asked_for()
    {
        Export("a", [Road]);
        Export("b", [Car]);
        _folder.Text("ImageSets/Segmentation/train.txt", "a");

        var all = SegmentationDataset.Cvat(_folder.Root);
        var split = SegmentationDataset.Cvat(_folder.Root, split: "train");

        var warning = Assert.Single(all.AllNotes, note => note.IsWarning);
        Assert.StartsWith("1 labels in ", warning.Text);
        Assert.EndsWith("ImageSets/Segmentation' and were left out: 'b'.", warning.Text);
        Assert.DoesNotContain(split.AllNotes, note => note.IsWarning);
        Assert.Contains(split.Notes, note => note.EndsWith("Segmentation/train.txt' and were left out: 'b'.", StringComparison.Ordinal));
    }

    [Fact]
    public void AnArchiveIsReadWithoutUnpacking()
    {
        Export("a", [Road, Car, Black]);
        Export("sub/b", [Car, Car, Road]);
        _folder.Text("ImageSets/Segmentation/train.txt", "a");
        _folder.Text("ImageSets/Segmentation/val.txt", "sub/b");
        string zip = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            ZipFile.CreateFromDirectory(_folder.Root, zip);
            string images = Path.Combine(_folder.Root, "JPEGImages");

            var set = SegmentationDataset.Cvat(zip, images);

            Assert.Equal(
                [
                    [0, 1, 255],
                    [1, 1, 0],
                ],
                ReadLabels.Of(set)
            );
            Assert.Equal($"{zip}/SegmentationClass/a.png", set.Samples[0].LabelPath);
            Assert.Equal(
                [
                    [1, 1, 0],
                ],
                ReadLabels.Of(SegmentationDataset.Cvat(zip, images, "val"))
            );
            Assert.Contains("unpack it", Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Cvat(zip)).Message);
            _folder.Plain("JPEGImages/a.png", 2, 1, 0, 0, 0);
            Assert.Contains("SegmentationClass/a.png' is 3x1, but its image", ReadLabels.Problem(set));
            Assert.Single(set.LeaveOutUnlikeSizes().Samples);
        }
        finally
        {
            File.Delete(zip);
        }
    }

    [Fact]
    public void ABrokenLabelInAnArchiveIsNamed()
    {
        Export("a", [Road, Car, Black]);
        _folder.Bytes("SegmentationClass/a.png", [1, 2, 3]);
        string zip = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            ZipFile.CreateFromDirectory(_folder.Root, zip);
            var set = SegmentationDataset.Cvat(zip, Path.Combine(_folder.Root, "JPEGImages"));
            Assert.Contains($"The label '{zip}/SegmentationClass/a.png' cannot be read", ReadLabels.Problem(set));
        }
        finally
        {
            File.Delete(zip);
        }
    }

    [Fact]
    public void ListedImagesWithoutALabelFollowTheRuleForMissingLabels()
    {
        Export("a", [Road, Car, Black]);
        _folder.Plain("JPEGImages/b.png", 3, 1, 0, 0, 0);
        _folder.Plain("JPEGImages/c.png", 3, 1, 0, 0, 0);
        _folder.Text("ImageSets/Segmentation/default.txt", "a", "b");

        var error = Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Cvat(_folder.Root));

        Assert.Contains("1 of 2 images have no label", error.Message);
        Assert.Contains("SegmentationClass", error.Message);
        var all = SegmentationDataset.Cvat(_folder.Root, missingLabels: MissingLabels.Unlabeled);
        Assert.Equal(
            [
                [0, 1, 255],
                null,
            ],
            ReadLabels.Of(all)
        );
        Assert.Contains(all.Notes, note => note.StartsWith("1 images in", StringComparison.Ordinal));
        Assert.Single(SegmentationDataset.Cvat(_folder.Root, missingLabels: MissingLabels.LeaveOut).Samples);
    }

    [Fact]
    public void WhatIsMissingIsNamedWithWhatIsThere()
    {
        string root = _folder.Root;
        Export("a", [Road, Car, Black]);
        _folder.Text("ImageSets/Segmentation/default.txt", "a", "gone");

        Assert.Contains("1 of 2 images are not in", Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Cvat(root)).Message);
        Assert.Contains(
            "no list 'val.txt'",
            Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Cvat(root, split: "val")).Message
        );
        Directory.Delete(Path.Combine(root, "JPEGImages"), recursive: true);
        Assert.Contains("name the folder", Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Cvat(root)).Message);
        File.Delete(Path.Combine(root, "labelmap.txt"));
        Assert.Contains("labelmap.txt' does not exist", Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Cvat(root)).Message);
    }

    [Theory]
    [InlineData("road:128,64::", "has the line 'road:128,64::'; expected label:red,green,blue:parts:actions")]
    [InlineData("road:::", "has the line 'road:::'")]
    [InlineData("road:1,2,256::", "with a colour of three numbers 0–255")]
    [InlineData("road:1,2,3::|car:1,2,3::", "'road' and 'car' share a name or the colour #010203")]
    [InlineData("# nothing", "lists no label")]
    public void ALabelMapThatIsNoneIsAnErrorThatSaysWhatIsWrong(string lines, string expected)
    {
        Export("a", [Road, Car, Black]);
        _folder.Text("labelmap.txt", lines.Split('|'));

        string message = Assert.Throws<InvalidDataException>(() => SegmentationDataset.Cvat(_folder.Root)).Message;

        Assert.Contains(expected, message);
        Assert.Contains("labelmap.txt", message);
    }

    private void Export(string name, Color[] label)
    {
        _folder.Text("labelmap.txt", "# label:color_rgb:parts:actions", "background:0,0,0::", "road:128,64,128::", "car: parked:0,0,142::");
        _folder.Plain($"JPEGImages/{name}.png", label.Length, 1, 0, 0, 0);
        var png = new PngEncoder(label.Length, 1, depth: 8, colorType: 2);
        _folder.Bytes(
            $"SegmentationClass/{name}.png",
            png.Encode((x, _, channel) => new[] { label[x].R, label[x].G, label[x].B }[channel])
        );
    }
}

using Ass.MLNet.Datasets;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>labelme's files, written by hand.</summary>
public sealed partial class LabelMeDatasetTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShapesAreDrawnInTheOrderOfTheFile()
    {
        byte[] mask = new PngEncoder(2, 2, depth: 1, colorType: 0).Encode((x, y, _) => x == y ? 1 : 0);
        Write(
            "sub/a",
            Shape("road", "polygon", "[[0,0],[3,0],[3,2],[0,2]]"),
            Shape("car", "rectangle", "[[1.9,1.2],[0,0]]"),
            Shape("sky", "mask", "[[2,1],[3,2]]", Convert.ToBase64String(mask)),
            Shape("dot", "circle", "[[3,0],[3,0.6]]")
        );

        var set = SegmentationDataset.LabelMe(_folder.Root);

        Assert.Equal(["car", "dot", "road", "sky"], set.ClassNames);
        Assert.Equal(
            [
                [0, 0, 1, 1, 0, 0, 3, 2, 2, 2, 2, 3],
            ],
            ReadLabels.Of(set)
        );
        Assert.Equal(
            [
                [255, 255, 255, 255, 255, 255, 1, 0, 0, 0, 0, 1],
            ],
            ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root, classes: ["road", "sky"], ignored: ["car", "dot"]))
        );
    }

    [Fact]
    public void PixelsWithoutAShapeAreIgnoredOrAClass()
    {
        Write("a", Shape("car", null, "[[0,0],[1,0],[0,1]]"));
        Write("b");

        Assert.Equal(
            [
                [0, 0, 255, 255, 0, 255, 255, 255, 255, 255, 255, 255],
                [.. Enumerable.Repeat((byte)255, 12)],
            ],
            Labels()
        );
        Assert.Equal(
            [
                [1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
                new byte[12],
            ],
            ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root, background: "sky"))
        );
        _folder.Text("labels.txt", "__ignore__", "_background_", "bus", "car");
        var listed = SegmentationDataset.LabelMe(_folder.Root);
        Assert.Equal(["_background_", "bus", "car"], listed.ClassNames);
        Assert.Equal(
            [
                [2, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0],
                new byte[12],
            ],
            ReadLabels.Of(listed)
        );
        Assert.Contains(listed.Notes, note => note.Contains("labels.txt"));
        Assert.Equal(["_background_", "car"], SegmentationDataset.LabelMe(_folder.Root, ignored: ["bus"]).ClassNames);
        Assert.Equal(["sky", "_background_", "bus", "car"], SegmentationDataset.LabelMe(_folder.Root, background: "sky").ClassNames);
    }

    [Fact]
    public void ImagesAndLabelsMayLieApartAndHaveOtherNames()
    {
        Write("json/a", Shape("car", null, "[[0,0],[3,0],[3,2],[0,2]]"));
        File.Move(_folder.At("json/a.png"), _folder.At("pictures/b.png"));
        string json = File.ReadAllText(_folder.At("json/a.json")).Replace("\"x.png\"", "\"..\\\\pictures\\\\b.png\"");
        File.WriteAllText(_folder.At("json/a.json"), json);
        string labels = Path.Combine(_folder.Root, "json"),
            images = Path.Combine(_folder.Root, "pictures");

        Assert.Equal("a", Assert.Single(SegmentationDataset.LabelMe(labels).Samples).Stem);
        Assert.Equal("b", Assert.Single(SegmentationDataset.LabelMe(labels, images).Samples).Stem);
        Assert.Equal([new byte[12]], ReadLabels.Of(SegmentationDataset.LabelMe(labels, images)));
        File.Copy(_folder.At("json/a.json"), _folder.At("json/c.json"));
        Assert.Contains(
            "are both labels of the image",
            Assert.Throws<InvalidOperationException>(() => SegmentationDataset.LabelMe(labels, images)).Message
        );
    }

    [Fact]
    public void ImagesWithoutALabelFollowTheRuleAndLabelsWithoutAnImageAreNoted()
    {
        Write("a", Shape("car", null, "[[0,0],[3,0],[3,2],[0,2]]"));
        _folder.Plain("b.png", 4, 3, 0, 0, 0);
        _folder.Text("other.json", "[1, 2]");

        Assert.Contains("1 of 2 images have no label", Assert.Throws<FileNotFoundException>(() => Labels()).Message);
        var set = SegmentationDataset.LabelMe(_folder.Root, missingLabels: MissingLabels.Unlabeled);
        Assert.Equal([new byte[12], null], ReadLabels.Of(set));
        Assert.Contains(set.Notes, note => note.StartsWith("1 JSON files have no image", StringComparison.Ordinal));
        Assert.Contains("other.json", string.Concat(set.Notes));
    }

    [Fact]
    public void Files_that_are_neither_images_nor_labels_are_counted_and_unread_pictures_are_a_warning()
    {
        Write("a", Shape("car", null, "[[0,0],[3,0],[3,2],[0,2]]"));
        _folder.Text("labels.txt", "car");
        _folder.Text("other.json", "[1, 2]");
        Assert.DoesNotContain(Open().Notes, text => text.Contains("passed over"));

        _folder.Text("notes.md", "text");
        Assert.False(PassedOver(Open()).IsWarning);

        _folder.Text("b.heic", "no picture");
        _folder.Text("sub/c.dng", "no picture");
        var note = PassedOver(Open());
        Assert.StartsWith("3 files in ", note.Text);
        Assert.Contains("since they are no images that are read (1 .dng, 1 .heic, 1 .md)", note.Text);
        Assert.True(note.IsWarning);

        SegmentationDataset Open() => SegmentationDataset.LabelMe(_folder.Root, missingLabels: MissingLabels.Unlabeled);
    }

    [Fact]
    public void Files_are_counted_in_the_folder_of_images_and_in_that_of_labels()
    {
        Write("json/a", Shape("car", null, "[[0,0],[3,0],[3,2],[0,2]]"));
        File.Move(_folder.At("json/a.png"), _folder.At("pictures/a.png"));
        _folder.Text("json/labels.txt", "car");
        _folder.Text("pictures/b.heic", "no picture");
        string labels = Path.Combine(_folder.Root, "json"),
            images = Path.Combine(_folder.Root, "pictures");

        var note = PassedOver(SegmentationDataset.LabelMe(labels, images));
        Assert.Contains("pictures' were passed over, since they are no images that are read (1 .heic)", note.Text);

        File.Move(_folder.At("pictures/b.heic"), _folder.At("json/b.heic"));
        note = PassedOver(SegmentationDataset.LabelMe(labels, images));
        Assert.Contains("json' were passed over, since they are no labels that are read (1 .heic)", note.Text);
    }

    [Fact]
    public void SizesAreThoseOfTheFileOrElseOfTheImage()
    {
        Write("a", Shape("car", null, "[[0,0],[9,0],[9,9],[0,9]]"));
        File.WriteAllText(
            _folder.At("a.json"),
            File.ReadAllText(_folder.At("a.json")).Replace("\"imageHeight\":3,\"imageWidth\":4", "\"f\":1")
        );
        Assert.Equal([new byte[12]], Labels());
        File.WriteAllText(
            _folder.At("a.json"),
            File.ReadAllText(_folder.At("a.json")).Replace("\"f\":1", "\"imageHeight\":2,\"imageWidth\":4")
        );
        Assert.Contains("a.json' is 4x2, but its image", ReadLabels.Problem(SegmentationDataset.LabelMe(_folder.Root)));
    }

    [Theory]
    [InlineData("line", "[[0,0],[1,1]]", "is of the type 'line', which covers no area")]
    [InlineData("point", "[[0,0]]", "is of the type 'point'")]
    [InlineData("polygon", "[[0,0],[1,1]]", "has 2 points, but a polygon has at least 3")]
    [InlineData("rectangle", "[[0,0],[1,1],[2,2]]", "has 3 points, but a rectangle has 2")]
    [InlineData("circle", "[[0,0]]", "has 1 points, but a circle has 2")]
    [InlineData("polygon", "[[0,0],[1,1],[1]]", "has the point [1]; expected [x, y]")]
    [InlineData("polygon", "[[0,0],[1,1],[1,null]]", "has the coordinate null; expected a number")]
    [InlineData("polygon", "7", "'points' must be a list, but is 7")]
    [InlineData("mask", "[[0,0],[1,1]]", "has no 'mask', which must be a text")]
    public void AShapeThatIsDamagedIsAProblemThatNamesFileShapeAndLabel(string type, string points, string expected)
    {
        Write("a", Shape("road", "rectangle", "[[0,0],[1,1]]"), Shape("car", type, points));

        string message = ReadLabels.Problem(SegmentationDataset.LabelMe(_folder.Root));

        Assert.StartsWith($"The label '{_folder.At("a.json")}' cannot be read: ", message);
        Assert.Contains("shape 2 ('car')", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void AMaskMustBeAPictureOfItsBox()
    {
        string mask = Convert.ToBase64String(new PngEncoder(2, 2, depth: 8, colorType: 0).Encode((_, _, _) => 1));

        Assert.Contains("it has 2x2 pixels, but the box of its points 3x2", Problem("[[0,0],[2,1]]", mask));
        Assert.Contains("the mask of shape 1 ('car') is not in base 64", Problem("[[0,0],[1,1]]", "?"));
        Assert.Contains("the mask of shape 1 ('car') cannot be read: ", Problem("[[0,0],[1,1]]", "AAAA"));

        string Problem(string points, string text)
        {
            Write("a", Shape("car", "mask", points, text));
            return ReadLabels.Problem(SegmentationDataset.LabelMe(_folder.Root));
        }
    }

    [Fact]
    public void LinesOfAnIgnoredLabelAndUnknownLabels()
    {
        Write("a", Shape("car", null, "[[0,0],[3,0],[3,2],[0,2]]"), Shape("note", "line", "[[0,0],[1,1]]"));

        Assert.Equal([new byte[12]], ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root, classes: ["car"], ignored: ["note"])));
        Assert.Contains(
            "shape 2 ('note') has an unknown label: the classes are 'car'",
            ReadLabels.Problem(SegmentationDataset.LabelMe(_folder.Root, classes: ["car"]))
        );
    }

    [Theory]
    [InlineData("""{"shapes":[""", "it is no JSON file")]
    [InlineData("""{"imageHeight":3,"imageWidth":4}""", "the file has no 'shapes', which must be a list")]
    [InlineData("""{"shapes":[],"imageHeight":3}""", "the file has no 'imageWidth'")]
    [InlineData("""{"shapes":[],"imageHeight":3,"imageWidth":1e9}""", "it claims an image of 1000000000x3 pixels")]
    [InlineData("""{"shapes":[{}],"imageHeight":3,"imageWidth":4}""", "shape 1 has no 'label'")]
    [InlineData("[]", "the file has no 'shapes'")]
    public void AFileThatIsNotLabelMesIsAProblem(string text, string expected)
    {
        Write("a");
        _folder.Text("a.json", text);

        Assert.Contains(expected, ReadLabels.Problem(SegmentationDataset.LabelMe(_folder.Root, classes: ["car"])));
    }

    private static DatasetNote PassedOver(SegmentationDataset set) =>
        Assert.Single(set.AllNotes, note => note.Text.Contains("passed over"));

    private byte[]?[] Labels() => ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root));

    private static string Shape(string label, string? type, string points, string? mask = null) =>
        $$"""{"label":"{{label}}","points":{{points}},"group_id":null{{(type is null ? "" : $",\"shape_type\":\"{type}\"")}},"""
        + $"\"flags\":{{}},\"mask\":{(mask is null ? "null" : $"\"{mask}\"")}}}";

    private void Write(string name, params string[] shapes)
    {
        _folder.Plain($"{name}.png", 4, 3, 0, 0, 0);
        _folder.Text(
            $"{name}.json",
            $$"""{"version":"5.5.0","flags":{},"shapes":[{{string.Join(",", shapes)}}],"imagePath":"x.png","imageData":"AAAA","""
                + "\"imageHeight\":3,\"imageWidth\":4}"
        );
    }
}

using System.Text;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>COCO's files, written by hand.</summary>
public sealed class CocoDatasetTests : IDisposable
{
    private const string Categories = """[{"id":90,"name":"road"},{"supercategory":"x","id":-3,"name":"car"}]""";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PolygonsAndRunLengthsAreDrawnInTheOrderOfTheFile()
    {
        var set = SegmentationDataset.Coco(
            File(
                Annotation(1, 90, "[[0,0,3,0,3,2,0,2]]"),
                Annotation(2, -3, """{"counts":[2,2,2],"size":[2,3]}""", "\"iscrowd\":1"),
                Annotation(3, 90, """{"counts":"411","size":[2,3]}"""),
                Annotation(4, -3, "[[0,0,1,0,1,1,0,1],[2,1,3,1,3,2,2,2]]")
            )
        );

        Assert.Equal(["road", "car"], set.ClassNames);
        Assert.Equal(
            [
                [1, 1, 0, 0, 1, 1],
            ],
            ReadLabels.Of(set)
        );
        Assert.Equal("a", set.Samples[0].Stem);
    }

    [Fact]
    public void PixelsWithoutAnAnnotationAreIgnoredOrAClass()
    {
        string file = File(Annotation(1, -3, "[[1,0,2,0,2,2,1,2]]"));

        Assert.Equal(
            [
                [255, 1, 255, 255, 1, 255],
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file))
        );
        var first = SegmentationDataset.Coco(file, background: "nothing");
        Assert.Equal(["nothing", "road", "car"], first.ClassNames);
        Assert.Equal(
            [
                [0, 2, 0, 0, 2, 0],
            ],
            ReadLabels.Of(first)
        );
        Assert.Equal(
            [
                [0, 1, 0, 0, 1, 0],
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file, background: "road"))
        );
        Assert.Equal(
            [
                [2, 0, 2, 2, 0, 2],
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file, null, ["car", "x", "y"], null, "y"))
        );
        Assert.Equal(
            [
                [255, 255, 255, 255, 255, 255],
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file, ignored: ["car"]))
        );
        var merged = SegmentationDataset.Coco(file).WithLabelMap(new LabelMap(new Dictionary<int, int> { [0] = 0, [1] = 0 }, ["any"]));
        Assert.Equal(
            [
                [255, 0, 255, 255, 0, 255],
            ],
            ReadLabels.Of(merged)
        );
        Assert.Throws<ArgumentException>(() => SegmentationDataset.Coco(file).WithLabelMap(LabelMap.CamVidColors));
        Assert.Contains(
            "annotation 1 has the category 'car', which is unknown: the classes are 'road'",
            Assert.Throws<InvalidDataException>(() => SegmentationDataset.Coco(file, classes: ["road"])).Message
        );
        Assert.Contains(
            "'grass', is none of the classes",
            Assert.Throws<ArgumentException>(() => SegmentationDataset.Coco(file, classes: ["road", "car"], background: "grass")).Message
        );
    }

    [Fact]
    public void ImagesWithoutAnAnnotationFollowTheRuleForMissingLabelsOrAreBackground()
    {
        _folder.Plain("b.png", 1, 1, 0, 0, 0);
        string file = File(
            [Annotation(1, 90, "[[0,0,3,0,3,2,0,2]]")],
            """{"id":7,"file_name":"a.png","width":3,"height":2},{"id":8,"file_name":"b.png","width":1,"height":1}"""
        );

        var error = Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Coco(file));

        Assert.Contains("1 of 2 images have no label: ", error.Message);
        Assert.Contains("b.png", error.Message);
        Assert.Equal(
            [
                [0, 0, 0, 0, 0, 0],
                null,
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file, missingLabels: MissingLabels.Unlabeled))
        );
        Assert.Equal(
            [
                [0, 0, 0, 0, 0, 0],
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file, missingLabels: MissingLabels.LeaveOut))
        );
        Assert.Equal(
            [
                [1, 1, 1, 1, 1, 1],
                [0],
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file, background: "sky"))
        );
        Assert.Equal(
            [
                [1, 1, 1, 1, 1, 1],
                null,
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file, background: "sky", missingLabels: MissingLabels.Unlabeled))
        );
    }

    [Fact]
    public void ImagesThatTheFileDoesNotListAreCounted()
    {
        string file = File(Annotation(1, 90, "[[0,0,3,0,3,2,0,2]]"));
        Assert.Empty(SegmentationDataset.Coco(file).AllNotes);

        _folder.Plain("b.jpg", 1, 1, 0, 0, 0);
        _folder.Plain("below/c.jpg", 1, 1, 0, 0, 0);
        var note = Assert.Single(SegmentationDataset.Coco(file).AllNotes);
        Assert.Equal($"1 images in '{_folder.Root}' are not listed in '{file}' and were left out: '{_folder.At("b.jpg")}'.", note.Text);
        Assert.False(note.IsWarning);

        // In a folder that is said to be that of the images, at any depth.
        note = Assert.Single(SegmentationDataset.Coco(file, _folder.Root, missingLabels: MissingLabels.Unlabeled).AllNotes);
        Assert.Contains("2 images in", note.Text);
        Assert.Contains("others, unless they are another split's, are a set of their own", note.Text);
    }

    [Fact]
    public void ImagesAreFoundInTheUsualPlacesOrWhereTheUserSays()
    {
        string json = System.IO.File.ReadAllText(File(Annotation(1, 90, "[[0,0,3,0,3,2,0,2]]"))).Replace("a.png", "sub/c.png");
        string file = _folder.Text("annotations/instances.json", json);
        Assert.Contains("Name the folder", Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Coco(file)).Message);
        _folder.Plain("elsewhere/sub/c.png", 3, 2, 0, 0, 0);
        Assert.Single(SegmentationDataset.Coco(file, Path.Combine(_folder.Root, "elsewhere")).Samples);
        _folder.Plain("images/sub/c.png", 3, 2, 0, 0, 0);
        Assert.Equal("sub/c", Assert.Single(SegmentationDataset.Coco(file).Samples).Stem);
        Assert.Throws<DirectoryNotFoundException>(() => SegmentationDataset.Coco(file, Path.Combine(_folder.Root, "none")));
        Assert.Throws<FileNotFoundException>(() => SegmentationDataset.Coco(Path.Combine(_folder.Root, "none.json")));
    }

    [Fact]
    public void AnImageOfAnotherSizeIsAProblemThatNamesFileAndImage()
    {
        string file = File(Annotation(1, 90, "[[0,0,3,0,3,2,0,2]]"));
        _folder.Plain("a.png", 2, 3, 0, 0, 0);
        var set = SegmentationDataset.Coco(file);

        Assert.Contains($"The label '{file}, image 7 (a.png)' is 3x2, but its image", ReadLabels.Problem(set));
        Assert.Throws<InvalidDataException>(() => set.LeaveOutUnlikeSizes());
    }

    [Fact]
    public void TheCheckBeforeTrainingSeesTheDrawnValues()
    {
        var set = SegmentationDataset.Coco(File(Annotation(1, -3, "[[1,0,2,0,2,2,1,2]]")));
        (byte[]? Values, LabelMap? Map) seen = default;
        Labels.LabelFile.Watcher = (label, map) => seen = ([.. label.Bytes!], map);
        try
        {
            set.Samples[0].ReadTrainIds(set.LabelChannel, set.LabelMap);
        }
        finally
        {
            Labels.LabelFile.Watcher = null;
        }

        Assert.Equal([255, 1, 255, 255, 1, 255], seen.Values);
        Assert.Same(set.LabelMap, seen.Map);
    }

    [Fact]
    public void AVeryLargeImageMustBeOne()
    {
        string file = File([Annotation(1, 90, "[[0,0,3,0,3,2,0,2]]")], Image.Replace("3", "30000").Replace("2}", "10000}"));

        Assert.Contains("it claims an image of 30000x10000 pixels, but", ReadLabels.Problem(SegmentationDataset.Coco(file)));
    }

    [Theory]
    [InlineData("[[0,0,3,0,3,2,0]]", "polygon 1 must be a list of x and y of 3 points or more, but is [0,0,3,0,3,2,0]")]
    [InlineData("[[0,0,3,0]]", "polygon 1 must be a list of x and y of 3 points")]
    [InlineData("[[0,0,3,0,3,2],7]", "polygon 2 must be")]
    [InlineData("[[0,0,3,0,3,\"2\"]]", "polygon 1 has the coordinate \"2\"; expected a number")]
    [InlineData("[[0,0,3,0,3,1e300]]", "has the coordinate 1e300")]
    [InlineData("[[0,0,3,0,3,1e999]]", "has the coordinate 1e999")]
    [InlineData("""{"counts":[2,2,1],"size":[2,3]}""", "run lengths sum up to 5, but the image 3x2 has 6 pixels")]
    [InlineData("""{"counts":[2,-2,6],"size":[2,3]}""", "one of its run lengths is -2")]
    [InlineData("""{"counts":[2,2.5,1.5],"size":[2,3]}""", "one of its run lengths is 2.5; expected whole numbers")]
    [InlineData("""{"counts":"zzz","size":[2,3]}""", "run lengths are damaged at character 1 ('z')")]
    [InlineData("""{"counts":[2,2,2],"size":[3,2]}""", "must be [2, 3], height and width of its image, but is [3,2]")]
    [InlineData("""{"counts":[2,2,2]}""", "its segmentation has no 'size'")]
    [InlineData("""{"size":[2,3]}""", "its segmentation has no 'counts'")]
    [InlineData("""{"counts":true,"size":[2,3]}""", "its 'counts' must be a list or a text of run lengths, but is true")]
    public void AShapeThatIsDamagedIsAProblemThatNamesFileImageAndAnnotation(string segmentation, string expected)
    {
        string file = File(Annotation(1, 90, "[[0,0,3,0,3,2,0,2]]"), Annotation(22, 90, segmentation));

        string message = ReadLabels.Problem(SegmentationDataset.Coco(file));

        Assert.StartsWith($"The label '{file}, image 7 (a.png)' cannot be read: annotation 22: ", message);
        Assert.Contains(expected, message);
    }

    [Theory]
    [InlineData("""{"id":5,"image_id":7,"category_id":90,"bbox":[0,0,1,1],"segmentation":[]}""", "1 of 1 annotations have no segmentation")]
    [InlineData("""{"id":5,"image_id":7,"category_id":90,"bbox":[0,0,1,1]}""", "the first is annotation 5: a box alone")]
    [InlineData("""{"id":5,"image_id":9,"category_id":90,"segmentation":{}}""", "annotation 5 has the image_id 9, which is not among")]
    [InlineData("""{"id":5,"image_id":7,"category_id":1,"segmentation":{}}""", "annotation 5 has the category_id 1, which is not among")]
    [InlineData("""{"image_id":7,"segmentation":{}}""", "item 0 of 'annotations' has no category_id that is a whole number")]
    [InlineData("""{"id":5,"image_id":"7","category_id":90}""", "annotation 5 has no image_id")]
    [InlineData("""{"id":5,"image_id":7.5,"category_id":90}""", "annotation 5 has no image_id that is a whole number")]
    [InlineData("""{"id":5.0,"image_id":7.0,"category_id":1.0,"segmentation":{}}""", "annotation 5 has the category_id 1, which is not")]
    [InlineData("12", "item 0 of 'annotations' is no object")]
    public void AnAnnotationThatBelongsNowhereIsAnErrorThatNamesIt(string annotation, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => SegmentationDataset.Coco(File(annotation))).Message);

    [Theory]
    [InlineData("""{"id":7,"file_name":"a.png","width":3}""", "image 7 ('a.png') has no 'height', which must be a number")]
    [InlineData("""{"id":7,"file_name":"a.png","width":300000,"height":1}""", "image 7 ('a.png'): it claims an image of 300000x1 pixels")]
    [InlineData("""{"id":7,"file_name":"a.png","width":32768,"height":32768}""", "pixels in all can be read")]
    [InlineData("""{"id":7,"file_name":"a.png","width":0,"height":1}""", "it claims an image of 0x1")]
    [InlineData("""{"id":1.5,"file_name":"a.png","width":3,"height":2}""", "item 0 of 'images': 'id' must be a whole number, but is 1.5")]
    [InlineData("""{"id":7,"width":3,"height":2}""", "item 0 of 'images' has no 'file_name', which must be a text")]
    [InlineData("", "it lists no images")]
    public void AnImageWithoutIdPathOrSizeIsAnErrorThatNamesIt(string image, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => SegmentationDataset.Coco(File([], image))).Message);

    [Theory]
    [InlineData("[]", "it holds no JSON object")]
    [InlineData("""{"images":{}}""", "its 'images' is not a list")]
    [InlineData("""{"images":[{"id":1""", "it is no JSON file")]
    [InlineData("", "it is no JSON file")]
    [InlineData("""{"images":[}""", "it is no JSON file")]
    public void AFileThatIsNotCocosIsAnErrorThatNamesIt(string text, string expected)
    {
        string path = _folder.Text("x.json", text);

        string message = Assert.Throws<InvalidDataException>(() => SegmentationDataset.Coco(path)).Message;

        Assert.StartsWith($"'{path}' cannot be read as a file of COCO: ", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void AFileThatChangesAfterwardsIsNoticed()
    {
        string file = File(Annotation(1, 90, "[[0,0,3,0,3,2,0,2]]"));
        var set = SegmentationDataset.Coco(file);
        System.IO.File.AppendAllText(file, " ");

        Assert.Contains("the file has changed since the data set was opened", ReadLabels.Problem(set));
    }

    [Fact]
    public void FilesLargerThanABufferAreReadPieceByPiece()
    {
        // Elements of all lengths lie across the borders of buffers, and one is larger than a buffer; what is not needed is passed over.
        var random = new Random(1);
        string text = new('x', 3_000_000);
        string[] annotations =
        [
            Annotation(0, 90, "[[0,0,3,0,3,2,0,2]]", $"\"note\":\"{text}\""),
            .. Enumerable
                .Range(1, 3000)
                .Select(i => Annotation(i, -3, "[[0,0,1,0,1,1,0,1]]", $"\"a\":[{{}},[1]],\"note\":\"{text[..random.Next(1500)]}\"")),
            Annotation(3001, 90, "[[0,0,1,0,1,1,0,1]]"),
        ];
        string file = File(annotations, Image, $$""" "info":{"a":[1,{"b":"{{text}}"}],"c":null},"n":1.5,"big":"{{text}}",""");

        Assert.Equal(
            [
                [0, 0, 0, 0, 0, 0],
            ],
            ReadLabels.Of(SegmentationDataset.Coco(file))
        );
    }

    private const string Image = """{"id":7,"file_name":"a.png","width":3,"height":2}""";

    private static string Annotation(int id, int category, string segmentation, string more = "\"area\":1") =>
        $$"""{"id":{{id}},"image_id":7,{{more}},"category_id":{{category}},"segmentation":{{segmentation}}}""";

    private string File(params string[] annotations) => File(annotations, Image);

    private string File(string[] annotations, string images, string more = "")
    {
        _folder.Plain("a.png", 3, 2, 0, 0, 0);
        string path = _folder.At("coco.json");
        System.IO.File.WriteAllText(
            path,
            $$"""{{{more}}"annotations":[{{string.Join(",\n", annotations)}}],"images":[{{images}}],"categories":{{Categories}}}""",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
        );
        return path;
    }
}

using Xunit;

namespace Ass.MLNet.Tests;

/// <content>Which image a file is a label of, and which labels are ignored.</content>
public sealed partial class LabelMeDatasetTests
{
    private const string Whole = "[[0,0],[3,0],[3,2],[0,2]]";

    [Fact]
    public void A_file_with_the_name_of_one_image_must_not_name_another_one_that_exists()
    {
        Write("a", Shape("car", null, Whole));
        Name("a", "sub/b.png");
        Assert.Equal([new byte[12]], Labels());

        Write("sub/b", Shape("car", null, Whole));
        _folder.Plain("sub/b.png", 4, 3, 9, 9, 9);
        string error = Assert.Throws<InvalidOperationException>(() => SegmentationDataset.LabelMe(_folder.Root)).Message;
        Assert.Contains($"'{_folder.At("a.json")}' has the name of the image '{_folder.At("a.png")}'", error);
        Assert.Contains($"its imagePath is another one, '{_folder.At("sub/b.png")}'", error);

        // A copy is no other image.
        _folder.Bytes("sub/b.png", File.ReadAllBytes(_folder.At("a.png")));
        Assert.Equal(2, SegmentationDataset.LabelMe(_folder.Root).Count);
        Name("a", "a.png");
        Assert.Equal(2, SegmentationDataset.LabelMe(_folder.Root).Count);
    }

    [Fact]
    public void Images_apart_from_their_files_may_be_converted_from_those_of_the_same_name()
    {
        Write("json/0001", Shape("car", null, Whole));
        _folder.Plain("raw/0001.png", 4, 3, 0, 0, 0);
        _folder.Plain("jpg/0001.jpg", 4, 3, 9, 9, 9);
        _folder.Plain("json/0001.png", 4, 3, 5, 5, 5);
        Name("json/0001", "../raw/0001.png");
        string labels = Path.Combine(_folder.Root, "json"),
            images = Path.Combine(_folder.Root, "jpg");

        var set = SegmentationDataset.LabelMe(labels, images);
        Assert.Equal([_folder.At("jpg/0001.jpg")], set.ImagePaths);
        Assert.Equal([new byte[12]], ReadLabels.Of(set));

        // Beside its image, a file says the same as its name.
        Assert.Throws<InvalidOperationException>(() => SegmentationDataset.LabelMe(labels));
        Assert.Throws<InvalidOperationException>(() => SegmentationDataset.LabelMe(labels, labels + "/"));

        File.Move(_folder.At("raw/0001.png"), _folder.At("raw/0002.png"));
        Name("json/0001", "../raw/0002.png");
        string error = Assert.Throws<InvalidOperationException>(() => SegmentationDataset.LabelMe(labels, images)).Message;
        Assert.Contains("has the name of the image", error);
        Assert.Contains("0002.png", error);
    }

    [Fact]
    public void A_link_to_a_copy_of_an_image_is_no_other_image()
    {
        Write("set/a", Shape("car", null, Whole));
        Write("set/sub/b", Shape("car", null, Whole));
        byte[] content = File.ReadAllBytes(_folder.At("set/a.png"));
        _folder.Bytes("store/content", content);
        File.Delete(_folder.At("set/sub/b.png"));
        File.CreateSymbolicLink(_folder.At("set/sub/b.png"), _folder.At("store/content"));
        Name("set/a", "sub/b.png");
        string folder = Path.Combine(_folder.Root, "set");

        Assert.Equal(2, SegmentationDataset.LabelMe(folder).Count);

        _folder.Bytes("store/content", [.. Enumerable.Reverse(content)]);
        Assert.Throws<InvalidOperationException>(() => SegmentationDataset.LabelMe(folder));
    }

    [Fact]
    public void Two_files_of_one_image_are_an_error_where_the_image_lies_elsewhere_too()
    {
        Write("json/a", Shape("car", null, Whole));
        File.Move(_folder.At("json/a.png"), _folder.At("pictures/b.png"));
        Name("json/a", "../pictures/b.png");
        string labels = Path.Combine(_folder.Root, "json");
        Assert.Single(SegmentationDataset.LabelMe(labels).Samples);

        File.Copy(_folder.At("json/a.json"), _folder.At("json/c.json"));

        string error = Assert.Throws<InvalidOperationException>(() => SegmentationDataset.LabelMe(labels)).Message;
        Assert.Contains(_folder.At("json/a.json"), error);
        Assert.Contains(_folder.At("json/c.json"), error);
        Assert.Contains("are both labels of the image", error);
    }

    [Fact]
    public void What_labelme_calls_ignored_is_no_class_unless_the_user_lists_it()
    {
        Write(
            "a",
            Shape("car", null, Whole),
            Shape("__ignore__", "rectangle", "[[0,0],[1,0]]"),
            Shape("__ignore__", "line", "[[0,0],[1,1]]")
        );
        byte[] ignored = [255, 255, .. new byte[10]];

        var own = SegmentationDataset.LabelMe(_folder.Root);
        Assert.Equal(["car"], own.ClassNames);
        Assert.Equal([ignored], ReadLabels.Of(own));
        Assert.Equal([ignored], ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root, classes: ["car"])));
        _folder.Text("labels.txt", "__ignore__", "car");
        Assert.Equal([ignored], Labels());

        Write("a", Shape("car", null, Whole), Shape("__ignore__", "rectangle", "[[0,0],[1,0]]"));
        Assert.Equal(
            [
                [1, 1, .. new byte[10]],
            ],
            ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root, classes: ["car", "__ignore__"]))
        );
    }

    [Fact]
    public void The_background_in_a_list_that_is_given_is_what_has_no_shape()
    {
        Write("a", Shape("car", null, "[[0,0],[1,0],[0,1]]"));
        string[] classes = ["_background_", "car"];

        Assert.Equal(
            [
                [1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
            ],
            ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root, classes: classes))
        );
        Assert.Equal(
            [
                [.. Enumerable.Repeat((byte)1, 12)],
            ],
            ReadLabels.Of(SegmentationDataset.LabelMe(_folder.Root, classes: classes, background: "car"))
        );
    }

    [Fact]
    public void A_label_to_be_ignored_that_is_written_otherwise_is_an_error()
    {
        Write("a", Shape("car", null, Whole), Shape("void", "rectangle", "[[0,0],[1,0]]"));

        Assert.Contains("there is no label 'Void', which is to be ignored", Error("Void"));
        Assert.Contains("the labels are 'car', 'void'", Error("Void"));
        Assert.Equal(["car", "void"], SegmentationDataset.LabelMe(_folder.Root, ignored: ["note"]).ClassNames);

        // A list says which labels there are; some may have been typed beside it.
        _folder.Text("labels.txt", "car", "bus");
        Assert.Contains("the labels are 'car', 'bus', 'void'", Error("note"));
        Assert.Equal(["car"], SegmentationDataset.LabelMe(_folder.Root, ignored: ["bus", "void", "__ignore__"]).ClassNames);

        string Error(string label) =>
            Assert.Throws<ArgumentException>(() => SegmentationDataset.LabelMe(_folder.Root, ignored: [label])).Message;
    }

    /// <summary>Names the image of a file.</summary>
    private void Name(string file, string image)
    {
        string path = _folder.At($"{file}.json"),
            text = File.ReadAllText(path);
        int start = text.IndexOf("\"imagePath\":", StringComparison.Ordinal),
            end = text.IndexOf(",\"imageData\"", StringComparison.Ordinal);
        File.WriteAllText(path, $"{text[..start]}\"imagePath\":\"{image}\"{text[end..]}");
    }
}

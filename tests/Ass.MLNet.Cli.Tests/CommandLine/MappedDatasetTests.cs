using System.CommandLine;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Data sets with <c>--map</c>.</summary>
public sealed class MappedDatasetTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cvat")]
    [InlineData("coco")]
    [InlineData("labelme")]
    public void A_map_of_names_reads_each_set_by_its_own_labels(string kind)
    {
        string map = Map(kind, """["road", "car"]""", """{ "asphalt": "road", "van": "car", "car": "car", "void": null }""");

        // By their numbers, 0 is the asphalt of one set and the car of the other.
        Assert.Equal([0, 1, 255], Ids(Open(Save(kind, "one", ["asphalt", "van", "void"], [0, 1, 2]), map)));
        Assert.Equal([1, 255, 0], Ids(Open(Save(kind, "two", ["car", "asphalt"], [0, 255, 1]), map)));
        Assert.Equal(["road", "car"], Open(Save(kind, "three", ["car"], [0, 0, 0]), map).ClassNames);
    }

    [Theory]
    [InlineData("cvat")]
    [InlineData("coco")]
    [InlineData("labelme")]
    public void A_label_that_the_map_does_not_name_is_an_error(string kind)
    {
        string map = Map(kind, """["road"]""", """{ "asphalt": "road" }"""),
            set = Save(kind, "one", ["asphalt", "bus"], [0, 1, 255]);

        // labelme's files are read for their labels only as these are needed.
        string message = Assert.Throws<InvalidDataException>(() => Ids(Open(set, map))).Message;

        Assert.Contains("'bus'", message);
        Assert.Contains("the classes are 'asphalt'; name the label among them", message);
        Assert.Equal([0, 255, 255], Ids(Open($"{set}:ignored=bus", map)));
    }

    [Theory]
    [InlineData("cvat")]
    [InlineData("coco")]
    [InlineData("labelme")]
    public void A_label_that_the_map_ignores_may_be_ignored_by_the_set_too(string kind)
    {
        string map = Map(kind, """["road"]""", """{ "void": null, "asphalt": "road" }"""),
            set = Save(kind, "one", ["void", "asphalt"], [0, 1, 255]);

        Assert.Equal([255, 0, 255], Ids(Open($"{set}:ignored=void", map)));
        Assert.Contains(
            "'asphalt' is named as a class and as ignored",
            Assert.Throws<ArgumentException>(() => Open($"{set}:ignored=asphalt", map)).Message
        );
    }

    [Theory]
    [InlineData("\"road\"", 0)]
    [InlineData("null", 255)]
    public void A_map_says_what_labelmes_background_becomes(string becomes, int id)
    {
        string map = Map("labelme", """["road", "car"]""", $$"""{ "_background_": {{becomes}}, "car": "car" }""");

        Assert.Equal([1, (byte)id, (byte)id], Ids(Open(Save("labelme", "one", ["car"], [0, 255, 255]), map)));
    }

    [Theory]
    [InlineData("coco")]
    [InlineData("labelme")]
    public void Numbers_and_colours_of_shapes_are_no_map(string kind)
    {
        Assert.Contains(".json' is not a label map: the keys of 'values' are numbers", Error("""{ "0": "a" }"""));
        Assert.Contains("is a map of colours, but the labels of", Error("""{ "#804080": "a" }"""));

        string Error(string values) => Assert.Single(Parse($"folder:{_folder.Root}", Map(kind, """["a"]""", values)).Errors);
    }

    [Fact]
    public void A_map_must_not_contradict_the_class_list_of_a_folder()
    {
        _folder.Pairs(1);
        _folder.Text("classes.txt", "Sky", "building");
        string set = $"folder:{_folder.Root}",
            classes = """["building", "sky"]""",
            map = Map("folder", classes, """{ "0": null, "1": "building", "5": "sky" }""");

        string error = Assert.Throws<UsageException>(() => Open(set, map)).Message;

        Assert.Contains($"'{_folder.At("classes.txt")}' says that 0 is 'Sky'", error);
        Assert.Contains("it is ignored", error);
        Assert.Contains("pairs:FILE", error);
        _folder.Text("classes.txt", "building", "sky");
        string merged = Map("folder", classes, """{ "0": "building", "1": "building", "5": "sky" }""");
        Assert.Contains("it is 'building'", Assert.Throws<UsageException>(() => Open(set, merged)).Message);

        // Numbers that the map does not list are told as such; other names may become classes of the map.
        Assert.Equal([255, 0], Ids(Open(set, Map("folder", """["house"]""", """{ "1": "house" }"""))));
        Assert.Equal([0, 255], Ids(Open(set, Map("folder", classes, """{ "0": "building", "5": "sky" }"""))));
        _folder.Text("classes.txt", "void", "house");
        Assert.Equal([255, 0], Ids(Open(set, map)));
        File.Delete(_folder.At("classes.txt"));
        Assert.Equal([255, 0], Ids(Open(set, map)));
    }

    [Fact]
    public void Train_ids_are_not_read_as_label_ids_of_Cityscapes()
    {
        _folder.Pairs(1);
        _folder.Text("classes.txt", [.. LabelMap.CamVid.ClassNames]);
        string set = $"folder:{_folder.Root}";

        var error = Assert.Throws<UsageException>(() => Open(set, "folder=cityscapes-to-camvid"));
        Assert.Contains("says that 0 is", error.Message);
        Assert.Equal([0, 1], Ids(Open(set, "folder=camvid")));
    }

    /// <summary>Writes a map, and returns the argument that gives it to a kind.</summary>
    private string Map(string kind, string classes, string values)
    {
        string file = _folder.Text($"{Guid.NewGuid():N}.json", $$"""{ "classes": {{classes}}, "values": {{values}} }""");
        return $"{kind}={file}";
    }

    /// <summary>Writes an image of three pixels and its label, and returns the set.</summary>
    private string Save(string kind, string name, string[] classes, byte[] ids)
    {
        string images = Path.Combine(_folder.Root, name, "pictures");
        var mask = new SegmentationMask(3, 1, ids, classes, SegmentationPalette.Voc(1, classes.Length));
        SegmentedImage[] masks = [new(_folder.Plain($"{name}/pictures/a.png", 3, 1, 0, 0, 0), mask)];
        string file = _folder.At($"{name}/{kind}");
        switch (kind)
        {
            case "cvat":
                LabelingExport.SaveCvat(file, masks, images);
                break;
            case "coco":
                LabelingExport.SaveCoco(file, masks, images);
                break;
            default:
                LabelingExport.SaveLabelMe(file, masks, images);
                break;
        }
        return $"{kind}:{file}:images={images}";
    }

    private static byte[] Ids(SegmentationDataset set) => Assert.Single(set.Samples).ReadTrainIds(set.LabelChannel, set.LabelMap)!.Ids;

    private static SegmentationDataset Open(string set, string map)
    {
        var (argument, maps, errors) = Parse(set, map);
        Assert.Empty(errors);
        return argument!.Open(classNames: null, maps);
    }

    private static (DatasetArgument? Argument, LabelMapArgument[] Maps, string[] Errors) Parse(string set, string map)
    {
        var arguments = new TrainArguments();
        var result = new RootCommand { arguments.Target, arguments.Maps }.Parse(["--target", set, "--map", map]);
        string[] errors = [.. result.Errors.Select(error => error.Message)];
        bool isValid = errors.Length == 0;
        return (
            isValid ? Assert.Single(result.GetValue(arguments.Target)!) : null,
            isValid ? result.GetRequiredValue(arguments.Maps) : [],
            errors
        );
    }
}

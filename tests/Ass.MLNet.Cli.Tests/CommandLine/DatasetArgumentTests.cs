using System.CommandLine;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DatasetArgumentTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("folder:some/where:image-suffix=_image:label-suffix=_L")]
    [InlineData("folder:where:label-suffix=")]
    [InlineData("gta5:where:list.txt:missing-labels=leave-out:unlike-sizes=leave-out")]
    [InlineData("cityscapes:where:val:missing-labels=unlabeled")]
    [InlineData("voc:where:trainaug:unlike-sizes=leave-out")]
    [InlineData("camvid:wh=ere/x:train")]
    [InlineData("cvat:set.zip:images=some/where:split=val:background=background:ignored=void,other:missing-labels=leave-out")]
    [InlineData("coco:some/instances.json:images=some/where:background=sky")]
    [InlineData("labelme:some/where:ignored=note:missing-labels=unlabeled")]
    [InlineData("cvat:C:\\set:images=D:\\pictures:split=val")]
    public void WhatIsSaidOfASetIsReadAndWrittenAlike(string text) => Assert.Equal(text, Parse(text).Argument!.ToString());

    [Theory]
    [InlineData(
        "folder:where:suffix=_L",
        "'suffix=_L' is nothing that can be said about folder: expected image-suffix=…, label-suffix=…, missing-labels=…, unlike-sizes=…."
    )]
    [InlineData("gta5:where:label-suffix=_L", "nothing that can be said about gta5: expected missing-labels=…, unlike-sizes=….")]
    [InlineData("voc:where:train:missing-labels=leave-out", "nothing that can be said about voc: expected unlike-sizes=….")]
    [InlineData("gta5:where:missing-labels=yes", "missing-labels of a data set must be leave-out, unlabeled or error, but is 'yes'.")]
    [InlineData("cvat:where:split=", "split of a data set must be a name, but is ''.")]
    [InlineData("gta5:where:images=some/where", "nothing that can be said about gta5: expected missing-labels=…, unlike-sizes=….")]
    [InlineData("gta5:where:unlike-sizes=", "unlike-sizes of a data set must be leave-out or error, but is ''.")]
    public void WhatCannotBeSaidIsAnErrorThatShowsWhatCan(string text, string expected) =>
        Assert.Contains(expected, Assert.Single(Parse(text).Errors));

    [Fact]
    public void AFolderOfImagesAloneIsASetWithoutLabels()
    {
        _folder.Plain("a.png", 1, 1, 0, 0, 0);
        _folder.Text("notes.txt", "of the day");
        _folder.Grey(".thumbnails/a.png", 1, 0);

        Assert.Equal(["a.png"], Open($"folder:{_folder.Root}").ImagePaths.Select(path => Path.GetFileName(path)));

        // Its labels may be beside it, or in a folder of another name.
        Assert.Throws<DirectoryNotFoundException>(() => Open($"folder:{_folder.Root}:label-suffix=_L"));
        _folder.Text("a.json", "{}");
        Assert.Throws<DirectoryNotFoundException>(() => Open($"folder:{_folder.Root}"));
        File.Delete(_folder.At("a.json"));
        _folder.Grey("annotations/a.png", 1, 0);
        Assert.Throws<DirectoryNotFoundException>(() => Open($"folder:{_folder.Root}"));
    }

    [Fact]
    public void TheSetIsOpenedAsWasSaid()
    {
        foreach (string name in new[] { "a", "b", "c" })
        {
            _folder.Plain($"images/{name}_x.png", name == "b" ? 2 : 1, 1, 0, 0, 0);
        }

        _folder.Grey("masks/a.png", 1, 0);
        _folder.Grey("masks/b.png", 1, 0);

        var set = Open($"folder:{_folder.Root}:image-suffix=_x:missing-labels=leave-out:unlike-sizes=leave-out");

        Assert.Equal(["a_x.png"], set.ImagePaths.Select(path => Path.GetFileName(path)));
        Assert.Equal(2, set.Notes.Count);
        Assert.Equal(3, Open($"folder:{_folder.Root}:image-suffix=_x:label-suffix=:missing-labels=unlabeled").Count);
        Assert.Throws<FileNotFoundException>(() => Open($"folder:{_folder.Root}:image-suffix=_x"));
        string error = Assert.Throws<FileNotFoundException>(() => Open($"voc:{_folder.Root}:anything")).Message;
        Assert.Contains("anything.txt", error);
        Assert.Contains("holds the folders 'images', 'masks'", error);
    }

    [Fact]
    public void AFoldersClassListMustBeTheOneThatIsGiven()
    {
        _folder.Pairs(1);
        _folder.Text("classes.txt", "X", "y");
        Assert.Equal(["X", "y"], Open($"folder:{_folder.Root}").ClassNames);
        _folder.Text("classes.txt", "y", "x");
        string error = Assert.Throws<InvalidOperationException>(() => Open($"folder:{_folder.Root}")).Message;
        Assert.Contains("classes.txt' has [y, x] and --classes has [x, y]. They are the same names in another order", error);
    }

    [Fact]
    public void Labels_in_two_folders_are_an_error_that_names_both()
    {
        _folder.Pairs(1);
        _folder.Text("masks/readme.txt", "moved to labels");
        Assert.Single(Open($"folder:{_folder.Root}").LabeledImagePaths);
        _folder.Grey("masks/000.png", 2, 1, 0);
        string error = Assert.Throws<UsageException>(() => Open($"folder:{_folder.Root}")).Message;
        Assert.Contains($"holds labels in '{_folder.At("labels")}' and in '{_folder.At("masks")}'", error);
        Assert.Contains("pairs:FILE", error);
        File.Delete(_folder.At("labels/000.png"));
        Assert.Single(Open($"folder:{_folder.Root}").LabeledImagePaths);
    }

    [Fact]
    public void AFolderOfImagesAloneMayHoldNeitherMasksNorPredictions()
    {
        _folder.Plain("images/a.png", 1, 1, 0, 0, 0);
        _folder.Plain("images/out/b.png", 1, 1, 0, 0, 0);
        Assert.Equal(2, Open($"folder:{_folder.Root}").Count);
        _folder.Text("images/out/predictions.jsonl", "{}");
        Assert.Contains("b.png', which would be taken", Assert.Throws<UsageException>(() => Open($"folder:{_folder.Root}")).Message);
        Directory.Delete(_folder.At("images/out"), recursive: true);
        foreach (string name in new[] { "a_mask", "b", "b_mask" })
        {
            _folder.Plain($"images/{name}.png", 1, 1, 0, 0, 0);
        }
        Assert.Contains("'_mask'", Assert.Throws<UsageException>(() => Open($"folder:{_folder.Root}")).Message);
    }

    [Fact]
    public void LabelsThatHaveNamesBecomeTheModelsClassesOfThoseNames()
    {
        var mask = new SegmentationMask(2, 1, [1, 0], ["x", "y"], SegmentationPalette.Voc(1, 2));
        LabelingExport.SaveCvat(_folder.At("set.zip"), [new(_folder.Plain("pictures/a.png", 2, 1, 0, 0, 0), mask)], _folder.At("pictures"));
        SegmentedImage[] masks = [new(_folder.At("pictures/a.png"), mask)];
        LabelingExport.SaveCoco(_folder.At("set.json"), masks, _folder.At("pictures"));
        LabelingExport.SaveLabelMe(_folder.At("json"), masks, _folder.At("pictures"));
        foreach (string set in new[] { "cvat:set.zip", "coco:set.json", "labelme:json" })
        {
            var argument = Parse($"{set}:images=pictures").Argument!.From(_folder.Root);
            var named = argument.OpenFor(["y", "x"], []);
            Assert.Equal(["y", "x"], named.ClassNames);
            Assert.Equal([0, 1], Assert.Single(named.Samples).ReadTrainIds(named.LabelChannel, named.LabelMap)!.Ids);

            // With a class more, such as a background's, the lists differ as before: nobody drew it.
            if (!set.StartsWith("cvat"))
            {
                Assert.Equal(["x", "y"], argument.OpenFor(["y", "x", "rest"], []).ClassNames!.Order());
            }
        }

        // Numbers are what they are.
        _folder.Pairs(1);
        Assert.Null(Parse($"folder:{_folder.Root}").Argument!.OpenFor(["y", "x"], []).ClassNames);
    }

    [Fact]
    public void FilesOfLabellingToolsAreOpenedAsWasSaid()
    {
        string root = _folder.Root,
            images = Path.Combine(root, "pictures");
        var mask = new SegmentationMask(2, 1, [1, 255], ["x", "y"], SegmentationPalette.Voc(1, 2));
        SegmentedImage[] masks = [new(_folder.Plain("pictures/sub/a.png", 2, 1, 0, 0, 0), mask)];
        _folder.Plain("pictures/b.png", 2, 1, 0, 0, 0);
        LabelingExport.SaveCvat(_folder.At("set.zip"), masks, images);
        LabelingExport.SaveCoco(_folder.At("set.json"), masks, images);
        LabelingExport.SaveLabelMe(_folder.At("json"), masks, images);

        foreach (string set in new[] { "cvat:set.zip", "coco:set.json", "labelme:json:missing-labels=leave-out" })
        {
            var argument = Parse($"{set}:images=pictures:ignored=x").Argument!.From(root);
            Assert.Equal([0, 255], Ids(argument.Open(["y", "z"], [])));
            Assert.Equal([1, 255], Ids(argument.Open(["z", "y"], [])));
            Assert.Throws<ArgumentException>(() => argument.Open(["x", "y"], []));
        }

        Assert.Equal([2, 0], Ids(Parse("coco:set.json:images=pictures:background=z").Argument!.From(root).Open(["z", "x", "y"], [])));
        Assert.Throws<FileNotFoundException>(() => Parse("cvat:set.zip:images=pictures:split=val").Argument!.From(root).Open(null, []));

        static byte[] Ids(SegmentationDataset set) => Assert.Single(set.Samples).ReadTrainIds(set.LabelChannel, set.LabelMap)!.Ids;
    }

    private static SegmentationDataset Open(string text) => Parse(text).Argument!.Open(["x", "y"], []);

    private static (DatasetArgument? Argument, string[] Errors) Parse(string text)
    {
        var option = new TrainArguments().Target;
        var result = new RootCommand { option }.Parse(["--target", text]);
        string[] errors = [.. result.Errors.Select(error => error.Message)];
        return (errors.Length == 0 ? Assert.Single(result.GetValue(option)!) : null, errors);
    }
}

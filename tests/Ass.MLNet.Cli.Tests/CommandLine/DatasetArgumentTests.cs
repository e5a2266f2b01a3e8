using System.CommandLine;
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

    private static SegmentationDataset Open(string text) => Parse(text).Argument!.Open(["x", "y"], []);

    private static (DatasetArgument? Argument, string[] Errors) Parse(string text)
    {
        var option = new TrainArguments().Target;
        var result = new RootCommand { option }.Parse(["--target", text]);
        string[] errors = [.. result.Errors.Select(error => error.Message)];
        return (errors.Length == 0 ? result.GetValue(option) : null, errors);
    }
}

using System.CommandLine;
using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Train;
using Xunit;

namespace Ass.MLNet.Tests;

public class LabelMapUseTests
{
    [Theory]
    [InlineData("camvid=camvid-colors", null)]
    [InlineData("folder=camvid-colors", "--map folder=… is for none of the data sets, which are of the kinds: camvid, pairs.")]
    public void A_map_must_be_of_a_kind_that_is_given(string map, string? expected)
    {
        var arguments = new TrainArguments();
        var result = new RootCommand { arguments.Source, arguments.Target, arguments.Validation, arguments.Maps }.Parse([
            "--source",
            "camvid:x",
            "--target",
            "pairs:list.txt",
            "--map",
            map,
        ]);
        Assert.Empty(result.Errors);
        var error = Record.Exception(() => TrainingSets.CheckMaps(result, arguments));
        Assert.Equal(expected, error?.Message);
        Assert.True(error is null or UsageException);
    }

    [Theory]
    [InlineData("coco=voc", "--map coco=voc is a map of numbers, but the labels of coco have names")]
    [InlineData("labelme=camvid-colors", "--map labelme=camvid-colors is a map of colours, but the labels of labelme have names")]
    [InlineData("cvat=camvid", "--map cvat=camvid is a map of numbers, but the labels of cvat have names")]
    [InlineData("cvat=camvid-colors", null)]
    public void Labels_that_have_names_are_mapped_by_these(string map, string? expected)
    {
        var option = LabelMapArgument.CreateOption();
        var result = new RootCommand { option }.Parse(["--map", map]);
        Assert.Equal(expected is null ? 0 : 1, result.Errors.Count);
        Assert.All(result.Errors, error => Assert.StartsWith(expected!, error.Message));
    }

    [Fact]
    public void Two_maps_of_one_kind_are_an_error()
    {
        var option = LabelMapArgument.CreateOption();
        var result = new RootCommand { option }.Parse(["--map", "folder=camvid", "--map", "folder=voc"]);
        Assert.Contains("--map gives folder two maps", Assert.Single(result.Errors).Message);
    }
}

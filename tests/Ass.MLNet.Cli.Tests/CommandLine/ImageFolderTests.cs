using Ass.MLNet.Cli;
using Ass.MLNet.Cli.CommandLine;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("images", "labels")]
    [InlineData("images", "masks")]
    [InlineData("train", "trainannot")]
    [InlineData("images", "annotations")]
    [InlineData("JPEGImages", "SegmentationClass")]
    public void The_labels_of_a_data_set_are_not_taken_for_images(string images, string labels)
    {
        _folder.Grey($"{images}/a.png", 1, 0);
        _folder.Grey($"{labels}/a.png", 1, 0);
        var error = Assert.Throws<UsageException>(() => ImageFolder.Open(_folder.Root));
        Assert.Contains($"the pictures in {labels} would be taken for images. Give '{_folder.At(images)}'.", error.Message);
        Assert.Single(ImageFolder.Open(_folder.At(images)).ImagePaths);
    }

    [Theory]
    [InlineData("predictions.jsonl")]
    [InlineData("evidence.jsonl")]
    [InlineData("options.json")]
    public void What_this_tool_wrote_below_images_is_none(string mark)
    {
        _folder.Grey("a.png", 1, 0);
        _folder.Grey("out/strips/b.png", 1, 0);
        Assert.Equal(2, ImageFolder.List(_folder.Root).Length);
        _folder.Text($"out/{mark}", """{ "training": {} }""");
        string[] images = ImageFolder.List(_folder.Root);
        Assert.Equal([_folder.At("a.png")], images);
        ImageFolder.CheckHoldsNoOutputs(_folder.Root, images);
        var error = Assert.Throws<UsageException>(() => ImageFolder.CheckHoldsNoOutputs(_folder.Root, [_folder.At("out/strips/b.png")]));
        Assert.Contains("b.png', which would be taken for images", error.Message);

        // The folder that was asked for is meant, whatever it is.
        Assert.Single(ImageFolder.List(_folder.At("out")));
    }

    [Fact]
    public void Masks_beside_images_that_a_suffix_tells_apart_are_refused()
    {
        string[] alone = ["x/a.jpg", "x/b.jpg", "x/a_2.jpg", "y/c_mask.png"];
        ImageFolder.CheckNamesNoMasks("x", alone);
        ImageFolder.CheckNamesNoMasks("x", ["x/a.jpg", "x/a_2.jpg"]);
        string[] pairs = ["x/a.jpg", "x/b.jpg", "x/a_mask.png", "x/b_mask.png"];
        var error = Assert.Throws<UsageException>(() => ImageFolder.CheckNamesNoMasks("x", pairs));
        Assert.Contains("'x': half of the images have the name of another one and '_mask', such as 'x/a_mask.png'.", error.Message);
    }

    [Fact]
    public void Subfolders_of_images_are_read()
    {
        _folder.Grey("images/a.png", 1, 0);
        _folder.Grey("more/b.png", 1, 0);
        Assert.Equal(2, ImageFolder.Open(_folder.Root).Count);
    }
}

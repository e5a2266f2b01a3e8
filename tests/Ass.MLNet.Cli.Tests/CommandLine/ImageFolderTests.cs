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
    [InlineData("JPEGImages", "SegmentationClass")]
    public void The_labels_of_a_data_set_are_not_taken_for_images(string images, string labels)
    {
        _folder.Grey($"{images}/a.png", 1, 0);
        _folder.Grey($"{labels}/a.png", 1, 0);
        var error = Assert.Throws<UsageException>(() => ImageFolder.Open(_folder.Root));
        Assert.Contains($"the pictures in {labels} would be taken for images. Give '{_folder.At(images)}'.", error.Message);
        Assert.Single(ImageFolder.Open(_folder.At(images)).ImagePaths);
    }

    [Fact]
    public void Subfolders_of_images_are_read()
    {
        _folder.Grey("images/a.png", 1, 0);
        _folder.Grey("more/b.png", 1, 0);
        Assert.Equal(2, ImageFolder.Open(_folder.Root).Count);
    }
}

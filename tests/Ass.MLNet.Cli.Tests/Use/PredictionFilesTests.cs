using Ass.MLNet.Cli.Use;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PredictionFilesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.png", "X.png", "differ in upper and lower case alone")]
    [InlineData("x.png", "x.jpg", "share the name 'x'")]
    [InlineData("x.png", "X.jpg", "would replace")]
    public void ImagesWhoseResultsWouldCollideAreASentence(string one, string other, string expected)
    {
        _folder.Text("images/" + one, "");
        _folder.Text("images/" + other, "");
        if (Directory.GetFiles(_folder.At("images")).Length < 2)
        {
            return; // The file system takes both names for one.
        }

        string error = Assert
            .ThrowsAny<Exception>(() => PredictionFiles.Plan(_folder.At("images"), _folder.At("out"), labelIds: false))
            .Message;

        Assert.Contains(expected, error);
        Assert.Contains(one, error);
        Assert.Contains(other, error);
    }

    [Fact]
    public void AllFormatsAreTakenButNotTheResults()
    {
        foreach (string name in new[] { "a.tif", "b.WEBP", "c.jfif", "d.txt", "out/e.png" })
        {
            _folder.Text("images/" + name, "");
        }

        var plan = PredictionFiles.Plan(_folder.At("images"), _folder.At("images/out"), labelIds: false);

        Assert.Equal(["a.tif", "b.WEBP", "c.jfif"], plan.Select(files => files.Name));
        Assert.Contains(
            "there is no image",
            Assert.Throws<FileNotFoundException>(() => PredictionFiles.Plan(_folder.At("images/d"), _folder.At("out"), false)).Message,
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Theory]
    [InlineData(65_500, false)]
    [InlineData(65_501, true)]
    public void AnOverlayThatJpegHasNoRoomForIsMadeSmaller(int width, bool isSmaller)
    {
        string path = _folder.Text("images/wide.png", "");
        var files = Assert.Single(PredictionFiles.Plan(path, _folder.At("out"), labelIds: false));
        using var image = TestImages.Plain(width, 1, 9, 8, 7);
        string[] classes = ["road", "sky"];

        Assert.Equal(
            isSmaller,
            files.Write(image, new SegmentationMask(width, 1, new byte[width], classes, SegmentationPalette.ForClasses(classes)))
        );

        Assert.Equal(new ImageSize(width, 1), ImageFile.ReadSize(files.Color));
        Assert.Equal(65_500, ImageFile.ReadSize(files.Overlay).Width);
    }
}

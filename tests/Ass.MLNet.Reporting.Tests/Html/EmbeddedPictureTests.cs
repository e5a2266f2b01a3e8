using Ass.MLNet.Reporting.Html;
using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class EmbeddedPictureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ASmallPictureIsEmbeddedAsItIs()
    {
        string path = _folder.Plain("a.png", 8, 4, 1, 2, 3);

        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(File.ReadAllBytes(path)), EmbeddedPicture.ToDataUrl(path));
    }

    [Fact]
    public void AWidePictureIsMadeNarrowerAndAJpeg()
    {
        string url = EmbeddedPicture.ToDataUrl(_folder.Plain("a.png", 3600, 40, 200, 100, 50));

        Assert.StartsWith("data:image/jpeg;base64,", url);
        using var picture = SKBitmap.Decode(Convert.FromBase64String(url[(url.IndexOf(',') + 1)..]));
        Assert.Equal((1800, 20), (picture.Width, picture.Height));
        Assert.InRange(picture.GetPixel(900, 10).Red, 195, 205);
    }

    [Fact]
    public void APictureThatIsMadeSmallerIsTurnedTheWayItIsShown()
    {
        byte[] jpeg = PictureFiles.Skia(2000, SKEncodedImageFormat.Jpeg, new byte[2000 * 10 * 4]);
        string url = EmbeddedPicture.ToDataUrl(_folder.Bytes("a.jpg", PictureFiles.JpegWithExif(jpeg, 6)));

        using var picture = SKBitmap.Decode(Convert.FromBase64String(url[(url.IndexOf(',') + 1)..]));
        Assert.Equal((10, 2000), (picture.Width, picture.Height));
    }
}

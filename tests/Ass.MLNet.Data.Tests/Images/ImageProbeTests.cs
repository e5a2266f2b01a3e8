using Ass.MLNet.Images;
using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ImageProbeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    public void WholeImagesHaveTheirSizeAndCutOnesAreErrors(string name)
    {
        byte[] pixels = new byte[3 * 64 * 48];
        new Random(1).NextBytes(pixels);
        using (var image = TestImages.Bgr(64, pixels))
        {
            image.Save(_folder.At(name));
        }

        var probe = new ImageProbe();
        Assert.Equal(new ImageSize(64, 48), probe.Decode(_folder.At(name)));
        byte[] file = File.ReadAllBytes(_folder.At(name));
        foreach (int length in new[] { 0, 3, 40, file.Length / 2, file.Length * 9 / 10 })
        {
            _folder.Bytes(name, file[..length]);
            Assert.Contains(_folder.At(name), Assert.Throws<InvalidDataException>(() => probe.Decode(_folder.At(name))).Message);
        }
    }

    [Theory]
    [InlineData(8, 2)]
    [InlineData(8, 6)]
    [InlineData(8, 0)]
    [InlineData(8, 3)]
    [InlineData(16, 2)]
    public void EveryKindOfPngIsRead(int depth, int colorType)
    {
        _folder.Bytes("a.png", new PngEncoder(5, 3, depth, colorType).Encode((x, y, _) => x + y));

        Assert.Equal(new ImageSize(5, 3), new ImageProbe().Decode(_folder.At("a.png")));
    }

    [Fact]
    public void AFileOfOneValueMayBeTiny()
    {
        byte[] file = PictureFiles.Skia(512, SKEncodedImageFormat.Webp, new byte[512 * 1024 * 4]);
        _folder.Bytes("a.webp", file);

        Assert.InRange(file.Length, 1, 100);
        Assert.Equal(new ImageSize(512, 1024), new ImageProbe().Decode(_folder.At("a.webp")));
    }

    [Fact]
    public void AHeaderThatPromisesTooMuchIsRefusedBeforeMemoryIsTaken()
    {
        _folder.Bytes("a.png", new PngEncoder(20000, 20000, depth: 8, colorType: 2).File(PngEncoder.Deflate(new byte[100])));

        Assert.Contains(
            "20000x20000 pixels, too many",
            Assert.Throws<InvalidDataException>(() => new ImageProbe().Decode(_folder.At("a.png"))).Message
        );
    }
}

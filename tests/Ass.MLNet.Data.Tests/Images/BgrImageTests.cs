using Ass.MLNet.Images;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class BgrImageTests
{
    public static TheoryData<int, int> Sizes =>
        new()
        {
            { 1, 1 },
            { 3, 1 },
            { 5, 1 },
            { 6, 1 },
            { 7, 3 },
            { 16, 2 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void BothPixelOrdersBecomeBlueGreenRed(int width, int height)
    {
        byte[] bgra = [.. Enumerable.Range(0, width * height * 4).Select(i => (byte)(i * 7))];
        byte[] rgba = [.. bgra.Chunk(4).SelectMany(p => new[] { p[2], p[1], p[0], p[3] })];
        byte[] expected = [.. bgra.Chunk(4).SelectMany(p => p.Take(3))];
        using var first = MLImage.CreateFromPixels(width, height, MLPixelFormat.Bgra32, bgra);
        using var second = MLImage.CreateFromPixels(width, height, MLPixelFormat.Rgba32, rgba);

        Assert.Equal(expected, BgrImage.FromMLImage(first).Pixels);
        Assert.Equal(expected, BgrImage.FromMLImage(second).Pixels);
        Assert.Equal((width, height), (BgrImage.FromMLImage(first).Width, BgrImage.FromMLImage(first).Height));
    }

    [Fact]
    public void TheImageMadeFromPixelsIsOpaque()
    {
        using var image = new BgrImage(2, 1, [1, 2, 3, 4, 5, 6]).ToMLImage();

        Assert.Equal([1, 2, 3, 255, 4, 5, 6, 255], image.Pixels.ToArray());
        Assert.Equal(MLPixelFormat.Bgra32, image.PixelFormat);
    }

    [Fact]
    public void ABufferOfTheWrongSizeIsRefused() =>
        Assert.Contains(
            "needs 12 bytes, the buffer has 11",
            Assert.Throws<ArgumentException>(() => new BgrImage(2, 2, new byte[11])).Message
        );
}

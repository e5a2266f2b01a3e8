using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ImageFileTests : IDisposable
{
    private static readonly byte[] Png = PictureFiles.Skia(3, SKEncodedImageFormat.Png, new byte[3 * 2 * 4]);
    private static readonly byte[] TurnedJpeg = PictureFiles.JpegWithExif(
        PictureFiles.Skia(3, SKEncodedImageFormat.Jpeg, new byte[3 * 2 * 4]),
        orientation: 6
    );

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_size_is_the_one_in_which_the_image_is_shown()
    {
        Assert.Equal(new ImageSize(3, 2), ImageFile.ReadSize(new MemoryStream(Png)));
        Assert.Equal(new ImageSize(2, 3), ImageFile.ReadSize(new MemoryStream(TurnedJpeg)));
        Assert.Equal(new ImageSize(3, 2), ImageFile.ReadSize(_folder.Bytes("a.png", Png)));
        Assert.Equal(new ImageSize(2, 3), ImageFile.ReadSize(_folder.Bytes("a.jpg", TurnedJpeg)));
    }

    [Fact]
    public void A_size_needs_the_header_alone()
    {
        byte[] cut = PictureFiles.Skia(
            300,
            SKEncodedImageFormat.Png,
            [.. Enumerable.Range(0, 300 * 200 * 4).Select(i => (byte)(i * i / 7))]
        )[..2000];

        Assert.Equal(new ImageSize(300, 200), ImageFile.ReadSize(new MemoryStream(cut)));
        Assert.Throws<InvalidDataException>(() => ImageFile.Read(new MemoryStream(cut)));
    }

    [Fact]
    public void What_is_no_image_has_no_size()
    {
        byte[] huge = [.. Png];
        huge.AsSpan(16, 4).Fill(0xFF);
        Assert.Throws<InvalidDataException>(() => ImageFile.ReadSize(_folder.Bytes("huge.png", huge)));
        Assert.Throws<InvalidDataException>(() => ImageFile.ReadSize(new MemoryStream("hello"u8.ToArray())));
        Assert.Throws<InvalidDataException>(() => ImageFile.ReadSize(new MemoryStream()));
        Assert.Contains("a.png", Assert.Throws<InvalidDataException>(() => ImageFile.ReadSize(_folder.Text("a.png", "hello"))).Message);
    }

    /// <summary>The buffer of such a stream is read without a copy, so its offset, its position and its end must count.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(7, 0)]
    [InlineData(7, 5)]
    public void A_stream_is_read_from_its_position_to_its_end(int offset, int position)
    {
        byte[] buffer = [.. new byte[offset + position], .. Png, .. new byte[9]];
        using var stream = new MemoryStream(buffer, offset, position + Png.Length, writable: false, publiclyVisible: true);

        stream.Position = position;
        Assert.Equal(new ImageSize(3, 2), ImageFile.ReadSize(stream));
        Assert.Equal(stream.Length, stream.Position);
        Assert.Throws<InvalidDataException>(() => ImageFile.Read(stream));

        stream.Position = position;
        using var image = ImageFile.Read(stream);
        Assert.Equal((3, 2), (image.Width, image.Height));
    }
}

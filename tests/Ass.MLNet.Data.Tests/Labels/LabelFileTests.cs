using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Ass.MLNet.Labels;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class LabelFileTests : IDisposable
{
    private static readonly LabelMap Map = new(new Dictionary<int, int> { [7] = 0, [8] = 1 }, ["road", "sidewalk"]);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8, 0)]
    [InlineData(8, 3)]
    [InlineData(16, 0)]
    public void ValuesGoThroughTheMap(int depth, int colorType)
    {
        string path = Write(new PngEncoder(3, 1, depth, colorType).Encode((x, _, _) => x + 7));
        Assert.Equal([0, 1, 255], LabelFile.ReadTrainIds(path, LabelChannel.Grey, Map).Ids);
    }

    [Fact]
    public void WithoutAMapSixteenBitsMustBeTrainIds()
    {
        Assert.Equal(
            [250, 251, 252],
            LabelFile.ReadTrainIds(Write(new PngEncoder(3, 1, 16, 0).Encode((x, _, _) => x + 250)), LabelChannel.Grey, null).Ids
        );

        string path = Write(new PngEncoder(2, 2, 16, 0).Encode((x, y, _) => x + y == 2 ? 26001 : 3));
        var error = Assert.Throws<InvalidDataException>(() => LabelFile.ReadTrainIds(path, LabelChannel.Grey, null));
        Assert.Contains(path, error.Message);
        Assert.Contains("pixel (1, 1) is 26001", error.Message);
    }

    [Fact]
    public void ALabelWrittenAsPngComesBackWithoutOnePixelChanged()
    {
        byte[] ids = new byte[97 * 61];
        new Random(5).NextBytes(ids);
        string path = _folder.At("label.png");
        using (var image = MaskImage.Create(97, 61, ids))
        {
            image.Save(path);
        }

        var label = LabelFile.Read(path, LabelChannel.Grey);

        Assert.Equal((97, 61), (label.Width, label.Height));
        Assert.Equal(ids, label.Bytes);
    }

    [Fact]
    public void OtherFormatsAreReadWhereTheyAreGrey()
    {
        string path = _folder.At("label.bmp");
        File.WriteAllBytes(path, Bitmap([(1, 1, 1), (200, 200, 200)]));
        Assert.Equal([1, 200], LabelFile.Read(path, LabelChannel.Grey).Bytes);

        File.WriteAllBytes(path, Bitmap([(1, 1, 1), (9, 0, 0)]));
        Assert.Equal([1, 9], LabelFile.Read(path, LabelChannel.Red).Bytes);
        var error = Assert.Throws<InvalidDataException>(() => LabelFile.Read(path, LabelChannel.Grey));
        Assert.Contains(path, error.Message);
        Assert.Contains("pixel (1, 0) is R 9, G 0, B 0", error.Message);
    }

    [Fact]
    public void AFileThatIsNoPictureIsNamed()
    {
        string path = _folder.Text("label.png", "this is text");
        Assert.Contains($"'{path}'", Assert.Throws<InvalidDataException>(() => LabelFile.Read(path, LabelChannel.Grey)).Message);
    }

    // The sums are those of Pillow's pixels, as little-endian words, of the first channel.
    [SharedDataTheory("formats")]
    [InlineData("cityscapes/aachen_000000_000019_gtFine_labelIds.png", LabelChannel.Grey, 2048, 1024, "7F7E463AC771ECFD")]
    [InlineData("cityscapes/aachen_000003_000019_gtFine_instanceIds.png", LabelChannel.Grey, 2048, 1024, "9BC8F2FB71F10DA2")]
    [InlineData("camvid/0001TP_006690_annot.png", LabelChannel.Grey, 480, 360, "932DB834D4800D76")]
    [InlineData("lyft_carla08_redchannel/CameraSeg_2.png", LabelChannel.Red, 800, 600, "785016D6BAA1A2ED")]
    [InlineData("carla09_palette_rgba/000007_cityscapes.png", LabelChannel.Red, 800, 600, "2D650079316CCF6A")]
    public void GenuineFilesAreReadAsPillowReadsThem(string file, LabelChannel channel, int width, int height, string sum)
    {
        var label = LabelFile.Read(Path.Combine(SharedData.Find("formats")!, file), channel);
        ushort[] words = label.Words ?? [.. label.Bytes!.Select(b => (ushort)b)];

        Assert.Equal((width, height), (label.Width, label.Height));
        Assert.Equal(sum, Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(words.AsSpan())))[..16]);
    }

    private string Write(byte[] file)
    {
        string path = _folder.At("label.png");
        File.WriteAllBytes(path, file);
        return path;
    }

    /// <summary>A 24-bit BMP file of one row.</summary>
    private static byte[] Bitmap((byte R, byte G, byte B)[] pixels)
    {
        byte[] row = [.. pixels.SelectMany(p => new[] { p.B, p.G, p.R })];
        byte[] padded = [.. row, .. new byte[(4 - (row.Length % 4)) % 4]];
        return
        [
            (byte)'B',
            (byte)'M',
            .. BitConverter.GetBytes(54 + padded.Length),
            0,
            0,
            0,
            0,
            54,
            0,
            0,
            0,
            40,
            0,
            0,
            0,
            .. BitConverter.GetBytes(pixels.Length),
            1,
            0,
            0,
            0,
            1,
            0,
            24,
            0,
            .. new byte[24],
            .. padded,
        ];
    }
}

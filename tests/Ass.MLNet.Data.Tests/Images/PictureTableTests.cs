using Ass.MLNet.Labels;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>The table of docs/images-and-labels.md, row by row: what an image and what a label of each kind become.</summary>
public sealed class PictureTableTests : IDisposable
{
    // Indices 0 and 1 are colours that are no greys.
    private static readonly byte[] First = [200, 30, 10],
        Second = [7, 90, 250];

    // Two pixels, named after what they are: those two colours as images, the numbers 0 and 1 as labels where the kind keeps them.
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["palette PNG"] = Palette(8),
        ["palette PNG, 1 bit"] = Palette(1),
        ["palette PNG, 2 bits"] = Palette(2),
        ["palette PNG, 4 bits, interlaced"] = Palette(4, interlaced: true),
        ["palette PNG with tRNS"] = PictureFiles.PngWithChunk(Palette(8), "tRNS", [0, 128], at: Palette(8).AsSpan().IndexOf("IDAT"u8) - 4),
        ["RGB PNG"] = Rgb(8, 2),
        ["RGB PNG, 16 bits"] = Rgb(16, 2),
        ["RGB PNG, interlaced"] = Rgb(8, 2, interlaced: true),
        ["RGBA PNG, alpha 0"] = Rgb(8, 6),
        ["RGBA PNG, 16 bits, alpha 0"] = Rgb(16, 6),
        ["BMP, 8 bits"] = PictureFiles.Bmp(
            2,
            8,
            [
                [0, 1],
            ],
            [10, 30, 200, 0, 250, 90, 7, 0]
        ),
        ["BMP, 4 bits"] = PictureFiles.Bmp(
            2,
            4,
            [
                [0x01],
            ],
            [10, 30, 200, 0, 250, 90, 7, 0]
        ),
        ["BMP, 1 bit"] = PictureFiles.Bmp(
            2,
            1,
            [
                [0x40],
            ],
            [10, 30, 200, 0, 250, 90, 7, 0]
        ),
        ["BMP, 24 bits"] = PictureFiles.Bmp(
            2,
            24,
            [
                [10, 30, 200, 250, 90, 7],
            ]
        ),
        ["BMP, 32 bits"] = PictureFiles.Bmp(
            2,
            32,
            [
                [10, 30, 200, 0, 250, 90, 7, 0],
            ]
        ),
        ["GIF"] = PictureFiles.Gif(First, Second),
        ["WebP without loss"] = PictureFiles.Skia(2, SKEncodedImageFormat.Webp, 10, 30, 200, 255, 250, 90, 7, 255),
        ["WebP without loss, alpha 1"] = PictureFiles.Skia(2, SKEncodedImageFormat.Webp, 10, 30, 200, 1, 250, 90, 7, 1),
        ["TIFF, palette"] = PictureFiles.Tiff(2, 1, 8, Photometric.PALETTE, [0, 1], TiffPalette),
        ["TIFF, RGB"] = PictureFiles.Tiff(2, 3, 8, Photometric.RGB, [.. First, .. Second]),
        ["TIFF, RGB, 16 bits, LZW"] = PictureFiles.Tiff(2, 3, 16, Photometric.RGB, Words([.. First, .. Second]), Pack(Compression.LZW)),
        ["TIFF, RGBA, alpha 0, Deflate"] = PictureFiles.Tiff(2, 4, 8, Photometric.RGB, [.. First, 0, .. Second, 0], tiff =>
        {
            Pack(Compression.ADOBE_DEFLATE)(tiff);
            tiff.SetField(TiffTag.EXTRASAMPLES, 1, new short[] { (short)ExtraSample.UNASSALPHA });
        }),
        ["TIFF, RGB, tiles"] = PictureFiles.Tiff(2, 3, 8, Photometric.RGB, [.. First, .. Second], rowsPerStrip: 0),
        ["TIFF, RGB, planes"] = PictureFiles.Tiff(
            2,
            3,
            8,
            Photometric.RGB,
            [First[0], Second[0], First[1], Second[1], First[2], Second[2]],
            tiff => tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.SEPARATE)
        ),
        ["grey PNG"] = Grey(8, 0),
        ["grey PNG, 1 bit"] = Grey(1, 0),
        ["grey PNG, 2 bits"] = Grey(2, 0),
        ["grey PNG, 4 bits"] = Grey(4, 0),
        ["grey PNG, 16 bits"] = Grey(16, 0),
        ["grey and alpha PNG, alpha 0"] = Grey(8, 4),
        ["grey and alpha PNG, 16 bits, alpha 0"] = Grey(16, 4),
        ["TIFF, grey"] = PictureFiles.Tiff(2, 1, 8, Photometric.MINISBLACK, [0, 1]),
        ["TIFF, grey, 1 bit"] = PictureFiles.Tiff(2, 1, 1, Photometric.MINISBLACK, [0x40]),
        ["TIFF, grey, 4 bits"] = PictureFiles.Tiff(2, 1, 4, Photometric.MINISBLACK, [0x01]),
        ["TIFF, grey, 16 bits"] = PictureFiles.Tiff(2, 1, 16, Photometric.MINISBLACK, Words([0, 1], scale: 1), Pack(Compression.LZW)),
        ["TIFF, grey, 0 is white"] = PictureFiles.Tiff(2, 1, 8, Photometric.MINISWHITE, [255, 254]),
        ["TIFF, CMYK"] = PictureFiles.Tiff(2, 4, 8, Photometric.SEPARATED, new byte[8]),
        ["TIFF, three bands"] = PictureFiles.Tiff(2, 3, 8, Photometric.MINISBLACK, [1, 9, 8, 2, 7, 6], tiff =>
            tiff.SetField(TiffTag.EXTRASAMPLES, 2, new short[2])
        ),
        ["TIFF, float"] = PictureFiles.Tiff(2, 1, 32, Photometric.MINISBLACK, new byte[8], tiff =>
            tiff.SetField(TiffTag.SAMPLEFORMAT, SampleFormat.IEEEFP)
        ),
        ["TIFF, 0 is black or white"] = PictureFiles.TiffWithTag(
            PictureFiles.Tiff(2, 1, 8, Photometric.MINISBLACK, [0, 1]),
            TiffTag.PHOTOMETRIC,
            TiffTag.THRESHHOLDING
        ),
        ["TIFF, two pages"] = PictureFiles.Tiff(2, 1, 8, Photometric.MINISBLACK, [0, 1], pages: 2),
        ["TIFF, JPEG"] = PictureFiles.Tiff(
            16,
            3,
            8,
            Photometric.RGB,
            [.. Enumerable.Repeat(First, 256).SelectMany(c => c)],
            Pack(Compression.JPEG),
            rowsPerStrip: 16
        ),
        ["JPEG"] = PictureFiles.Skia(
            16,
            SKEncodedImageFormat.Jpeg,
            [.. Enumerable.Repeat(new byte[] { 10, 30, 200, 255 }, 256).SelectMany(c => c)]
        ),

        // Red: the inks' shares are stored inverted, as Adobe's programs write them.
        ["JPEG, CMYK"] = PictureFiles.CmykJpeg(16, [.. Enumerable.Repeat(new byte[] { 255, 0, 0, 255 }, 256).SelectMany(c => c)]),
        ["WebP with loss"] = PictureFiles.LossyWebP(8, 8),
        ["GIF, animated"] = PictureFiles.Gif(First, Second, frames: 2),
        ["AVIF"] = [0, 0, 0, 28, .. "ftypavif"u8, .. new byte[40]],
        ["HEIC"] = [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]],
        ["JPEG XL"] = [0xFF, 0x0A, .. new byte[40]],
        ["JPEG 2000"] = [0, 0, 0, 12, .. "jP  "u8, .. new byte[40]],
        ["BigTIFF"] = [.. "II"u8, 43, 0, 8, 0, 0, 0, .. new byte[40]],
        ["Git LFS pointer"] = [.. "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"u8],
        ["web page"] = [.. "\n<!DOCTYPE html><html>Sign in</html>"u8],
        ["nothing"] = [],
    };

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> WithColors() => [.. Files.Keys.TakeWhile(kind => kind != "grey PNG")];

    public static TheoryData<string> WithGreys() =>
        [.. Files.Keys.SkipWhile(kind => kind != "grey PNG").TakeWhile(kind => kind != "TIFF, CMYK")];

    [Theory]
    [MemberData(nameof(WithColors))]
    public void ImagesHaveTheColoursThatAreStored(string kind) =>
        Assert.Equal<byte>([First[2], First[1], First[0], 255, Second[2], Second[1], Second[0], 255], Image(kind));

    [Theory]
    [MemberData(nameof(WithGreys))]
    public void GreysAreStretchedFromTheirBitsToEight(string kind)
    {
        byte second = kind switch
        {
            _ when kind.EndsWith("1 bit", StringComparison.Ordinal) => 255,
            _ when kind.EndsWith("2 bits", StringComparison.Ordinal) => 85,
            _ when kind.EndsWith("4 bits", StringComparison.Ordinal) => 17,
            _ when kind.Contains("16 bits", StringComparison.Ordinal) => 0,
            _ => 1,
        };
        Assert.Equal<byte>([0, 0, 0, 255, second, second, second, 255], Image(kind));
    }

    [Theory]
    [InlineData("JPEG", 10, 30, 200)]
    [InlineData("TIFF, JPEG", 10, 30, 200)]
    [InlineData("JPEG, CMYK", 0, 0, 255)]
    [InlineData("WebP with loss", 0, 0, 0)]
    public void LossyImagesAreReadNearly(string kind, byte blue, byte green, byte red)
    {
        byte[] found = Image(kind);
        Assert.InRange(found[0], blue - 8, blue + 8);
        Assert.InRange(found[1], green - 8, green + 8);
        Assert.InRange(found[2], red - 8, red + 8);
    }

    [Fact]
    public void BandsThatAreNoColoursAreNoPictureButTheFirstIsALabel()
    {
        Assert.Contains("3 channels that says it is grey", Assert.Throws<InvalidDataException>(() => Image("TIFF, three bands")).Message);
        Assert.Equal([1, 2], Label("TIFF, three bands", LabelChannel.Grey));
    }

    [Theory]
    [InlineData("TIFF, CMYK", "convert it to RGB")]
    [InlineData("TIFF, float", "whole numbers without sign")]
    [InlineData("TIFF, 0 is black or white", "does not say whether 0 is black or white")]
    [InlineData("TIFF, two pages", "2 pages")]
    [InlineData("BigTIFF", "BigTIFF")]
    [InlineData("GIF, animated", "animation of 2 pictures")]
    [InlineData("AVIF", "AVIF, which cannot be read")]
    [InlineData("HEIC", "HEIC")]
    [InlineData("JPEG XL", "JPEG XL")]
    [InlineData("JPEG 2000", "JPEG 2000")]
    [InlineData("Git LFS pointer", "git lfs pull")]
    [InlineData("web page", "HTML page")]
    [InlineData("nothing", "empty")]
    public void WhatCannotBeReadSaysSo(string kind, string reason)
    {
        foreach (
            string message in new[]
            {
                Assert.Throws<InvalidDataException>(() => Image(kind)).Message,
                Assert.Throws<InvalidDataException>(() => Label(kind, LabelChannel.Grey)).Message,
            }
        )
        {
            // A GIF is no label, animated or not, and a CMYK picture no grey one.
            if (!message.Contains("save the label", StringComparison.Ordinal))
            {
                Assert.Contains(reason, message);
            }
        }
    }

    [Theory]
    [InlineData("palette PNG")]
    [InlineData("palette PNG, 1 bit")]
    [InlineData("palette PNG, 2 bits")]
    [InlineData("palette PNG, 4 bits, interlaced")]
    [InlineData("palette PNG with tRNS")]
    [InlineData("grey PNG")]
    [InlineData("grey PNG, 1 bit")]
    [InlineData("grey PNG, 2 bits")]
    [InlineData("grey PNG, 4 bits")]
    [InlineData("grey PNG, 16 bits")]
    [InlineData("grey and alpha PNG, alpha 0")]
    [InlineData("grey and alpha PNG, 16 bits, alpha 0")]
    [InlineData("BMP, 8 bits")]
    [InlineData("BMP, 4 bits")]
    [InlineData("BMP, 1 bit")]
    [InlineData("TIFF, palette")]
    [InlineData("TIFF, grey")]
    [InlineData("TIFF, grey, 1 bit")]
    [InlineData("TIFF, grey, 4 bits")]
    [InlineData("TIFF, grey, 16 bits")]
    public void LabelsHaveTheNumbersThatAreStored(string kind) => Assert.Equal([0, 1], Label(kind, LabelChannel.Grey));

    [Theory]
    [InlineData("RGB PNG")]
    [InlineData("RGB PNG, interlaced")]
    [InlineData("RGBA PNG, alpha 0")]
    [InlineData("BMP, 24 bits")]
    [InlineData("BMP, 32 bits")]
    [InlineData("WebP without loss")]
    [InlineData("WebP without loss, alpha 1")]
    [InlineData("TIFF, RGB")]
    [InlineData("TIFF, RGBA, alpha 0, Deflate")]
    [InlineData("TIFF, RGB, tiles")]
    [InlineData("TIFF, RGB, planes")]
    public void OfLabelsInColourTheRedChannelCountsOrTheColour(string kind)
    {
        Assert.Equal([200, 7], Label(kind, LabelChannel.Red));
        Assert.Equal([1, 0], Label(kind, LabelChannel.Grey, Colors));
        string message = Assert.Throws<InvalidDataException>(() => Label(kind, LabelChannel.Grey)).Message;
        Assert.Contains("pixel (0, 0) is R 200, G 30, B 10", message);
        Assert.Contains("FromPalette", message);
    }

    [Theory]
    [InlineData("palette PNG")]
    [InlineData("palette PNG, 1 bit")]
    [InlineData("palette PNG, 4 bits, interlaced")]
    [InlineData("palette PNG with tRNS")]
    [InlineData("BMP, 8 bits")]
    [InlineData("BMP, 1 bit")]
    [InlineData("TIFF, palette")]
    public void AMapOfColoursReadsAPaletteAsWhatItShows(string kind) => Assert.Equal([1, 0], Label(kind, LabelChannel.Grey, Colors));

    [Theory]
    [InlineData("RGB PNG, 16 bits")]
    [InlineData("TIFF, RGB, 16 bits, LZW")]
    public void SixteenBitsAreNoColoursOfAMap(string kind)
    {
        Assert.Equal([200 * 257, 7 * 257], Words(kind));
        Assert.Contains("16 bits", Assert.Throws<InvalidDataException>(() => Label(kind, LabelChannel.Grey, Colors)).Message);
    }

    [Theory]
    [InlineData("JPEG", "changes values")]
    [InlineData("JPEG, CMYK", "changes values")]
    [InlineData("WebP with loss", "changes values")]
    [InlineData("TIFF, JPEG", "changes values")]
    [InlineData("GIF", "a GIF")]
    [InlineData("TIFF, grey, 0 is white", "MINISWHITE")]
    public void WhatIsNoLabelIsRefusedUnderAnyName(string kind, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Label(kind, LabelChannel.Grey)).Message);

    private static LabelMap Colors { get; } =
        LabelMap.FromColors(
            new Dictionary<System.Drawing.Color, int>
            {
                [System.Drawing.Color.FromArgb(200, 30, 10)] = 1,
                [System.Drawing.Color.FromArgb(7, 90, 250)] = 0,
            },
            ["second", "first"]
        );

    // Every file has a PNG's name: what it is, its content says.
    private byte[] Image(string kind)
    {
        using var image = ImageFile.Read(_folder.Bytes("picture.png", Files[kind]));
        Assert.Equal(Microsoft.ML.Data.MLPixelFormat.Bgra32, image.PixelFormat);
        return image.Pixels.ToArray();
    }

    private int[] Label(string kind, LabelChannel channel, LabelMap? map = null) =>
        [.. LabelFile.ReadTrainIds(_folder.Bytes("label.png", Files[kind]), channel, map).Ids.Select(id => (int)id)];

    private int[] Words(string kind) =>
        [.. LabelFile.Read(_folder.Bytes("label.png", Files[kind]), LabelChannel.Red).Words!.Select(word => (int)word)];

    private static byte[] Palette(int depth, bool interlaced = false) =>
        new PngEncoder(2, 1, depth, 3) { Interlaced = interlaced, Palette = [.. First, .. Second] }.Encode((x, _, _) => x);

    private static byte[] Rgb(int depth, int colorType, bool interlaced = false) =>
        new PngEncoder(2, 1, depth, colorType) { Interlaced = interlaced }.Encode(
            (x, _, c) => c == 3 ? 0 : (x == 0 ? First : Second)[c] * (depth == 16 ? 257 : 1)
        );

    private static byte[] Grey(int depth, int colorType) => new PngEncoder(2, 1, depth, colorType).Encode((x, _, c) => c == 1 ? 0 : x);

    private static byte[] Words(byte[] values, int scale = 257) =>
        [.. values.SelectMany(value => BitConverter.GetBytes((ushort)(value * scale)))];

    private static Action<Tiff> Pack(Compression compression) => tiff => tiff.SetField(TiffTag.COMPRESSION, compression);

    private static void TiffPalette(Tiff tiff)
    {
        ushort[] Channel(int channel) => [(ushort)(First[channel] * 257), (ushort)(Second[channel] * 257), .. new ushort[254]];
        tiff.SetField(TiffTag.COLORMAP, Channel(0), Channel(1), Channel(2));
    }
}

using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Ass.MLNet.Sampling;
using Microsoft.ML;
using Microsoft.ML.Data;
using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Images are turned the way they are shown, whatever carries the orientation; labels that carry one are refused.</summary>
public sealed class OrientationTests : IDisposable
{
    // What a viewer shows of the stored rows "abc", "def".
    private static readonly string[] Shown =
    [
        "",
        "abc def",
        "cba fed",
        "fed cba",
        "def abc",
        "ad be cf",
        "da eb fc",
        "fc eb da",
        "cf be ad",
    ];

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, int> All()
    {
        var data = new TheoryData<string, int>();
        foreach (string kind in new[] { "jpg", "png", "webp", "tiff" })
        {
            foreach (int orientation in Enumerable.Range(1, 8))
            {
                data.Add(kind, orientation);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void ImagesAreTurnedTheWayTheyAreShown(string kind, int orientation)
    {
        // Squares of 16 pixels, which JPEG keeps apart; their grey says which letter they are.
        byte[] bgra =
        [
            .. "abcdef"
                .Chunk(3)
                .SelectMany(row => Enumerable.Repeat(row, 16))
                .SelectMany(row => row)
                .SelectMany(letter => Enumerable.Repeat(Grey(letter), 16))
                .SelectMany(grey => new byte[] { grey, grey, grey, 255 }),
        ];
        string path = _folder.Bytes($"a.{kind}", Encode(kind, bgra, orientation));
        string[] rows = Shown[orientation].Split(' ');

        using var image = ImageFile.Read(path);

        Assert.Equal((rows[0].Length * 16, rows.Length * 16), (image.Width, image.Height));
        Assert.Equal(new ImageSize(image.Width, image.Height), new ImageProbe().Decode(path));
        byte[] pixels = BgrImage.FromMLImage(image).Pixels;
        Assert.Equal(
            rows,
            Enumerable
                .Range(0, rows.Length)
                .Select(y =>
                    string.Concat(
                        Enumerable.Range(0, rows[0].Length).Select(x => Letter(pixels[((((y * 16) + 8) * image.Width) + (x * 16) + 8) * 3]))
                    )
                )
        );
    }

    [Fact]
    public void UploadsAreReadAsFilesAre()
    {
        byte[] png = PictureFiles.PngWithChunk(
            new PngEncoder(3, 2, 8, 6).Encode((x, y, c) => c == 3 ? 0 : x + (3 * y)),
            "eXIf",
            PictureFiles.Exif(6)
        );
        using var stream = new MemoryStream([1, 2, 3, .. png]) { Position = 3 };

        using var image = ImageFile.Read(stream);

        Assert.Equal((2, 3), (image.Width, image.Height));
        Assert.Equal([3, 0, 4, 1, 5, 2], BgrImage.FromMLImage(image).Pixels.Where((_, i) => i % 3 == 0).Select(blue => (int)blue));
        Assert.Contains("it is empty", Assert.Throws<InvalidDataException>(() => ImageFile.Read(stream)).Message);
    }

    [SharedDataFact("formats/exif")]
    public void GenuinePhotosLieAsTheyAreShown()
    {
        string folder = SharedData.Find("formats/exif")!;
        using var upsideDown = ImageFile.Read(Path.Combine(folder, "Landscape_3.jpg"));
        using var turned = ImageFile.Read(Path.Combine(folder, "Landscape_8.jpg"));
        using var portrait = ImageFile.Read(Path.Combine(folder, "Portrait_6.jpg"));

        Assert.Equal((1800, 1200), (upsideDown.Width, upsideDown.Height));
        Assert.Equal((1800, 1200), (turned.Width, turned.Height));
        Assert.Equal((1200, 1800), (portrait.Width, portrait.Height));

        // Two files of one scene.
        byte[] first = BgrImage.FromMLImage(upsideDown).Pixels,
            second = BgrImage.FromMLImage(turned).Pixels;
        Assert.InRange(first.Zip(second, (a, b) => Math.Abs(a - b)).Average(), 0, 8);
    }

    [Theory]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("tiff")]
    public void LabelsThatCarryAnOrientationAreRefused(string kind)
    {
        byte[] grey = [1, 1, 1, 255, 2, 2, 2, 255];
        string path = _folder.Bytes(
            "label." + kind,
            kind switch
            {
                "png" => PictureFiles.PngWithChunk(new PngEncoder(2, 1, 8, 0).Encode((x, _, _) => x + 1), "eXIf", PictureFiles.Exif(3)),
                "webp" => PictureFiles.WebPWithExif(PictureFiles.Skia(2, SKEncodedImageFormat.Webp, grey), 2, 1, 3),
                _ => PictureFiles.Tiff(2, 1, 8, BitMiracle.LibTiff.Classic.Photometric.MINISBLACK, [1, 2], tiff =>
                    tiff.SetField(BitMiracle.LibTiff.Classic.TiffTag.ORIENTATION, 3)
                ),
            }
        );

        var error = Assert.Throws<InvalidDataException>(() => LabelFile.Read(path, LabelChannel.Grey));

        Assert.Contains($"'{path}'", error.Message);
        Assert.Contains("EXIF orientation 3", error.Message);
    }

    [Fact]
    public void ALabelThatFitsTheStoredImageOnlyIsAnErrorThatSaysExif()
    {
        _folder.Bytes(
            "images/a.png",
            PictureFiles.PngWithChunk(new PngEncoder(3, 2, 8, 2).Encode((x, _, _) => x), "eXIf", PictureFiles.Exif(6))
        );
        _folder.Grey("labels/a.png", 3, 0, 0, 0, 0, 0, 0);
        var set = SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), LabelMap.Identity(["only"]));

        var found = set.Inspect();
        Assert.Equal(new ImageSize(2, 3), found.ImageSizes.Single().Key);
        Assert.Equal(1, found.TurnedImages);
        Assert.Contains("EXIF", Assert.Single(found.Problems).Message);

        var data = new MLContext().Data.LoadSegmentation(set.AsSource());
        var columns = new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 1);
        using var cursor = data.GetRowCursor(data.Schema);
        var sampler = new RowSampler(StreamKind.Source, columns, cursor);
        cursor.MoveNext();
        var error = Assert.Throws<InvalidOperationException>(() => sampler.Read());
        Assert.Contains("EXIF", error.Message);
        Assert.Contains("3x2", error.Message);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void TrainingReadsThePixelsThatTheColumnHolds(string kind, int orientation)
    {
        byte[] bgra = [.. Enumerable.Range(0, 48 * 32 * 4).Select(i => (byte)(i % 4 == 3 ? 255 : i * 7))];
        _folder.Bytes($"images/a.{kind}", Encode(kind, bgra, orientation));
        var data = new MLContext().Data.LoadSegmentation(SegmentationDataset.Folder(_folder.At("images")).AsTarget());
        var columns = new SamplingColumns(data.Schema["Image"], data.Schema["Label"], data.Schema["Domain"], 1);
        using var cursor = data.GetRowCursor(data.Schema);
        cursor.MoveNext();

        var read = new RowSampler(StreamKind.UnlabeledTarget, columns, cursor).Read()!.Image;

        MLImage? image = null;
        cursor.GetGetter<MLImage?>(data.Schema["Image"])(ref image);
        Assert.Equal((image!.Width, image.Height), (read.Width, read.Height));
        Assert.Equal(BgrImage.FromMLImage(image).Pixels, read.Pixels);
    }

    /// <summary>A file of 48×32 pixels with an orientation.</summary>
    private static byte[] Encode(string kind, byte[] bgra, int orientation) =>
        kind switch
        {
            "jpg" => PictureFiles.JpegWithExif(PictureFiles.Skia(48, SKEncodedImageFormat.Jpeg, bgra), orientation),
            "png" => PictureFiles.PngWithChunk(
                PictureFiles.Skia(48, SKEncodedImageFormat.Png, bgra),
                "eXIf",
                PictureFiles.Exif(orientation)
            ),
            "webp" => PictureFiles.WebPWithExif(PictureFiles.Skia(48, SKEncodedImageFormat.Webp, bgra), 48, 32, orientation),
            _ => PictureFiles.Tiff(
                48,
                1,
                8,
                BitMiracle.LibTiff.Classic.Photometric.MINISBLACK,
                [.. bgra.Where((_, i) => i % 4 == 0)],
                tiff => tiff.SetField(BitMiracle.LibTiff.Classic.TiffTag.ORIENTATION, orientation)
            ),
        };

    private static byte Grey(char letter) => (byte)(20 + ((letter - 'a') * 40));

    private static char Letter(byte grey) => (char)('a' + (int)Math.Round((grey - 20) / 40.0));
}

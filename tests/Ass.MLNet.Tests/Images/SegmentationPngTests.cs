using System.Buffers.Binary;
using System.Drawing;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;
using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationPngTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AGreyFileKeepsEveryIdThroughALabelFolder()
    {
        // All 256 values, an odd width, rows that differ.
        byte[] ids = [.. Enumerable.Range(0, 37 * 23).Select(i => (byte)(i * 7))];
        _folder.Plain("images/a.png", 37, 23, 1, 2, 3);
        SegmentationPng.Save(_folder.At("labels/a.png"), ids, 37, 23);

        var ml = new MLContext();
        var data = ml.Data.LoadSegmentation(SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels")).AsTarget());
        using var cursor = data.GetRowCursor(data.Schema);
        var label = cursor.GetGetter<MLImage>(data.Schema["Label"]);
        Assert.True(cursor.MoveNext());
        MLImage read = null!;
        label(ref read);

        Assert.Equal((37, 23), (read.Width, read.Height));
        Assert.Equal(ids, TestModel.Ids(read));
        using var codec = SKCodec.Create(_folder.At("labels/a.png"));
        Assert.Equal(SKColorType.Gray8, codec.Info.ColorType);
    }

    [Fact]
    public void ThroughRawValuesAndBackNoPixelChanges()
    {
        var random = new Random(3);
        byte[] ids = [.. Enumerable.Range(0, 64 * 40).Select(_ => random.Next(20) is var id && id == 19 ? (byte)255 : (byte)id)];
        byte[] raw = RawLabelValues.Of(ids, LabelMap.Cityscapes.ClassNames, LabelMap.Cityscapes);
        _folder.Plain("images/a.png", 64, 40, 1, 2, 3);
        SegmentationPng.Save(_folder.At("labels/a.png"), raw, 64, 40);

        var ml = new MLContext();
        var data = ml.Data.LoadSegmentation(
            SegmentationDataset.Folder(_folder.At("images"), _folder.At("labels"), LabelMap.Cityscapes).AsTarget()
        );
        using var cursor = data.GetRowCursor(data.Schema);
        Assert.True(cursor.MoveNext());
        MLImage read = null!;
        cursor.GetGetter<MLImage>(data.Schema["Label"])(ref read);

        Assert.Equal(ids, TestModel.Ids(read));
    }

    [Fact]
    public void APaletteFileShowsTheColoursAndItsIndexIsTheId()
    {
        var palette = new SegmentationPalette([Color.FromArgb(10, 20, 30), Color.FromArgb(200, 100, 50)]);
        SegmentationPng.Save(_folder.At("colors/a.png"), [1, 0, 255, 1, 1, 0], 3, 2, palette);

        using var shown = MLImage.CreateFromFile(_folder.At("colors/a.png"));
        Assert.Equal([50, 100, 200, 30, 20, 10, 0, 0, 0, 50, 100, 200, 50, 100, 200, 30, 20, 10], BgrImage.FromMLImage(shown).Pixels);

        byte[] file = File.ReadAllBytes(_folder.At("colors/a.png"));
        Assert.Equal([8, 3], file[24..26]);
        byte[] data = Chunk(file, "IDAT");
        using var zlib = new System.IO.Compression.ZLibStream(new MemoryStream(data), System.IO.Compression.CompressionMode.Decompress);
        var rows = new MemoryStream();
        zlib.CopyTo(rows);
        Assert.Equal([0, 1, 0, 255, 0, 1, 1, 0], rows.ToArray());
    }

    [Fact]
    public void AnImageOfIdsIsSavedLikeTheIds()
    {
        using var image = TestImages.Grey(2, 4, 0, 255, 7);
        SegmentationPng.Save(_folder.At("a.png"), image);

        Assert.Equal(SegmentationPng.Encode([4, 0, 255, 7], 2, 2, palette: null), File.ReadAllBytes(_folder.At("a.png")));
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void AWrongNumberOfIdsIsAnError() =>
        Assert.Contains(
            "needs 6 ids, but 5",
            Assert.Throws<ArgumentException>(() => SegmentationPng.Save(_folder.At("a.png"), new byte[5], 3, 2)).Message
        );

    private static byte[] Chunk(byte[] png, string type)
    {
        for (int at = 8; ; )
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (System.Text.Encoding.ASCII.GetString(png, at + 4, 4) == type)
            {
                return png[(at + 8)..(at + 8 + length)];
            }

            at += length + 12;
        }
    }
}

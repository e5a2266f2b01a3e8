using Ass.MLNet.Images;
using Microsoft.ML;
using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SegmentationMaskTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TheOverlayIsHalfColourAboveALegend()
    {
        using var model = TestModel.Create(new MLContext());
        using var image = TestModel.Picture(1);
        var mask = model.Segment(image);
        using var plain = mask.Overlay(image, legend: false);
        using var withLegend = mask.Overlay(image);
        using var expected = SegmentationPalette.ForClasses(TestModel.ClassNames).Overlay(image, mask.ClassIds, 0.5);

        byte[] pixels = BgrImage.FromMLImage(expected).Pixels;
        Assert.Equal(pixels, BgrImage.FromMLImage(plain).Pixels);
        Assert.Equal(pixels, BgrImage.FromMLImage(withLegend).Pixels[..pixels.Length]);
        Assert.True(withLegend.Height > image.Height);

        using var other = TestModel.Picture(1, width: 24, height: 32);
        Assert.Contains("24×32, but the mask is 32×24", Assert.Throws<ArgumentException>(() => mask.Overlay(other)).Message);
    }

    [Fact]
    public void SavedFilesHoldTheIds()
    {
        using var model = TestModel.Create(new MLContext(), classNames: ["road", "car", "sky"]);
        using var image = TestModel.Picture(1);
        var mask = model.Segment(image);

        mask.SaveIds(_folder.At("ids.png"));
        mask.SaveColors(_folder.At("colors.png"));
        mask.SaveLabelIds(_folder.At("labels.png"), LabelMap.Cityscapes);

        Assert.Equal(mask.ClassIds, Grey("ids.png"));
        Assert.Equal(mask.ClassIds.Select(id => new byte[] { 7, 26, 23 }[id]), Grey("labels.png"));
        Assert.Equal(
            SegmentationPng.Encode(mask.ClassIds, 32, 24, SegmentationPalette.ForClasses(mask.ClassNames)),
            File.ReadAllBytes(_folder.At("colors.png"))
        );
        Assert.Contains(
            "no class 'road'",
            Assert.Throws<ArgumentException>(() => mask.SaveLabelIds(_folder.At("x.png"), LabelMap.Voc)).Message
        );
        Assert.False(File.Exists(_folder.At("x.png")));
    }

    [Fact]
    public void StreamsAndBytesGetWhatFilesGet()
    {
        using var model = TestModel.Create(new MLContext(), classNames: ["road", "car", "sky"]);
        using var image = TestModel.Picture(1);
        var mask = model.Segment(image);
        mask.SaveIds(_folder.At("ids.png"));
        mask.SaveColors(_folder.At("colors.png"));
        mask.SaveLabelIds(_folder.At("labels.png"), LabelMap.Cityscapes);

        Check("ids.png", mask.SaveIds, mask.EncodeIds());
        Check("colors.png", mask.SaveColors, mask.EncodeColors());
        Check("labels.png", stream => mask.SaveLabelIds(stream, LabelMap.Cityscapes), mask.EncodeLabelIds(LabelMap.Cityscapes));
        Assert.Throws<ArgumentException>(() => mask.EncodeLabelIds(LabelMap.Voc));

        // Behind what a stream holds already, and into one that cannot go back.
        void Check(string file, Action<Stream> save, byte[] encoded)
        {
            byte[] expected = File.ReadAllBytes(_folder.At(file));
            Assert.Equal(expected, encoded);
            using var written = new MemoryStream();
            written.WriteByte(7);
            save(new OneWayStream(written));
            Assert.Equal([7, .. expected], written.ToArray());
        }
    }

    private byte[] Grey(string name)
    {
        using var bitmap = SKBitmap.Decode(_folder.At(name));
        return bitmap.Bytes;
    }
}

using Ass.MLNet.Images;
using Ass.MLNet.Reporting;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DomainSheetTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SetsStandSideBySideEachImageBesideItsLabels()
    {
        var palette = SegmentationPalette.ForClasses(TestModel.ClassNames);
        DomainSheet.Write(
            _folder.At("sheet.png"),
            new MLContext(),
            [("game", Set("game", red: 200, id: 0, count: 3)), ("camera", Set("camera", red: 40, id: 1, count: 5))],
            count: 2,
            TestModel.ClassNames
        );

        // A cell is 240 wide, and so 120 high, 4 apart; sets are 16 apart. Two images a set, below the titles.
        using var sheet = MLImage.CreateFromFile(_folder.At("sheet.png"));
        Assert.Equal((2 * (240 + 4 + 240)) + 16, sheet.Width);
        int top = Enumerable.Range(0, sheet.Height).First(y => Pixel(sheet, 120, y) == (200, 0, 0));
        foreach (int y in new[] { top + 60, top + 124 + 60 })
        {
            Assert.Equal((200, 0, 0), Pixel(sheet, 120, y));
            Assert.Equal(Rgb(palette, 0), Pixel(sheet, 244 + 120, y));
            Assert.Equal((40, 0, 0), Pixel(sheet, 500 + 120, y));
            Assert.Equal(Rgb(palette, 1), Pixel(sheet, 500 + 244 + 120, y));
        }

        Assert.Equal((255, 255, 255), Pixel(sheet, 492, top + 60));
    }

    [Fact]
    public void ImagesAreChosenAmongThoseWithALabel()
    {
        var set = Set("few", red: 9, id: 1, count: 30).AsTarget(labeled: 2, seed: 1);
        string[] shown = [.. LabeledPictures.Read(new MLContext(), set, 6).Select(picture => picture.Path)];
        Assert.Equal(set.LabeledImagePaths, shown);
    }

    [Fact]
    public void ASheetWithoutLabelsIsRefusedAndNothingWritten()
    {
        _folder.Plain("images/1.png", 8, 8, 0, 0, 0);
        var set = SegmentationDataset.Folder(_folder.At("images"), null, LabelMap.Identity(TestModel.ClassNames)).AsTarget();
        Assert.Throws<ArgumentException>(() =>
            DomainSheet.Write(_folder.At("sheet.png"), new MLContext(), [("bare", set)], 2, TestModel.ClassNames)
        );
        Assert.False(File.Exists(_folder.At("sheet.png")));
    }

    private SegmentationDataset Set(string name, byte red, byte id, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _folder.Plain($"{name}/images/{i}.png", 32, 16, red, 0, 0);
            SegmentationPng.Save(_folder.At($"{name}/labels/{i}.png"), Enumerable.Repeat(id, 32 * 16).ToArray(), 32, 16);
        }

        return SegmentationDataset
            .Folder(_folder.At($"{name}/images"), _folder.At($"{name}/labels"), LabelMap.Identity(TestModel.ClassNames))
            .AsTarget();
    }

    private static (int, int, int) Rgb(SegmentationPalette palette, int id) =>
        (palette.Colors[id].R, palette.Colors[id].G, palette.Colors[id].B);

    private static (int, int, int) Pixel(MLImage image, int x, int y)
    {
        var pixels = BgrImage.FromMLImage(image).Pixels.AsSpan(((y * image.Width) + x) * 3, 3);
        return (pixels[2], pixels[1], pixels[0]);
    }
}

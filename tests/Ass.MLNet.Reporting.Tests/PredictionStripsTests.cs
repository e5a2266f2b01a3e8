using Ass.MLNet.Images;
using Ass.MLNet.Reporting;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class PredictionStripsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ImagesSpreadOverTheSetShowTruthAndPredictionAndOldStripsGo()
    {
        for (int i = 0; i < 9; i++)
        {
            using var picture = TestModel.Picture(i);
            picture.Save(_folder.At($"images/{i}.png"));
            SegmentationPng.Save(_folder.At($"labels/{i}.png"), new byte[32 * 24], 32, 24);
        }

        var ml = new MLContext();
        using var model = TestModel.Create(ml);
        var data = SegmentationDataset
            .Folder(_folder.At("images"), _folder.At("labels"), LabelMap.Identity(TestModel.ClassNames))
            .AsTarget();
        var palette = SegmentationPalette.ForClasses(TestModel.ClassNames);
        _folder.Plain("strips/strip-07-old.png", 1, 1, 0, 0, 0);
        _folder.Plain("strips/mine.png", 1, 1, 0, 0, 0);

        var files = PredictionStrips.Write(_folder.At("strips"), ml, data, count: 3, [("before", model), ("after", model)]);

        Assert.Equal(["strip-01-1.png", "strip-02-4.png", "strip-03-7.png"], files.Select(Path.GetFileName));
        Assert.Equal(
            ["mine.png", .. files.Select(file => Path.GetFileName(file)!)],
            Directory.GetFiles(_folder.At("strips")).Select(file => Path.GetFileName(file)).Order()
        );
        using var strip = MLImage.CreateFromFile(files[1]);
        using var image = MLImage.CreateFromFile(_folder.At("images/4.png"));
        var mask = model.Segment(image);
        using var predicted = palette.Colorize(mask.ClassIds, mask.Width, mask.Height);
        Assert.Equal((4 * 32) + (3 * 4), strip.Width);
        int top = FirstRowOf(strip, image);
        Assert.Equal(Pixels(image), Panel(strip, 0, top));
        Assert.All(Panel(strip, 36, top).Chunk(3), pixel =>
            Assert.Equal([palette.Colors[0].B, palette.Colors[0].G, palette.Colors[0].R], pixel)
        );
        Assert.Equal(Pixels(predicted), Panel(strip, 72, top));
        Assert.Equal(Pixels(predicted), Panel(strip, 108, top));

        // Colours that are given stand beside the strips, until other strips have those that go with the names.
        string colors = _folder.At("strips/strip-colors.json");
        PredictionStrips.Write(_folder.At("strips"), ml, data, count: 1, [("model", model)], SegmentationPalette.CamVid);
        Assert.Equal(
            SegmentationPalette.CamVid.Colors.Take(TestModel.ClassNames.Length).Select(color => color.ToArgb()),
            LabelMap.FromJson(colors).Palette.Colors.Select(color => color.ToArgb())
        );
        PredictionStrips.Write(_folder.At("strips"), ml, data, count: 1, [("model", model)]);
        Assert.False(File.Exists(colors));
    }

    private static int FirstRowOf(MLImage strip, MLImage image) =>
        Enumerable.Range(0, strip.Height - image.Height).First(top => Panel(strip, 0, top).AsSpan().SequenceEqual(Pixels(image)));

    private static byte[] Panel(MLImage strip, int x, int top) =>
        [.. Enumerable.Range(top, 24).SelectMany(y => Pixels(strip).Skip(((y * strip.Width) + x) * 3).Take(32 * 3))];

    private static byte[] Pixels(MLImage image) => BgrImage.FromMLImage(image).Pixels;
}

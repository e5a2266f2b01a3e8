using System.Drawing;
using Ass.MLNet.Images;
using Ass.MLNet.Reporting;
using Ass.MLNet.Reporting.Shift;
using Microsoft.ML.Data;
using SkiaSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DomainShiftPictureTests
{
    private const int Swatch = 14 * 14;

    private static readonly SegmentationPalette Palette = new([
        Color.FromArgb(200, 0, 0),
        Color.FromArgb(0, 200, 0),
        Color.FromArgb(0, 0, 200),
    ]);

    [Fact]
    public void MeasuredClassesHaveMeansAndAreInTheLegendAndOthersInTheLegendAlone()
    {
        using var picture = DomainShiftPicture.Draw([("one", Shift())], Palette);
        var colors = Colors(picture);

        // A full mark, a ring and the line between them; points are transparent.
        Assert.True(colors[Palette.Colors[0].ToArgb()] > Swatch + 200);
        Assert.True(colors[Palette.Colors[1].ToArgb()] > Swatch + 200);
        Assert.Equal(Swatch, colors[Palette.Colors[2].ToArgb()]);
    }

    [Fact]
    public void ThereIsAPanelForEachModelAndTheFileIsAPng()
    {
        using var folder = new TestFolder();
        string file = folder.At("pictures/shift.png");
        using var one = DomainShiftPicture.Draw([("one", Shift())], Palette);
        DomainShiftPicture.Write(file, [("one", Shift()), ("two", Shift())], Palette);

        using var both = MLImage.CreateFromFile(file);
        Assert.Equal((2 * one.Width) - 24, both.Width);
        Assert.Equal(one.Height, both.Height);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
        Assert.Equal(Colors(one)[Palette.Colors[0].ToArgb()] * 2, Colors(both)[Palette.Colors[0].ToArgb()]);
    }

    [Fact]
    public void WhatCannotBeDrawnIsSaid()
    {
        Assert.Throws<ArgumentException>(() => DomainShiftPicture.Draw([], Palette));
        Assert.Contains(
            "the shift 'b' has [x]",
            Assert
                .Throws<InvalidOperationException>(() => DomainShiftPicture.Draw([("a", Shift()), ("b", new(["x"], [], []))], Palette))
                .Message
        );
        Assert.Contains(
            "'a' has no class vectors",
            Assert.Throws<ArgumentException>(() => DomainShiftPicture.Draw([("a", new(["x"], [], []))], Palette)).Message
        );
    }

    [Fact]
    public void TheScaleIsOneForBothAxesAndAFewFarPointsMayBeOutside()
    {
        (double X, double Y)[] points = [.. Enumerable.Range(0, 200).Select(i => (i / 199.0, 0.5)), (1000, 0.5)];
        var area = new PlotArea(SKRect.Create(100, 50, 300, 300), points, [(0.5, 0.25), (0.5, 0.75)]);

        var (left, right, bottom, top) = (area.Place((0.1, 0.5)), area.Place((0.9, 0.5)), area.Place((0.5, 0.1)), area.Place((0.5, 0.9)));
        Assert.Equal(right.X - left.X, bottom.Y - top.Y, 3);
        Assert.InRange(right.X - left.X, 180, 220);
        Assert.True(area.Bounds.Contains(left) && area.Bounds.Contains(right));
        Assert.False(area.Bounds.Contains(area.Place(points[^1])));
    }

    private static DomainShift Shift() =>
        new(
            ["road", "tree", "sky"],
            [Vector(0, 1, 0), Vector(0, 1, 0.1f), Vector(1, -1, 0), Vector(1, -1, 0.1f), Vector(2, 0, 1)],
            [Vector(0, 1, 1), Vector(0, 1, 1.1f), Vector(1, -1, -1), Vector(1, -1, -1.1f), Vector(2, 0.1f, 1)]
        );

    private static ClassVector Vector(int classId, params float[] values) => new(classId, values);

    private static Dictionary<int, int> Colors(MLImage image) =>
        BgrImage
            .FromMLImage(image)
            .Pixels.Take(image.Width * image.Height * 3)
            .Chunk(3)
            .CountBy(bgr => Color.FromArgb(bgr[2], bgr[1], bgr[0]).ToArgb())
            .ToDictionary();
}

using Ass.MLNet.Annotations;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Cases small enough to be worked out by hand.</summary>
public sealed class ShapeDrawingTests
{
    [Fact]
    public void CoordinatesOfCocoAreCornersOfPixels() => Assert.Equal(["....", ".##.", ".##.", "...."], Coco(4, 4, 1, 1, 3, 1, 3, 3, 1, 3));

    [Fact]
    public void ATriangleOfCocoHasThePixelsWhoseCentresLieInIt() =>
        Assert.Equal(["#...", "##..", "###.", "####"], Coco(4, 4, 0, 0, 4, 4, 0, 4));

    [Fact]
    public void AConcavePolygonOfCocoLeavesItsDentOpen() =>
        Assert.Equal(["####", "#..#", "#..#", "#..#"], Coco(4, 4, 0, 0, 4, 0, 4, 4, 3, 4, 3, 1, 1, 1, 1, 4, 0, 4));

    [Fact]
    public void APolygonOfCocoThatGoesAroundTwiceHasAHole() =>
        Assert.Equal(["####", "#..#", "#..#", "####"], Coco(4, 4, 0, 0, 4, 0, 4, 4, 0, 4, 0, 0, 1, 1, 3, 1, 3, 3, 1, 3, 1, 1));

    [Fact]
    public void WhatOfCocoLiesOutsideIsCutOff()
    {
        Assert.Equal(["##.", "##."], Coco(3, 2, -5, -7, 2, -7, 2, 9, -5, 9));
        Assert.Equal(["...", "..."], Coco(3, 2, 4, 0, 6, 0, 6, 2, 4, 2));
        Assert.Equal(["###", "###"], Coco(3, 2, -100000, -100000, 100000, -100000, 100000, 100000, -100000, 100000));
    }

    [Fact]
    public void CoordinatesOfLabelMeArePixelsOfWhichTheLastCounts()
    {
        Assert.Equal(["....", ".###", ".###", ".###"], LabelMe(4, 4, (1, 1), (3, 1), (3, 3), (1, 3)));
        Assert.Equal(["....", ".###", ".###", ".###"], LabelMe(4, 4, (1.9, 1.9), (3.9, 1.2), (3.5, 3.5), (1, 3.9)));
    }

    [Fact]
    public void ATriangleOfLabelMeHasItsBorders() => Assert.Equal(["#...", "##..", "###.", "####"], LabelMe(4, 4, (0, 0), (3, 3), (0, 3)));

    [Fact]
    public void AConcavePolygonOfLabelMeLeavesItsDentOpen() =>
        Assert.Equal(["#####", "#####", "##.##", "##.##"], LabelMe(5, 4, (0, 0), (4, 0), (4, 3), (3, 3), (3, 1), (1, 1), (1, 3), (0, 3)));

    [Fact]
    public void WhatOfLabelMeLiesOutsideIsCutOff()
    {
        Assert.Equal(["##.", "##."], LabelMe(3, 2, (-5, -7), (1, -7), (1, 9), (-5, 9)));
        Assert.Equal(["...", "..."], LabelMe(3, 2, (3, 0), (6, 0), (6, 2), (3, 2)));
    }

    [Fact]
    public void RectanglesOfLabelMeGoBetweenAnyTwoCorners()
    {
        Assert.Equal(["....", ".##.", ".##."], Draw(4, 3, canvas => OutlinedShapes.DrawRectangle((2.9, 2.2), (1, 1.5), canvas, 1)));
        Assert.Equal(["####", "####", "...."], Draw(4, 3, canvas => OutlinedShapes.DrawRectangle((-9, -9), (99, 1), canvas, 1)));
    }

    [Fact]
    public void CirclesOfLabelMeGoAroundAPixel()
    {
        Assert.Equal(
            [".###.", "#####", "#####", "#####", ".###."],
            Draw(5, 5, canvas => OutlinedShapes.DrawCircle((2, 2), (4, 2), canvas, 1))
        );
        Assert.Equal([".#.", "###", ".#."], Draw(3, 3, canvas => OutlinedShapes.DrawCircle((1, 1), (1, 2), canvas, 1)));
        Assert.Equal(["##", "##"], Draw(2, 2, canvas => OutlinedShapes.DrawCircle((0, 0), (100000, 0), canvas, 1)));
    }

    private static string[] Coco(int width, int height, params double[] points) =>
        Draw(width, height, canvas => CocoPolygon.Draw(points, canvas, 1));

    private static string[] LabelMe(int width, int height, params (double, double)[] points) =>
        Draw(width, height, canvas => OutlinedShapes.DrawPolygon(points, canvas, 1));

    private static string[] Draw(int width, int height, Action<LabelCanvas> draw)
    {
        var canvas = new LabelCanvas(new ImageSize(width, height), 0);
        draw(canvas);
        return [.. canvas.ToLabel().Bytes!.Chunk(width).Select(row => string.Concat(row.Select(id => id == 1 ? '#' : '.')))];
    }
}

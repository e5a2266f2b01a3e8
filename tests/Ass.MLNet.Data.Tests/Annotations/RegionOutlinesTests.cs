using Ass.MLNet.Annotations;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class RegionOutlinesTests
{
    [Fact]
    public void AnOutlineGoesThroughTheOutermostPixelsAndKeepsItsCorners()
    {
        var outlines = Of(["....", ".##.", ".##.", "...#"], 0);

        Assert.Equal([(2, 2), (1, 2), (1, 1), (2, 1)], outlines[0].Points);
        Assert.Equal([(3, 3), (3.25, 3), (3.5, 3)], outlines[1].Points);
        Assert.Equal(2, outlines.Length);
    }

    [Fact]
    public void WhatLiesInAHoleComesLater()
    {
        var outlines = Of(["#####", "#...#", "#.#.#", "#...#", "#####"], 0, withDots: true);

        Assert.Equal([0, 1, 0], outlines.Select(outline => (int)outline.Id));
    }

    [Fact]
    public void CornersWithinTheToleranceAreLeftOut()
    {
        string[] stairs = ["#.....", "##....", "###...", "####..", "#####.", "######"];

        Assert.Equal([(0, 0), (0, 5), (5, 5)], Assert.Single(Of(stairs, 0)).Points.Order());
        string[] bump = [".....#.....", "###########", "###########", "###########", "###########"];
        Assert.Equal(4, Assert.Single(Of(bump, 1.5)).Points.Count);
        Assert.True(Assert.Single(Of(bump, 0)).Points.Count > 4);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 12)]
    [InlineData(12, 1)]
    [InlineData(9, 7)]
    [InlineData(40, 30)]
    public void OutlinesDrawnOneOverAnotherGiveTheMaskAgain(int width, int height)
    {
        var random = new Random(width);
        for (int run = 0; run < 30; run++)
        {
            byte[] ids = [.. Enumerable.Range(0, width * height).Select(_ => (byte)random.Next(3))];
            for (int i = 0; run % 3 > 0 && i < ids.Length * run / 4; i++)
            {
                // Larger regions: a pixel takes the class of a neighbour.
                int at = random.Next(ids.Length);
                ids[at] = ids[(at + (random.Next(2) == 0 ? 1 : width)) % ids.Length];
            }

            var canvas = new LabelCanvas(new ImageSize(width, height), 255);
            foreach (var (id, points) in RegionOutlines.Of(Mask(ids, width, height), 0))
            {
                OutlinedShapes.DrawPolygon([.. points], canvas, id);

                // labelme drops corners that are the first once more, and then has too few.
                Assert.DoesNotContain(points[0], points.Skip(1));
                Assert.InRange(points.Count, 3, int.MaxValue);
            }

            Assert.Equal(ids, canvas.ToLabel().Bytes);
        }
    }

    private static (byte Id, IReadOnlyList<(double X, double Y)> Points)[] Of(string[] rows, double tolerance, bool withDots = false)
    {
        byte[] ids =
        [
            .. rows.SelectMany(row => row)
                .Select(sign =>
                    sign == '#' ? (byte)0
                    : withDots ? (byte)1
                    : (byte)255
                ),
        ];
        return [.. RegionOutlines.Of(Mask(ids, rows[0].Length, rows.Length), tolerance)];
    }

    private static SegmentationMask Mask(byte[] ids, int width, int height) =>
        new(width, height, ids, ["a", "b", "c"], SegmentationPalette.Voc(1, 3));
}

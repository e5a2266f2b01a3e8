using Ass.MLNet.Columns;
using Ass.MLNet.Labels;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;
using static Microsoft.ML.Transforms.Image.ImageResizingEstimator;

namespace Ass.MLNet.Tests;

public sealed class InBetweenIdsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [Theory]
    [InlineData(ResizingKind.IsoCrop, true)]
    [InlineData(ResizingKind.IsoPad, true)]
    [InlineData(ResizingKind.Fill, false)]
    public void InterpolationIsToldFromTheNearestPixel(ResizingKind kind, bool expected) =>
        Assert.Equal(expected, Count(Scenes(count: 8), _ml.Transforms.ResizeImages("Label", 240, 180, resizing: kind)).ShowInterpolation);

    [Fact]
    public void LabelsAsDrawnAreGenuine() => Assert.InRange(Count(Scenes(count: 8), null).Share, 0, 0.05);

    [Fact]
    public void FewChangesProveNothing()
    {
        var ids = new InBetweenIds();
        ids.Add(new LabelMask(9, 1, [0, 1, 3, 5, 7, 9, 7, 5, 2]));

        Assert.True(ids.Share > 0.4);
        Assert.False(ids.ShowInterpolation);
    }

    [Theory]
    [InlineData("0012210")] // A thin contour between the background and an object.
    [InlineData("0013310")] // And one of another class.
    [InlineData("0011221100112211001122110011221100122332110")] // Grades, seldom thin.
    public void ThinClassesBetweenTwoOthersAreGenuine(string pattern)
    {
        var ids = new InBetweenIds();
        byte[] row = [.. Enumerable.Repeat(pattern, 1000).SelectMany(part => part).Select(digit => (byte)(digit - '0'))];
        ids.Add(new LabelMask(row.Length, 1, row));

        Assert.True(ids.Share > 0.2);
        Assert.False(ids.ShowInterpolation);

        // Added up, too.
        var sum = new InBetweenIds();
        sum.Add(ids);
        Assert.Equal(ids.Share, sum.Share);
        Assert.False(sum.ShowInterpolation);
    }

    [Fact]
    public void IgnoredPixelsAreNoSide()
    {
        var ids = new InBetweenIds();
        ids.Add(new LabelMask(6, 1, [255, 3, 9, 9, 255, 0]));
        ids.Add(new LabelMask(0, 0, [0, 3, 9]));

        Assert.Equal(0, ids.Share);
    }

    [SharedDataFact("camvid")]
    public void GenuineLabelsOfCamVidAreGenuine() => CheckGenuine(SegmentationDataset.CamVid(SharedData.Find("camvid")!, "val"));

    [SharedDataFact("idd_lite")]
    public void GenuineLabelsOfIddLiteAreGenuine()
    {
        string root = SharedData.Find("idd_lite")!;
        CheckGenuine(SegmentationDataset.Folder(Path.Combine(root, "images"), Path.Combine(root, "labels")).Take(60));
    }

    private void CheckGenuine(SegmentationDataset set)
    {
        var data = _ml.Data.LoadSegmentation(set.AsTarget());

        Assert.InRange(Count(data, null).Share, 0, 0.03);
        Assert.InRange(Count(data, _ml.Transforms.ResizeImages("Label", 120, 90, resizing: ResizingKind.Fill)).Share, 0, 0.07);
        var interpolated = Count(data, _ml.Transforms.ResizeImages("Label", 240, 180));
        Assert.InRange(interpolated.Share, 0.2, 1);
        Assert.True(interpolated.ShowInterpolation);
    }

    // Squares and discs of 11 classes, and a pole.
    private IDataView Scenes(int count) =>
        _ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, count)
                .Select(seed =>
                {
                    var random = new Random(seed);
                    var ids = new byte[320 * 240];
                    for (int thing = 0; thing < 12; thing++)
                    {
                        var (x, y, size, id) = (random.Next(320), random.Next(240), random.Next(15, 60), (byte)random.Next(11));
                        for (int i = 0; i < ids.Length; i++)
                        {
                            int dx = i % 320 - x,
                                dy = i / 320 - y;
                            if (thing % 2 == 0 ? Math.Max(Math.Abs(dx), Math.Abs(dy)) < size : dx * dx + dy * dy < size * size)
                            {
                                ids[i] = id;
                            }
                        }
                    }

                    for (int y = 40; y < 200; y++)
                    {
                        ids[y * 320 + 100] = 5;
                    }
                    return new Row { Label = TestImages.Grey(320, ids) };
                })
                .ToArray()
        );

    private static InBetweenIds Count(IDataView data, IEstimator<ITransformer>? resizing)
    {
        var view = resizing is null ? data : resizing.Fit(data).Transform(data);
        var column = view.Schema["Label"];
        using var cursor = view.GetRowCursor([column]);
        var read = LabelColumn.CreateReader(cursor, column);
        var ids = new InBetweenIds();
        while (cursor.MoveNext())
        {
            ids.Add(read()!);
        }
        return ids;
    }

    private sealed class Row
    {
        public MLImage? Label { get; set; }
    }
}

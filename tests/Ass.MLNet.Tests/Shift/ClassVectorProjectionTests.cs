using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ClassVectorProjectionTests
{
    [Fact]
    public void ThePlaneIsThatOfTheMeansAndKeepsTheirDistances()
    {
        // Means of classes and domains differ in channels 0 and 2 alone, by 8 and by 3; the vectors in a fourth channel, by far more.
        var shift = new DomainShift(
            ["road", "sky"],
            [Vector(0, 1, 5, 1, 100), Vector(0, 1, 5, 1, -100), Vector(1, 9, 5, 1, 100), Vector(1, 9, 5, 1, -100)],
            [Vector(0, 1, 5, 4, 100), Vector(0, 1, 5, 4, -100), Vector(1, 9, 5, 4, 100), Vector(1, 9, 5, 4, -100)]);

        var projection = ClassVectorProjection.Of(shift);

        Assert.Equal(1, projection.Share, 6);
        Assert.Equal([(0, false), (0, false), (0, true), (0, true), (1, false), (1, false), (1, true), (1, true)], projection.Points.Select(p => (p.ClassId, p.IsTarget)));
        Assert.All(projection.Points, p => Assert.Equal((4.0, 1.5), (Math.Round(Math.Abs(p.X), 6), Math.Round(Math.Abs(p.Y), 6))));
        Assert.Equal(projection.Points[0].X, -projection.Points[4].X, 6);
        Assert.Equal(projection.Points[0].Y, -projection.Points[2].Y, 6);
    }

    [Fact]
    public void OneMeanIsAPointAndTwoAreOnALine()
    {
        var one = ClassVectorProjection.Of(new DomainShift(["road"], [Vector(0, 3, 4, 5)], []));
        Assert.Equal((0.0, 0.0, 0.0), (one.Points[0].X, one.Points[0].Y, one.Share));

        var two = ClassVectorProjection.Of(new DomainShift(["road"], [Vector(0, 0, 0, 0)], [Vector(0, 3, 4, 0)]));
        Assert.Equal(5, Math.Abs(two.Points[0].X - two.Points[1].X), 6);
        Assert.All(two.Points, p => Assert.Equal(0, p.Y));
        Assert.Equal(1, two.Share, 6);
    }

    [Fact]
    public void LeavesNoTensorsBehind()
    {
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        ClassVectorProjection.Of(new DomainShift(["road"], [Vector(0, 1, 2), Vector(0, 2, 2)], [Vector(0, 3, 4)]));

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static ClassVector Vector(int classId, params float[] values) => new(classId, values);
}

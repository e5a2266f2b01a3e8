using Ass.MLNet.Shift;
using TorchSharp;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class ClassVectorProjectionTests
{
    [Fact]
    public void ThePlaneIsThatOfTheMeansAndKeepsTheirDistances()
    {
        // Classes differ in channel 0 and domains in channel 1; the vectors of either differ most in channel 2. All are 1 long.
        float c = MathF.Sqrt(0.55f);
        var shift = new DomainShift(
            ["road", "sky"],
            [Vector(0, 0.6f, 0.3f, c), Vector(0, 0.6f, 0.3f, -c), Vector(1, -0.6f, 0.3f, c), Vector(1, -0.6f, 0.3f, -c)],
            [Vector(0, 0.6f, -0.3f, c), Vector(0, 0.6f, -0.3f, -c), Vector(1, -0.6f, -0.3f, c), Vector(1, -0.6f, -0.3f, -c)]
        );

        var projection = ClassVectorProjection.Of(shift);

        Assert.Equal(1, projection.Share, 6);
        Assert.Equal(
            [(0, false), (0, false), (0, true), (0, true), (1, false), (1, false), (1, true), (1, true)],
            projection.Points.Select(p => (p.ClassId, p.IsTarget))
        );
        Assert.All(projection.Points, p => Assert.Equal((0.6, 0.3), (Math.Round(Math.Abs(p.X), 5), Math.Round(Math.Abs(p.Y), 5))));
        Assert.Equal(projection.Points[0].X, -projection.Points[4].X, 5);
        Assert.Equal(projection.Points[0].Y, -projection.Points[2].Y, 5);
    }

    [Fact]
    public void OneMeanIsAPointAndTwoAreOnALine()
    {
        var one = ClassVectorProjection.Of(new DomainShift(["road"], [Vector(0, 3, 4, 5)], []));
        Assert.Equal((0.0, 0.0, 0.0), (one.Points[0].X, one.Points[0].Y, one.Share));

        var two = ClassVectorProjection.Of(new DomainShift(["road"], [Vector(0, 1, 0, 0)], [Vector(0, 0, 4, 0)]));
        Assert.Equal(Math.Sqrt(2), Math.Abs(two.Points[0].X - two.Points[1].X), 5);
        Assert.All(two.Points, p => Assert.Equal(0, p.Y));
        Assert.Equal(1, two.Share, 6);
    }

    [Fact]
    public void LeavesNoTensorsBehind()
    {
        long before = LiveTensors.Count;
        ClassVectorProjection.Of(new DomainShift(["road"], [Vector(0, 1, 2), Vector(0, 2, 2)], [Vector(0, 3, 4)]));

        Assert.Equal(before, LiveTensors.Count);
    }

    private static ClassVector Vector(int classId, params float[] values) => new(classId, values);
}

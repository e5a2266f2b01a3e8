using Ass.MLNet.Reporting;
using Ass.MLNet.Reporting.Charts;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class CurveSmoothingTests
{
    [Fact]
    public void LongCurvesAreThinnedToMeansOfNeighbours()
    {
        var points = Points(1000, i => i);

        var thin = CurveSmoothing.Thin(points);

        Assert.Equal(500, thin.Count);
        Assert.Equal(new CurvePoint(0.5, 0.5), thin[0]);
        Assert.Equal(new CurvePoint(998.5, 998.5), thin[^1]);
    }

    [Fact]
    public void NoiseIsAveragedAndShortCurvesAreLeftAlone()
    {
        var smooth = CurveSmoothing.Smooth(Points(400, i => i % 2))!;

        Assert.Equal(400, smooth.Count);
        Assert.All(smooth, point => Assert.InRange(point.Value, 0.4, 0.6));
        Assert.Equal(7, smooth[7].Step);
        Assert.Null(CurveSmoothing.Smooth(Points(39, i => i)));
    }

    private static CurvePoint[] Points(int count, Func<int, double> value) =>
        [.. Enumerable.Range(0, count).Select(i => new CurvePoint(i, value(i)))];
}

using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DomainShiftTests
{
    private static readonly string[] ClassNames = ["road", "sky", "pole"];

    [Fact]
    public void DistancesAreThoseComputedByHand()
    {
        var shift = new DomainShift(
            ClassNames,
            [Vector(0, 0, 0), Vector(0, 2, 0), Vector(1, 10, 0), Vector(1, 10, 2), Vector(2, 9, 9)],
            [Vector(0, 3, 4), Vector(0, 5, 4), Vector(1, 10, 1), Vector(1, 10, 3), Vector(2, 8, 8), Vector(2, 7, 7)]);

        // road: means (1, 0) and (4, 4), S = 2 in both: gap² = 25 - 2/2 - 2/2, spread² = 2. sky: means (10, 1) and (10, 2), gap² = 1 - 1 - 1.
        // Classes: (2.5, 2) and (10, 1.5), each mean with the variance (1 + 1)/4: 56.5 - 0.5 - 0.5.
        Assert.Equal([11.5, -0.5], shift.Classes.Take(2).Select(c => c.SquaredDistance));
        Assert.Equal([Math.Sqrt(11.5), 0], shift.Classes.Take(2).Select(c => c.Distance));
        Assert.Equal(23 / 55.5, shift.Classes[0].SquaredRelativeDistance, 12);
        Assert.Equal(-1 / 55.5, shift.Classes[1].SquaredRelativeDistance, 12);
        Assert.Equal(Math.Sqrt(5.5), shift.Distance, 12);
        Assert.Equal(Math.Sqrt(11 / 55.5), shift.RelativeDistance, 12);

        // road: 5, 5, √41 and √17 between the domains, 2 within either.
        double between = (10 + Math.Sqrt(41) + Math.Sqrt(17)) / 2;
        Assert.Equal((between - 4) / between, shift.Classes[0].EnergyDistance, 6);
    }

    [Fact]
    public void AClassWithASingleVectorInADomainIsNotMeasured()
    {
        var shift = new DomainShift(
            ClassNames, [Vector(0, 0, 0), Vector(0, 2, 0), Vector(2, 9, 9)], [Vector(0, 3, 4), Vector(0, 5, 4), Vector(2, 8, 8), Vector(2, 7, 7)]);

        Assert.Equal([(2, 2, true), (0, 0, false), (1, 2, false)], shift.Classes.Select(c => (c.SourceCount, c.TargetCount, c.IsMeasured)));
        Assert.True(double.IsNaN(shift.Classes[2].Distance) && double.IsNaN(shift.Classes[2].EnergyDistance));
        Assert.Equal(Math.Sqrt(11.5), shift.Distance, 12);
        Assert.True(double.IsNaN(shift.RelativeDistance));
        Assert.Contains("too few", shift.ToString());
    }

    [Fact]
    public void ScaleAndPlaceOfTheFeaturesDoNotMatter()
    {
        var random = new Random(1);
        var (source, target) = (Draw(random, 8, 12, 0, 0), Draw(random, 6, 12, 0, 1.5));
        var shift = new DomainShift(ClassNames, [.. source, .. Draw(random, 5, 12, 1, 4)], [.. target, .. Draw(random, 5, 12, 1, 6)]);

        var moved = new DomainShift(ClassNames, [.. shift.Source.Select(Move)], [.. shift.Target.Select(Move)]);

        Assert.All(shift.Classes.Zip(moved.Classes).Take(2), pair =>
        {
            Assert.Equal(pair.First.SquaredDistance, pair.Second.SquaredDistance, 3);
            Assert.Equal(pair.First.SquaredRelativeDistance, pair.Second.SquaredRelativeDistance, 3);
            Assert.Equal(pair.First.EnergyDistance, pair.Second.EnergyDistance, 3);
        });

        // And a channel that says nothing changes nothing.
        static ClassVector Move(ClassVector v) => new(v.ClassId, v.Values.ToArray().Select(x => (x * 0.01f) - 0.7f).Append(3.3f).ToArray());
    }

    [Fact]
    public void FewVectorsOfOneDistributionShowNoShiftOnAverage()
    {
        // Not taking off what means of 5 and 4 vectors differ by anyway would give 1/5 + 1/4.
        var random = new Random(2);
        ClassShift[] shifts = [.. Enumerable.Range(0, 400).Select(_ => new DomainShift(ClassNames, Draw(random, 5, 16, 0, 0), Draw(random, 4, 16, 0, 0)).Classes[0])];

        Assert.InRange(shifts.Average(s => s.SquaredDistance), -0.03, 0.03);
        Assert.InRange(shifts.Average(s => s.EnergyDistance), -0.01, 0.01);
    }

    [Fact]
    public void AKnownShiftIsFoundOnAverage()
    {
        // 16 channels of variance 1 and a shift of 1 in each: as large as the spread.
        var random = new Random(3);
        double[] squares = [.. Enumerable.Range(0, 400).Select(_ => new DomainShift(ClassNames, Draw(random, 5, 16, 0, 0), Draw(random, 5, 16, 0, 1)).Classes[0].SquaredDistance)];

        Assert.InRange(squares.Average(), 0.94, 1.08);
    }

    [Fact]
    public void VectorsThatCannotBeComparedAreErrors()
    {
        Assert.Contains("class 3", Error([Vector(3, 1, 1)]));
        Assert.Contains("one has 2 elements and one of class 'sky' has 3", Error([Vector(0, 1, 1), Vector(1, 1, 1, 1)]));
        Assert.Contains("class 'pole' holds a number that is not finite", Error([Vector(2, 1, float.NaN)]));
        Assert.Contains("not finite", Error([Vector(2, float.PositiveInfinity, 1)]));

        static string Error(ClassVector[] source) => Assert.Throws<ArgumentException>(() => new DomainShift(ClassNames, source, [])).Message;
    }

    private static ClassVector Vector(int classId, params float[] values) => new(classId, values);

    /// <summary>Vectors whose channels are normal with variance 1.</summary>
    private static ClassVector[] Draw(Random random, int count, int channels, int classId, double mean) =>
        [.. Enumerable.Range(0, count).Select(_ => new ClassVector(classId, Enumerable.Range(0, channels).Select(_ => (float)(mean + Normal(random))).ToArray()))];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

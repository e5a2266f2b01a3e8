using Xunit;

namespace Ass.MLNet.Tests;

public sealed class DomainShiftTests
{
    private static readonly string[] ClassNames = ["road", "sky", "pole"];

    [Fact]
    public void DistancesAreThoseComputedByHand()
    {
        // The vectors are 1 long, or made so: (3, 0) is (1, 0), and (-6, 8) is (-0.6, 0.8).
        var shift = new DomainShift(
            ClassNames,
            [Vector(0, 3, 0), Vector(0, 0.6f, 0.8f), Vector(1, -1, 0), Vector(1, -3, -4), Vector(2, 9, 9)],
            [Vector(0, 0, 1), Vector(0, -6, 8), Vector(1, -0.5f, 0), Vector(1, -0.6f, -0.8f), Vector(2, 8, 8), Vector(2, 7, 7)]
        );

        // road: means (0.8, 0.4) and (-0.3, 0.9), S = 0.4 and 0.2: gap² = 1.46 - 0.4/2 - 0.2/2, spread² = 0.3. sky: means (-0.8, -0.4)
        // both, S = 0.4: gap² = 0 - 0.4/2 - 0.4/2. Classes: (0.25, 0.65) and (-0.8, -0.4), with variances (0.2 + 0.1)/4 and (0.2 + 0.2)/4:
        // 2.205 - 0.075 - 0.1.
        Assert.Equal(1.16 / 0.3, shift.Classes[0].SquaredDistance, 5);
        Assert.Equal(-1, shift.Classes[1].SquaredDistance, 5);
        Assert.Equal(1.16 / 2.03, shift.Classes[0].SquaredRelativeDistance, 5);
        Assert.Equal(-0.4 / 2.03, shift.Classes[1].SquaredRelativeDistance, 5);
        Assert.Equal(Math.Sqrt(1.16 / 0.3), shift.Classes[0].Distance, 5);
        Assert.Equal(0, shift.Classes[1].Distance);
        Assert.Equal(Math.Sqrt(((1.16 / 0.3) - 1) / 2), shift.Distance, 5);
        Assert.Equal(Math.Sqrt(0.76 / 2 / 2.03), shift.RelativeDistance, 5);

        // road: √2, √3.2, √0.4 and 1.2 between the domains, √0.8 and √0.4 within them.
        double between = (Math.Sqrt(2) + Math.Sqrt(3.2) + Math.Sqrt(0.4) + 1.2) / 2;
        Assert.Equal((between - Math.Sqrt(0.8) - Math.Sqrt(0.4)) / between, shift.Classes[0].EnergyDistance, 5);
    }

    [Fact]
    public void AClassWithASingleVectorInADomainIsNotMeasured()
    {
        var shift = new DomainShift(
            ClassNames,
            [Vector(0, 1, 0), Vector(0, 0.6f, 0.8f), Vector(2, 9, 9)],
            [Vector(0, 0, 1), Vector(0, -0.6f, 0.8f), Vector(2, 8, 8), Vector(2, 7, 7)]
        );

        Assert.Equal([(2, 2, true), (0, 0, false), (1, 2, false)], shift.Classes.Select(c => (c.SourceCount, c.TargetCount, c.IsMeasured)));
        Assert.True(double.IsNaN(shift.Classes[2].Distance) && double.IsNaN(shift.Classes[2].EnergyDistance));
        Assert.Equal(Math.Sqrt(1.16 / 0.3), shift.Distance, 5);
        Assert.True(double.IsNaN(shift.RelativeDistance));
        Assert.Contains("too few", shift.ToString());
    }

    [Fact]
    public void A_class_without_spread_is_left_out_of_the_whole()
    {
        ClassVector[] zero = [Vector(1, 0, 0), Vector(1, 0, 0)];
        var shift = new DomainShift(
            ClassNames,
            [Vector(0, 1, 0), Vector(0, 0.6f, 0.8f), .. zero],
            [Vector(0, 0, 1), Vector(0, -0.6f, 0.8f), .. zero]
        );

        Assert.True(double.IsNaN(shift.Classes[1].Distance));
        Assert.Equal(Math.Sqrt(1.16 / 0.3), shift.Distance, 5);
        Assert.Equal(shift.Classes[0].EnergyDistance, shift.EnergyDistance);
    }

    [Fact]
    public void ScaleAndDirectionOfTheFeaturesDoNotMatter()
    {
        var random = new Random(1);
        var (source, target) = (Draw(random, 8, 12, 0, 0), Draw(random, 6, 12, 0, 1.5));
        var shift = new DomainShift(ClassNames, [.. source, .. Draw(random, 5, 12, 1, 4)], [.. target, .. Draw(random, 5, 12, 1, 6)]);

        var moved = new DomainShift(ClassNames, [.. shift.Source.Select(Move)], [.. shift.Target.Select(Move)]);

        Assert.All(shift.Classes.Zip(moved.Classes).Take(2), pair =>
        {
            Assert.Equal(pair.First.SquaredDistance, pair.Second.SquaredDistance, 4);
            Assert.Equal(pair.First.SquaredRelativeDistance, pair.Second.SquaredRelativeDistance, 4);
            Assert.Equal(pair.First.EnergyDistance, pair.Second.EnergyDistance, 4);
        });

        // Channels in another order, with another sign, and all of them smaller; and a channel that says nothing.
        static ClassVector Move(ClassVector v) => new(v.ClassId, v.Values.ToArray().Reverse().Select(x => x * -0.01f).Append(0).ToArray());
    }

    [Fact]
    public void IdenticalVectorsHaveNoSpreadToMeasureIn()
    {
        var shift = new DomainShift(ClassNames, [Vector(0, 1, 0), Vector(0, 2, 0)], [Vector(0, 0, 0), Vector(0, 0, 0)]);

        Assert.True(double.IsNaN(shift.Classes[0].Distance));
        Assert.Equal(1, shift.Classes[0].EnergyDistance);
    }

    [Fact]
    public void FewVectorsOfOneDistributionShowNoShiftOnAverage()
    {
        // Not taking off what means of 5 and 4 vectors differ by anyway would give 1/5 + 1/4.
        var random = new Random(2);
        ClassShift[] shifts =
        [
            .. Enumerable
                .Range(0, 400)
                .Select(_ => new DomainShift(ClassNames, Draw(random, 5, 16, 0, 0), Draw(random, 4, 16, 0, 0)).Classes[0]),
        ];

        Assert.InRange(shifts.Average(s => s.SquaredDistance), -0.03, 0.03);
        Assert.InRange(shifts.Average(s => s.EnergyDistance), -0.01, 0.01);
    }

    [Fact]
    public void FewVectorsShowTheShiftOfManyOnAverage()
    {
        var random = new Random(3);
        double[] few =
        [
            .. Enumerable
                .Range(0, 400)
                .Select(_ =>
                    new DomainShift(ClassNames, Draw(random, 5, 16, 0, 0.5), Draw(random, 5, 16, 0, 1.5)).Classes[0].SquaredDistance
                ),
        ];
        double many = new DomainShift(ClassNames, Draw(random, 1500, 16, 0, 0.5), Draw(random, 1500, 16, 0, 1.5))
            .Classes[0]
            .SquaredDistance;

        Assert.InRange(few.Average() / many, 0.9, 1.1);
        Assert.InRange(many, 0.1, 2);
    }

    [Fact]
    public void VectorsThatCannotBeComparedAreErrors()
    {
        Assert.Contains("class 3", Error([Vector(3, 1, 1)]));
        Assert.Contains("one has 2 elements and one of class 'sky' has 3", Error([Vector(0, 1, 1), Vector(1, 1, 1, 1)]));
        Assert.Contains("class 'pole' holds a number that is not finite", Error([Vector(2, 1, float.NaN)]));
        Assert.Contains("not finite", Error([Vector(2, float.PositiveInfinity, 1)]));

        static string Error(ClassVector[] source) =>
            Assert.Throws<ArgumentException>(() => new DomainShift(ClassNames, source, [])).Message;
    }

    private static ClassVector Vector(int classId, params float[] values) => new(classId, values);

    /// <summary>Vectors whose channels are normal with variance 1.</summary>
    private static ClassVector[] Draw(Random random, int count, int channels, int classId, double mean) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => new ClassVector(classId, Enumerable.Range(0, channels).Select(_ => (float)(mean + Normal(random))).ToArray())),
        ];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

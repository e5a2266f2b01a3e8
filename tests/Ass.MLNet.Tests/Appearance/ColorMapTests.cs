using Ass.MLNet.Appearance;
using Xunit;

namespace Ass.MLNet.Tests;

public class ColorMapTests
{
    [Fact]
    public void Neutral_values_give_the_identity()
    {
        var map = ColorMap.Of();
        Assert.All(map.Matrix.Zip(ColorMap.Identity.Matrix), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(0, map.GreyShare);
        Assert.Equal([1, 0, 0, 0, 1, 0, 0, 0, 1], ColorMap.Identity.Matrix);
    }

    /// <summary>The documented order and the opposite one, as maps one after another.</summary>
    [Fact]
    public void All_orders_of_the_four_changes_are_one_map()
    {
        ColorMap[] changes =
        [
            ColorMap.Of(brightness: 1.3),
            ColorMap.Of(contrast: 0.6),
            ColorMap.Of(saturation: 1.7),
            ColorMap.Of(hue: 0.1),
        ];
        var together = ColorMap.Of(1.3, 0.6, 1.7, 0.1);
        double[][] image =
        [
            [10, 200, 30],
            [250, 3, 77],
            [90, 91, 140],
        ];

        var expected = Apply(together, image);
        AssertSame(expected, changes.Aggregate(image, (pixels, map) => Apply(map, pixels)));
        AssertSame(expected, changes.Reverse().Aggregate(image, (pixels, map) => Apply(map, pixels)));
    }

    [Fact]
    public void A_whole_turn_of_the_hue_changes_nothing_and_half_a_turn_mirrors_the_colour_differences()
    {
        double[][] image =
        [
            [10, 200, 30],
        ];
        AssertSame(image, Apply(ColorMap.Of(hue: 1), image));

        // The negative of what saturation 1 keeps.
        AssertSame(Apply(ColorMap.Of(saturation: -1), image), Apply(ColorMap.Of(hue: 0.5), image));
    }

    [Fact]
    public void Drawn_values_lie_in_their_ranges_and_fill_them()
    {
        var random = new Random(1);
        var maps = Enumerable.Range(0, 2000).Select(_ => ColorMap.Draw(random, 0.4)).ToArray();

        int changed = maps.Count(map => map != ColorMap.Identity);
        Assert.InRange(changed, 1530, 1670);

        // Of a grey that is also the mean, brightness alone is left: M 1 + o = b.
        double[] brightness = [.. maps.Where(map => map != ColorMap.Identity).Select(map => map.Matrix.Take(3).Sum() + map.GreyShare)];
        Assert.InRange(brightness.Min(), 0.6, 0.61);
        Assert.InRange(brightness.Max(), 1.39, 1.4);
        double[] contrast = [.. maps.Where(map => map != ColorMap.Identity).Select(Contrast)];
        Assert.InRange(contrast.Min(), 0.6, 0.61);
        Assert.InRange(contrast.Max(), 1.39, 1.4);
        double[] hue = [.. maps.Where(map => map != ColorMap.Identity).Select(Hue)];
        Assert.InRange(hue.Min(), -0.1, -0.099);
        Assert.InRange(hue.Max(), 0.099, 0.1);

        static double Contrast(ColorMap map) => map.Matrix.Take(3).Sum() / (map.Matrix.Take(3).Sum() + map.GreyShare);

        // The angle between the colour differences of blue before and after.
        static double Hue(ColorMap map)
        {
            double grey = 0.114 * map.Matrix.Take(3).Sum();
            double after = Math.Atan2(0.877 * (map.Matrix[6] - grey), 0.492 * (map.Matrix[0] - grey));
            return (after - Math.Atan2(0.877 * -0.114, 0.492 * (1 - 0.114))) / (2 * Math.PI);
        }
    }

    /// <summary>Other options' random numbers do not depend on whether an image is changed.</summary>
    [Fact]
    public void A_draw_takes_five_numbers()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var (drawn, plain) = (new Random(seed), new Random(seed));
            ColorMap.Draw(drawn, 0.5);
            for (int i = 0; i < 5; i++)
            {
                plain.NextDouble();
            }
            Assert.Equal(plain.NextDouble(), drawn.NextDouble());
        }
    }

    private static double[][] Apply(ColorMap map, double[][] pixels)
    {
        double grey = pixels.Average(Grey);
        return
        [
            .. pixels.Select(pixel =>
                Enumerable
                    .Range(0, 3)
                    .Select(row => Enumerable.Range(0, 3).Sum(i => map.Matrix[3 * row + i] * pixel[i]) + map.GreyShare * grey)
                    .ToArray()
            ),
        ];
    }

    private static double Grey(double[] pixel) => 0.114 * pixel[0] + 0.587 * pixel[1] + 0.299 * pixel[2];

    private static void AssertSame(double[][] expected, double[][] actual) =>
        Assert.All(expected.SelectMany(p => p).Zip(actual.SelectMany(p => p)), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
}

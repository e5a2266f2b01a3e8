using Ass.MLNet.Datasets;
using Ass.MLNet.Sampling;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>The numbers are pinned: a run that is resumed under another .NET must draw the same ones.</summary>
public class SubtractiveRandomTests
{
    [Theory]
    [InlineData(1, 534011718, 110, -4, 0.7716041220219825, 935107296)]
    [InlineData(-7, 822959691, 871, 16, 0.052261705534654534, 1084570817)]
    [InlineData(int.MinValue, 1559595546, 817, 26, 0.5581611914365372, 552273318)]
    public void One_seed_gives_the_same_numbers_in_every_version(
        int seed,
        int first,
        int below1000,
        int within50,
        double share,
        int after500
    )
    {
        var random = new SubtractiveRandom(seed);
        Assert.Equal(first, random.Next());
        Assert.Equal(below1000, random.Next(1000));
        Assert.Equal(within50, random.Next(-50, 50));
        Assert.Equal(share, random.NextDouble());
        for (int i = 0; i < 500; i++)
        {
            random.Next();
        }
        Assert.Equal(after500, random.Next());
    }

    [Fact]
    public void An_order_is_the_same_in_every_version_too() =>
        Assert.Equal([3, 0, 4, 7, 6, 9, 2, 5, 1, 8], SubtractiveRandom.Permutation(10, new SubtractiveRandom(5)));

    [Fact]
    public void Ranges_beyond_half_of_all_numbers_stay_within_their_bounds()
    {
        var random = new SubtractiveRandom(3);
        int[] drawn = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(int.MinValue, int.MaxValue))];
        Assert.Contains(drawn, number => number < int.MinValue / 2);
        Assert.Contains(drawn, number => number > int.MaxValue / 2);
    }

    [Fact]
    public void Training_draws_from_it() => Assert.IsType<SubtractiveRandom>(RandomNumbers.Create(1, RandomUse.Sample, 2));
}

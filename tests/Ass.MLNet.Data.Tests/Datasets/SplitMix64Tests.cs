using Ass.MLNet.Datasets;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class SplitMix64Tests
{
    [Fact]
    public void GivesTheReferenceSequence()
    {
        // First outputs of the reference implementation (prng.di.unimi.it/splitmix64.c) for the seed 1234567.
        var random = new SplitMix64(1234567);

        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
        Assert.Equal(9817491932198370423UL, random.Next());
    }

    [Fact]
    public void NumbersBelowALimitCoverIt()
    {
        var random = new SplitMix64(1);
        int[] counts = new int[5];
        for (int i = 0; i < 5000; i++)
        {
            counts[random.Next(5)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 850, 1150));
    }
}

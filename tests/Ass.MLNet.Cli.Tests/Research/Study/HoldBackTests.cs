using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Cli.Research.Study;
using Xunit;

namespace Ass.MLNet.Tests;

public sealed class HoldBackTests
{
    [Theory]
    [InlineData(60, 367)]
    [InlineData(7, 15)]
    [InlineData(8, 17)]
    [InlineData(3, 6)]
    [InlineData(1, 2)]
    public void That_many_distinct_images_in_a_block_of_each_sixth(int count, int available)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var places = new HoldBack(count, seed).Choose(available);

            Assert.Equal(count, places.Distinct().Count());
            Assert.All(places, place => Assert.InRange(place, 0, available - 1));
            Assert.Equal(places.Order(), places);
            int blocks = 1 + places.Zip(places.Skip(1)).Count(pair => pair.Second != pair.First + 1);
            Assert.InRange(blocks, 1, 6);
        }
    }

    [Fact]
    public void Every_sixth_has_its_block_and_the_seed_says_where()
    {
        var places = new HoldBack(60, 1).Choose(360);

        Assert.All(places.Chunk(10), (block, i) =>
        {
            Assert.Equal(Enumerable.Range(block[0], 10), block);
            Assert.InRange(block[0], 60 * i, 60 * i + 50);
        });
        Assert.Equal(places, new HoldBack(60, 1).Choose(360));
        Assert.NotEqual(places, new HoldBack(60, 2).Choose(360));
    }

    [Fact]
    public void More_than_half_is_refused()
    {
        var error = Assert.Throws<UsageException>(() => new HoldBack(6, 1).Choose(11));

        Assert.Contains("at most half of the target's 11 labelled images, but is 6", error.Message);
    }
}

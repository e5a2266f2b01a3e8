using Ass.MLNet.Prediction;
using Xunit;

namespace Ass.MLNet.Tests;

public class UseCountTests
{
    [Fact]
    public void What_nobody_uses_is_freed_at_once_and_once()
    {
        int freed = 0;
        var uses = new UseCount(() => freed++);
        Assert.True(uses.TryEnter());
        uses.Exit();
        Assert.Equal(0, freed);

        uses.Close();
        uses.Close();

        Assert.Equal(1, freed);
        Assert.False(uses.TryEnter());
    }

    [Fact]
    public void What_is_used_is_freed_by_the_last_user()
    {
        int freed = 0;
        var uses = new UseCount(() => freed++);
        Assert.True(uses.TryEnter());
        Assert.True(uses.TryEnter());
        uses.Close();

        Assert.False(uses.TryEnter());
        uses.Exit();
        Assert.Equal(0, freed);
        uses.Exit();
        uses.Close();
        Assert.Equal(1, freed);
    }

    [Fact]
    public void However_threads_meet_it_is_freed_once_and_never_under_a_user()
    {
        for (int round = 0; round < 200; round++)
        {
            int inside = 0,
                freed = 0,
                freedUnderUser = 0;
            var uses = new UseCount(() =>
            {
                freed++;
                freedUnderUser += Volatile.Read(ref inside);
            });
            Parallel.For(0, 4, i =>
            {
                for (int j = 0; j < 50 && uses.TryEnter(); j++)
                {
                    Interlocked.Increment(ref inside);
                    Interlocked.Decrement(ref inside);
                    uses.Exit();
                }

                if (i == round % 4)
                {
                    uses.Close();
                }
            });
            Assert.Equal((1, 0), (freed, freedUnderUser));
        }
    }
}

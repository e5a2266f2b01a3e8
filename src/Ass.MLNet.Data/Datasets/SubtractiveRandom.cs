namespace Ass.MLNet.Datasets;

/// <summary>Knuth's subtractive generator (The Art of Computer Programming, volume 2, section 3.2.2), with the constants of .NET's seeded
/// <see cref="Random"/>.</summary>
/// <remarks>
/// <see cref="Random"/> itself does not guarantee the same numbers in every version of .NET: a run resumed under another version could
/// silently continue with a different order and different crops. The numbers are those that it has produced so far, so existing seeds keep
/// their results. <see cref="Random.Shuffle{T}(Span{T})"/> and <see cref="Random.GetItems{T}(T[], int)"/> cannot be overridden: use
/// <see cref="Permutation"/>.
/// </remarks>
internal sealed class SubtractiveRandom : Random
{
    private const int Length = 55;
    private const int Lag = 21;
    private const int FirstNumber = 161803398;

    // Index 0 is not used.
    private readonly int[] _numbers = new int[Length + 1];
    private int _place;
    private int _lagging = Lag;

    public SubtractiveRandom(int seed)
    {
        int number = FirstNumber - (seed == int.MinValue ? int.MaxValue : Math.Abs(seed));
        _numbers[Length] = number;
        int next = 1;
        for (int i = 1; i < Length; i++)
        {
            int at = Lag * i % Length;
            _numbers[at] = next;
            (next, number) = (Wrap(number - next), next);
        }

        for (int round = 0; round < 4; round++)
        {
            for (int i = 1; i <= Length; i++)
            {
                _numbers[i] = Wrap(_numbers[i] - _numbers[1 + (i + 30) % Length]);
            }
        }
    }

    public override int Next()
    {
        _place = _place == Length ? 1 : _place + 1;
        _lagging = _lagging == Length ? 1 : _lagging + 1;
        int number = _numbers[_place] - _numbers[_lagging];
        return _numbers[_place] = Wrap(number == int.MaxValue ? number - 1 : number);
    }

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)(Sample() * maxValue);
    }

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)(minValue + (long)(Sample() * ((long)maxValue - minValue)));
    }

    public override double NextDouble() => Sample();

    /// <summary>The numbers from 0 to <paramref name="count"/> − 1 in an order that depends only on the numbers of
    /// <paramref name="random"/> (Fisher–Yates).</summary>
    public static int[] Permutation(int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = 0; i < count - 1; i++)
        {
            int other = random.Next(i, count);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    protected override double Sample() => Next() * (1.0 / int.MaxValue);

    private static int Wrap(int number) => number < 0 ? number + int.MaxValue : number;
}

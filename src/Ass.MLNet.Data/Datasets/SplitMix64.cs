namespace Ass.MLNet.Datasets;

/// <summary>Steele, Lea and Flood's SplitMix64 generator (OOPSLA 2014).</summary>
/// <remarks>
/// <see cref="System.Random"/> does not guarantee the same numbers in every version of .NET, and a published selection of labelled images
/// must be reproducible.
/// </remarks>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> − 1 (by the high half of a product; the bias is below limit / 2⁶⁴).</summary>
    public int Next(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);
}

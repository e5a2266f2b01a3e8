namespace Ass.MLNet.Sampling;

/// <summary>Which of a stream's samples this process makes, of several that train together: in every step, a batch of its own. All
/// processes go through the same rows, and agree on each sample's number.</summary>
/// <param name="BatchSize">B, the samples of a process in a step.</param>
/// <param name="Rank">The process, from 0.</param>
/// <param name="Count">R, the number of processes.</param>
internal readonly record struct SampleShare(int BatchSize, int Rank, int Count)
{
    /// <summary>One process, which makes all.</summary>
    public static SampleShare All => new(1, 0, 1);

    /// <summary>Whether this process makes a sample.</summary>
    /// <param name="number">The sample's number, counted from the beginning of a step.</param>
    public bool Has(long number) => number / BatchSize % Count == Rank;
}

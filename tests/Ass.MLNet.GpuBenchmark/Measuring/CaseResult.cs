namespace Ass.MLNet.GpuBenchmark;

/// <summary>What a case came to.</summary>
/// <param name="Case">Which.</param>
/// <param name="Ours">A measurement a round.</param>
/// <param name="Peer">PyTorch's, or none.</param>
/// <param name="Operators">libtorch's operators in one of our runs; null where they could not be counted.</param>
/// <param name="LossDistance">The largest relative distance between both sides' losses of the first step; null where there are
/// none.</param>
internal sealed record CaseResult(
    BenchmarkCase Case,
    IReadOnlyList<Answer> Ours,
    IReadOnlyList<Answer> Peer,
    (int All, int Kernels)? Operators,
    double? LossDistance
)
{
    public double ImagesPerSecond(IReadOnlyList<Answer> rounds, int runs) => Case.Images * runs / Median(rounds.Select(r => r.Seconds));

    public double MillisecondsPerRun(IReadOnlyList<Answer> rounds, int runs) => Median(rounds.Select(r => r.Seconds)) / runs * 1000;

    /// <summary>Our time over the peer's: the median of the rounds, and their middle half.</summary>
    public (double Median, double Low, double High) Ratio()
    {
        double[] ratios = [.. Ours.Zip(Peer, (a, b) => a.Seconds / b.Seconds).Order()];
        return (Median(ratios), ratios[ratios.Length / 4], ratios[(ratios.Length - 1) * 3 / 4]);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

namespace Ass.MLNet.Benchmarks;

/// <summary>A figure that was measured in each round.</summary>
/// <param name="Median">Over the rounds.</param>
/// <param name="Low">Where the middle half of them begins; with few rounds, the least.</param>
/// <param name="High">Where the middle half of them ends; with few rounds, the most.</param>
internal readonly record struct Spread(double Median, double Low, double High)
{
    // With fewer rounds the middle half of them says little.
    private const int RoundsForQuartiles = 8;

    /// <summary>What <see cref="Low"/> and <see cref="High"/> are with so many rounds.</summary>
    public static string RangeOf(int rounds) => rounds >= RoundsForQuartiles ? "middle half" : "least–most";

    public static Spread Of(IReadOnlyCollection<double> rounds) =>
        rounds.Count >= RoundsForQuartiles
            ? new(Statistics.Median(rounds), Statistics.Quantile(rounds, 0.25), Statistics.Quantile(rounds, 0.75))
            : new(Statistics.Median(rounds), rounds.Min(), rounds.Max());
}

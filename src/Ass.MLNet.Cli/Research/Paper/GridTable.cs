using Ass.MLNet.Cli.Research.Cells;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>The results of a grid by row, labelled images and seed, and the statistics computed from them.</summary>
/// <param name="Rows">The rows that are trained.</param>
/// <param name="Labeled">Numbers of labelled images, without the 0 of a row that uses none.</param>
/// <param name="Seeds">The seeds.</param>
/// <param name="Results">Finished cells.</param>
internal sealed record GridTable(
    IReadOnlyList<string> Rows,
    IReadOnlyList<int> Labeled,
    IReadOnlyList<int> Seeds,
    IReadOnlyDictionary<(string Row, int Labeled, int Seed), CellResult> Results
)
{
    /// <summary>The rows that others are compared with.</summary>
    public static IReadOnlyList<string> Bases { get; } = ["joint", "global"];

    /// <summary>The network after the last step, and the one of the best validation.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["last", "best"];

    /// <summary>The pairs of rows that are compared; source-only has no cell with as many labelled images as another row's.</summary>
    public IEnumerable<(string Row, string Base)> Comparisons =>
        from row in Rows
        from other in Bases.Where(Rows.Contains)
        where row != other && row != "source-only" && (row, other) != ("joint", "global")
        select (row, other);

    /// <summary>A row's mIoU over the seeds; null if no cell is finished.</summary>
    /// <param name="row">The row.</param>
    /// <param name="labeled">The number of labelled images.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="report">The name of a <see cref="ClassReport"/>.</param>
    public SeedStatistics? Figure(string row, int labeled, string kind, string report) =>
        SeedStatistics.Of(Seeds.Select(seed => Value(row, labeled, seed, kind, report)).OfType<double>());

    /// <summary>The difference in mIoU between two rows, over the seeds for which both are finished: same seed, same labelled
    /// images.</summary>
    public SeedStatistics? Difference(string row, string other, int labeled, string kind, string report) =>
        SeedStatistics.Of(
            Seeds.Select(seed => Value(row, labeled, seed, kind, report) - Value(other, labeled, seed, kind, report)).OfType<double>()
        );

    private double? Value(string row, int labeled, int seed, string kind, string report) =>
        Results.TryGetValue((row, labeled, seed), out var result) ? (kind == "best" ? result.Best : result.Last)[report] : null;
}

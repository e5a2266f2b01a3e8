using Ass.MLNet.Cli.Research.Cells;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Cells that differ only in their seeds.</summary>
internal sealed record StudyLine(string Part, string Variant, GridRow Row, int Labeled)
{
    public StudyCell Cell(int seed) => new(Part, Variant, Row, Labeled, seed);
}

/// <summary>The results of a part, and the statistics computed from them.</summary>
/// <param name="cells">The part's cells, finished or not.</param>
/// <param name="results">The results of the finished ones.</param>
internal sealed class StudyTable(IReadOnlyList<StudyCell> cells, IReadOnlyDictionary<StudyCell, StudyResult> results)
{
    /// <summary>The rows that others are compared with, in the order in which each adds something to the one before.</summary>
    private static readonly string[] Bases = ["target-only", "joint", "global"];

    public string Part => cells[0].Part;

    public IReadOnlyList<string> Variants { get; } = [.. cells.Select(c => c.Variant).Distinct()];

    public IReadOnlyList<GridRow> Rows { get; } = [.. cells.Select(c => c.Row).Distinct()];

    /// <summary>Numbers of labelled images, with the 0 of a row that uses none.</summary>
    public IReadOnlyList<int> Labeled { get; } = [.. cells.Select(c => c.Labeled).Distinct().Order()];

    public IReadOnlyList<int> Seeds { get; } = [.. cells.Select(c => c.Seed).Distinct()];

    public IEnumerable<StudyResult> Results => results.Values;

    /// <summary>All lines, in the order of the plan.</summary>
    public IEnumerable<StudyLine> Lines => cells.Select(c => new StudyLine(c.Part, c.Variant, c.Row, c.Labeled)).Distinct();

    /// <summary>Pairs of rows to compare, each pair once; source-only has no cell with as many labelled images as another row's.</summary>
    public IEnumerable<(GridRow Row, GridRow Base)> Comparisons =>
        from row in Rows
        where !row.IsSourceOnly
        from name in Bases.TakeWhile(b => b != row.Name)
        from other in Rows
        where other.Name == name
        select (row, other);

    /// <summary>The class names, in the order of their ids.</summary>
    public IReadOnlyList<string> Classes => [.. results.Values.SelectMany(r => r.ClassIoU.Keys).Distinct()];

    /// <summary>A figure over the seeds; null where no cell has it.</summary>
    public SeedStatistics? Figure(StudyLine line, Func<StudyResult, double?> figure) => Statistics(seed => Value(line, seed, figure));

    /// <summary>The difference in mIoU between two lines, over the seeds for which both are finished: same seed, same labelled
    /// images.</summary>
    public SeedStatistics? Difference(StudyLine line, StudyLine other) =>
        Statistics(seed => Value(line, seed, r => r.MeanIoU) - Value(other, seed, r => r.MeanIoU));

    private SeedStatistics? Statistics(Func<int, double?> value) =>
        SeedStatistics.Of(Seeds.Select(value).OfType<double>().Where(v => !double.IsNaN(v)));

    private double? Value(StudyLine line, int seed, Func<StudyResult, double?> figure) =>
        results.TryGetValue(line.Cell(seed), out var result) ? figure(result) : null;
}

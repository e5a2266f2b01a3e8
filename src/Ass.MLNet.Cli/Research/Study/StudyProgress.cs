using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Reports the progress of a study.</summary>
internal static class StudyProgress
{
    /// <summary>The cells and what has become of them, and the time left.</summary>
    public static void TellPlan(IReadOnlyList<PlannedStudyCell> cells)
    {
        foreach (var part in cells.GroupBy(c => (c.Cell.Part, c.Cell.Variant, c.Cell.Row, c.Cell.Labeled)))
        {
            var (name, variant, row, labeled) = part.Key;
            string states = string.Join(", ", part.Select(c => $"seed {c.Cell.Seed} {State(c)}"));
            Terminal.Line($"  {name}{(variant.Length > 0 ? $", {variant}" : "")}, {row}, {labeled} labelled: {states}");
        }

        TellTime(cells);
    }

    /// <summary>How many cells are left, and how long they take one process.</summary>
    public static void TellTime(IReadOnlyList<PlannedStudyCell> cells)
    {
        var results = cells.Select(c => (c.Cell, c.Options.Iterations, c.Result)).ToArray();
        int left = results.Count(c => c.Result is null);
        string time =
            left == 0 ? ""
            : TimeLeft(results) is { } expected ? $", roughly {ProgressDisplay.Time(expected)} of one process"
            : "; the time is known after the first one";
        Terminal.Line($"Left: {left} of {cells.Count} cells{time}.");
    }

    /// <summary>The time of the cells without a result: their steps, each as long as those of the finished cells that are most like them.
    /// These are of the same part, variant and row; else of the same part and variant; else of the same row; else all.</summary>
    /// <param name="cells">All cells, with their steps.</param>
    /// <returns>Null if no finished cell tells its time.</returns>
    internal static TimeSpan? TimeLeft(IReadOnlyList<(StudyCell Cell, int Iterations, StudyResult? Result)> cells)
    {
        (StudyCell Cell, double PerStep)[] known =
        [
            .. cells
                .Where(c => c.Result is { Seconds: not null, Iterations: > 0 })
                .Select(c => (c.Cell, c.Result!.Seconds!.Value / c.Result.Iterations)),
        ];
        return known.Length == 0 ? null : TimeSpan.FromSeconds(cells.Where(c => c.Result is null).Sum(c => c.Iterations * PerStep(c.Cell)));

        double PerStep(StudyCell cell)
        {
            Func<StudyCell, bool>[] likenesses =
            [
                other => IsOfVariant(other) && other.Row == cell.Row,
                IsOfVariant,
                other => other.Row == cell.Row,
                _ => true,
            ];
            return likenesses
                .Select(isLike => known.Where(k => isLike(k.Cell)).ToArray())
                .First(like => like.Length > 0)
                .Average(k => k.PerStep);

            bool IsOfVariant(StudyCell other) => (other.Part, other.Variant) == (cell.Part, cell.Variant);
        }
    }

    private static string State(PlannedStudyCell cell) =>
        cell.Result is not null ? "finished"
        : cell.Failure is not null ? "failed"
        : Directory.Exists(cell.Path) ? "begun"
        : "to come";
}

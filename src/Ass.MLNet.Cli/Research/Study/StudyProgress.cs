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

    /// <summary>How long the cells that are left take one process, judging by the finished ones of their rows, or of all rows where theirs
    /// has none.</summary>
    public static void TellTime(IReadOnlyList<PlannedStudyCell> cells)
    {
        var results = cells.Select(c => (c.Cell, c.Result)).ToArray();
        StudyCell[] left = [.. results.Where(c => c.Result is null).Select(c => c.Cell)];
        var known = results.Where(c => c.Result?.Seconds is not null).ToLookup(c => c.Cell.Row, c => c.Result!.Seconds!.Value);
        string time =
            left.Length == 0 ? ""
            : known.Count == 0 ? "; the time is known after the first one"
            : $", roughly {ProgressDisplay.Time(TimeSpan.FromSeconds(left.Sum(Expected)))} of one process";
        Terminal.Line($"Left: {left.Length} of {cells.Count} cells{time}.");

        double Expected(StudyCell cell) => known[cell.Row].DefaultIfEmpty(known.SelectMany(row => row).Average()).Average();
    }

    private static string State(PlannedStudyCell cell) =>
        cell.Result is not null ? "finished"
        : cell.Failure is not null ? "failed"
        : Directory.Exists(cell.Path) ? "begun"
        : "to come";
}

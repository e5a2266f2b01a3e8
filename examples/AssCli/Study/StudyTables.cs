namespace AssCli;

/// <summary>The files that are made from the results of a study's cells, whoever trained them.</summary>
/// <param name="output">The study's folder.</param>
/// <param name="cells">All of its cells.</param>
internal sealed class StudyTables(string output, IReadOnlyList<PlannedStudyCell> cells)
{
    public string Path => System.IO.Path.Combine(output, "tables.md");

    /// <summary>Writes <c>results.csv</c>.</summary>
    public void Write()
    {
        // One process at a time, or one that has read fewer results could write last.
        using var claim = FileClaim.Take(System.IO.Path.Combine(output, ".tables"));
        StudyResult[] results = [.. cells.Select(c => c.Result).OfType<StudyResult>()];
        AtomicFile.Write(System.IO.Path.Combine(output, "results.csv"), file => File.WriteAllLines(file, StudyCsv.Lines(results)));
    }
}

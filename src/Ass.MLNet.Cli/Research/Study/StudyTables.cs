using System.Text.Json.Nodes;
using Ass.MLNet.Cli.Runs;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>The files that are made from the results of a study's cells, whoever trained them.</summary>
/// <param name="output">The study's folder.</param>
/// <param name="cells">All of its cells.</param>
internal sealed class StudyTables(string output, IReadOnlyList<PlannedStudyCell> cells)
{
    public string Path => System.IO.Path.Combine(output, "tables.md");

    /// <summary>Writes <c>tables.md</c> and <c>results.csv</c>.</summary>
    public void Write()
    {
        // One process at a time, or one that has read fewer results could write last.
        using var claim = FileClaim.Take(System.IO.Path.Combine(output, ".tables"));
        var results = cells.Select(c => (c.Cell, c.Result)).Where(c => c.Result is not null).ToDictionary(c => c.Cell, c => c.Result!);
        AtomicFile.Write(Path, file => File.WriteAllLines(file, Page(results)));
        AtomicFile.Write(System.IO.Path.Combine(output, "results.csv"), file =>
            File.WriteAllLines(file, StudyCsv.Lines([.. results.Values]))
        );
    }

    private IEnumerable<string> Page(IReadOnlyDictionary<StudyCell, StudyResult> results)
    {
        foreach (string line in StudyMarkdown.Introduction)
        {
            yield return line;
        }
        foreach (var part in cells.GroupBy(c => c.Cell.Part))
        {
            StudyCell[] planned = [.. part.Select(c => c.Cell)];
            var table = new StudyTable(planned, planned.Where(results.ContainsKey).ToDictionary(c => c, c => results[c]));
            foreach (string line in StudyMarkdown.Part(table, Facts([.. part], table)))
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Facts(PlannedStudyCell[] part, StudyTable table)
    {
        foreach (var (name, what) in new[] { ("source", "Source"), ("target", "Target"), ("validation", "Measured on") })
        {
            // Rows that do not use a set say nothing of it, and variants may have different ones.
            string[] sets = [.. part.Select(c => c.Settings["data"]![name]).OfType<JsonNode>().Select(set => set.ToString()).Distinct()];
            if (sets.Length > 0)
            {
                yield return $"- {what}: {string.Join("; ", sets)}.";
            }
        }

        // Options that only some variants have are what the variants' names say.
        var options = ((JsonObject)part[0].Settings["commandLine"]!).Where(o => o.Key is not ("source" or "target" or "val"));
        yield return $"- Options of the first cell: {string.Join(", ", options.Select(o => $"{o.Key} {o.Value}"))}.";
        yield return $"- Seeds: {string.Join(", ", table.Seeds)}.";
        string[] versions = [.. table.Results.Select(r => r.Version).OfType<string>().Distinct()];
        if (versions.Length > 0)
        {
            yield return $"- Version: {string.Join(", ", versions)}.";
        }
        foreach (var (cell, failure) in part.Select(cell => (cell, cell.Failure)).Where(of => of.Failure is not null))
        {
            yield return $"- **Cell {cell.Cell.Name} failed**: {failure!.Reason}";
        }
    }
}

using System.Globalization;
using Ass.MLNet.Cli.CommandLine;
using Ass.MLNet.Files;
using Spectre.Console;

namespace Ass.MLNet.Cli.Data;

/// <summary>The findings in the sets of one domain.</summary>
internal sealed record DomainInspection(string Domain, DatasetInspection Inspection);

/// <summary>Shows the findings in data sets: a table of classes with the domains side by side, and the problems.</summary>
internal static class InspectionReport
{
    private const int MostShown = 10;

    public static void Write(IReadOnlyList<DomainInspection> domains, IReadOnlyList<DataFinding> findings)
    {
        foreach (var (domain, found) in domains)
        {
            Terminal.Line(
                $"{domain}: {found.ImageCount} images, {found.LabeledCount} of them labelled; sizes "
                    + FirstFew(found.ImageSizes.Select(size => $"{size.Key} ({size.Value})"))
            );
            if (found.TurnedImages > 0)
            {
                Terminal.Line(
                    $"{domain}: {found.TurnedImages} images carry an EXIF orientation: they are turned the way they are shown, "
                        + "and their labels must lie that way."
                );
            }
        }

        WriteClasses([.. domains.Where(d => d.Inspection.LabeledCount > 0)]);
        foreach (var finding in findings)
        {
            if (finding.Severity == DataFindingSeverity.Error)
            {
                Terminal.Error("Error: " + finding.Message);
            }
            else
            {
                Terminal.Line("Warning: " + finding.Message);
            }
        }
    }

    public static void WriteCsv(IReadOnlyList<DomainInspection> domains, IReadOnlyList<DataFinding> findings, string path) =>
        AtomicFile.Write(path, file =>
            File.WriteAllLines(
                file,
                [
                    Csv.Row(["domain", "finding", "file", "details"]),
                    .. findings.Select(f => Csv.Row(["", f.Severity == DataFindingSeverity.Error ? "error" : "warning", "", f.Message])),
                    .. domains.SelectMany(d => d.Inspection.Problems, (d, p) => Csv.Row([d.Domain, "broken", p.Path, p.Message])),
                    .. domains.SelectMany(
                        d => d.Inspection.UnlistedValues,
                        (d, v) => Csv.Row([d.Domain, "unlisted value", v.ExamplePath, Unlisted(v)])
                    ),
                ]
            )
        );

    private static void WriteClasses(IReadOnlyList<DomainInspection> domains)
    {
        if (domains.Count == 0)
        {
            return;
        }

        // Both domains have the same names, or neither has any and each is counted up to its largest id.
        var names = domains[0].Inspection.ClassNames;
        int classes = domains.Max(d => d.Inspection.ClassPixels.Count);
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("class");
        foreach (var (domain, _) in domains)
        {
            table.AddColumn(new TableColumn($"{domain} %") { Alignment = Justify.Right });
            table.AddColumn(new TableColumn("files") { Alignment = Justify.Right });
        }

        for (int id = 0; id < classes; id++)
        {
            string name = names is null ? $"class {id}" : names[id];
            AddRow(name, found => id < found.ClassPixels.Count ? (found.ClassPixels[id], found.ClassFiles[id]) : (0, 0));
        }

        AddRow("(ignored)", found => (found.IgnoredPixels, null));
        AddRow("(no class)", found => (found.UnlistedValues.Sum(v => v.Pixels), null));
        AnsiConsole.Write(table);

        void AddRow(string name, Func<DatasetInspection, (long Pixels, int? Files)> count) =>
            table.AddRow([new Text(name), .. domains.SelectMany(d => Cells(count(d.Inspection), d.Inspection))]);
    }

    private static Text[] Cells((long Pixels, int? Files) count, DatasetInspection found)
    {
        long all = found.ClassPixels.Sum() + found.IgnoredPixels + found.UnlistedValues.Sum(v => v.Pixels);
        return [new(count.Pixels == 0 ? "-" : Percent(count.Pixels, all)), new(count.Files?.ToString(CultureInfo.InvariantCulture) ?? "")];
    }

    private static string Percent(long part, long whole)
    {
        double percent = 100.0 * part / whole;
        return percent < 0.01 ? "<0.01" : percent.ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Unlisted(UnlistedLabelValue value) => $"{value.Text}: {value.Pixels} pixels in {value.Files} files";

    private static string FirstFew(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        return string.Join(", ", all.Take(MostShown)) + (all.Length > MostShown ? $" and {all.Length - MostShown} more" : "");
    }
}

using System.Globalization;
using Ass.MLNet;
using Spectre.Console;

namespace AssCli;

/// <summary>What was found in the sets of one domain.</summary>
internal sealed record DomainInspection(string Domain, DatasetInspection Inspection);

/// <summary>Shows what was found in data sets: a table of classes with the domains side by side, and what should not be there.</summary>
internal static class InspectionReport
{
    private const int MostShown = 10;

    public static void Write(IReadOnlyList<DomainInspection> domains)
    {
        foreach (var (domain, found) in domains)
        {
            Terminal.Line($"{domain}: {found.ImageCount} images, {found.LabeledCount} of them labelled; sizes "
                + FirstFew(found.ImageSizes.Select(size => $"{size.Key} ({size.Value})")));
        }

        // A set that knows no names has those of the others.
        var names = domains.Select(d => d.Inspection.ClassNames).FirstOrDefault(n => n is not null);
        WriteClasses([.. domains.Where(d => d.Inspection.LabeledCount > 0)], names);
        foreach (var (domain, found) in domains)
        {
            WriteUnlisted(domain, found);
            WriteAbsent(domain, found, names);
        }

        foreach (var (domain, found) in domains.Where(d => d.Inspection.Problems.Count > 0))
        {
            Terminal.Error($"{domain}: {found.Problems.Count} broken files:");
            foreach (var problem in found.Problems.Take(MostShown))
                Terminal.Error("  " + problem.Message);
            if (found.Problems.Count > MostShown)
                Terminal.Error($"  and {found.Problems.Count - MostShown} more (--csv lists all)");
        }
    }

    public static void WriteCsv(IReadOnlyList<DomainInspection> domains, string path) =>
        AtomicFile.Write(path, file => File.WriteAllLines(
            file,
            [
                Csv.Row(["domain", "finding", "file", "details"]),
                .. domains.SelectMany(d => d.Inspection.Problems, (d, p) => Csv.Row([d.Domain, "broken", p.Path, p.Message])),
                .. domains.SelectMany(d => d.Inspection.UnlistedValues, (d, v) => Csv.Row([d.Domain, "unlisted value", v.ExamplePath, Unlisted(v)])),
            ]));

    private static void WriteClasses(IReadOnlyList<DomainInspection> domains, IReadOnlyList<string>? names)
    {
        if (domains.Count == 0)
            return;
        int classes = Math.Max(names?.Count ?? 0, domains.Max(d => d.Inspection.ClassPixels.Count));
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("class");
        foreach (var (domain, _) in domains)
        {
            table.AddColumn(new TableColumn($"{domain} %") { Alignment = Justify.Right });
            table.AddColumn(new TableColumn("files") { Alignment = Justify.Right });
        }

        for (int id = 0; id < classes; id++)
        {
            string name = id < names?.Count ? names[id] : $"class {id}";
            AddRow(name, found => Count(found, id));
        }

        AddRow("(ignored)", found => (found.IgnoredPixels, null));
        AddRow("(not in the map)", found => (found.UnlistedValues.Sum(v => v.Pixels), null));
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

    private static void WriteUnlisted(string domain, DatasetInspection found)
    {
        if (found.UnlistedValues.Count == 0)
            return;
        Terminal.Line($"{domain}: {found.UnlistedValues.Count} label values are not in the map, and so ignored:");
        foreach (var value in found.UnlistedValues.Take(MostShown))
            Terminal.Line($"  {Unlisted(value)}, the first is {value.ExamplePath}");
        if (found.UnlistedValues.Count > MostShown)
            Terminal.Line($"  and {found.UnlistedValues.Count - MostShown} more (--csv lists all)");
    }

    private static void WriteAbsent(string domain, DatasetInspection found, IReadOnlyList<string>? names)
    {
        string[] absent = found.LabeledCount == 0 ? [] : [.. (names ?? []).Where((_, id) => Count(found, id).Pixels == 0)];
        if (absent.Length > 0)
            Terminal.Line($"{domain}: no label has {string.Join(", ", absent)}.");
    }

    private static (long Pixels, int? Files) Count(DatasetInspection found, int id) =>
        id < found.ClassPixels.Count ? (found.ClassPixels[id], found.ClassFiles[id]) : (0, 0);

    private static string Unlisted(UnlistedLabelValue value) => $"{value.Value}: {value.Pixels} pixels in {value.Files} files";

    private static string FirstFew(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        return string.Join(", ", all.Take(MostShown)) + (all.Length > MostShown ? $" and {all.Length - MostShown} more" : "");
    }
}

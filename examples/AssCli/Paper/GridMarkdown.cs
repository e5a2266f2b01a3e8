using System.Globalization;

namespace AssCli;

/// <summary>A grid's results for people: ours, mean ± deviation over the seeds, beside the published figures, in per cent.</summary>
internal static class GridMarkdown
{
    /// <param name="table">The results.</param>
    /// <param name="setting">What is reported, and the published figures.</param>
    /// <param name="changes">What differs from the paper's setting.</param>
    public static IReadOnlyList<string> Page(GridTable table, PaperSetting setting, IReadOnlyList<string> changes) =>
    [
        $"# {setting.Title}: mIoU on Cityscapes val, %",
        "",
        $"Ours: mean ± sample deviation over the seeds {string.Join(", ", table.Seeds)}; in brackets how many of them are done, where it is not all. **last**: after the last step. "
            + $"**best**: the validation with the highest mIoU over {setting.Reports[0].Name} classes, chosen on the images that are reported. **published**: {PublishedFigures.Source}.",
        "",
        changes.Count == 0 ? "The paper's setting throughout." : $"Not as in the paper: {string.Join(", ", changes.Select(c => $"`{c}`"))}.",
        .. setting.Reports.SelectMany(report => Figures(table, setting, report)),
    ];

    /// <summary>The tables of one report.</summary>
    public static IReadOnlyList<string> Figures(GridTable table, PaperSetting setting, ClassReport report)
    {
        // The published figures are of one report alone.
        var published = report == setting.Reports[0] ? setting.Published : null;
        int[] columns = [.. table.Labeled.Prepend(0)];
        string[] header = ["labelled target images", "", .. columns.Select(c => c.ToString(CultureInfo.InvariantCulture))];
        var rows = table.Rows.SelectMany(row => (string[][])
        [
            .. GridTable.Kinds.Select(kind => Line(row, kind, labeled => table.Figure(row, labeled, kind, report.Name)?.Text(table.Seeds.Count))),
            .. published?.Rows.ContainsKey(row) == true ? [Line(row, "published", labeled => Figure(published.Find(row, labeled)))] : (string[][])[],
        ]);
        var others = published?.Others.Select(other => Line(other.Key, "published", labeled => Figure(other.Value.TryGetValue(labeled, out double f) ? f : null))) ?? [];
        var differences = table.Comparisons.SelectMany(pair => (string[][])
        [
            .. GridTable.Kinds.Select(kind =>
                Line($"{pair.Row} − {pair.Base}", kind, labeled => table.Difference(pair.Row, pair.Base, labeled, kind, report.Name)?.Text(table.Seeds.Count, signed: true))),
            .. published?.Rows.ContainsKey(pair.Row) == true && published.Rows.ContainsKey(pair.Base)
                ? [Line($"{pair.Row} − {pair.Base}", "published", labeled => Figure(published.Find(pair.Row, labeled) - published.Find(pair.Base, labeled), "+0.0;-0.0;0.0"))] : (string[][])[],
        ]).ToArray();
        return
        [
            "", $"## {report.Name} classes", "", .. MarkdownTable.Lines(header, [.. rows, .. others]),
            .. differences.Length == 0 ? [] : (string[])["", $"Differences, {report.Name} classes, between cells of the same seed and the same labelled images:", "", .. MarkdownTable.Lines(header, differences)],
        ];

        string[] Line(string name, string kind, Func<int, string?> cell) => [name, kind, .. columns.Select(c => cell(c) ?? "")];
    }

    private static string? Figure(double? percent, string format = "0.0") => percent?.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;
using Ass.MLNet.Cli.Research.Cells;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>A grid's results in human-readable form: ours, as mean ± deviation over the seeds, next to the published figures, in per
/// cent.</summary>
internal static class GridMarkdown
{
    /// <param name="table">The results.</param>
    /// <param name="setting">The reports and the published figures.</param>
    /// <param name="description">A sentence on how far the runs follow the paper.</param>
    public static IReadOnlyList<string> Page(GridTable table, PaperSetting setting, string description) =>
        [
            $"# {setting.Title}: mIoU on Cityscapes val, %",
            "",
            $"Ours: mean ± sample deviation over the seeds {string.Join(", ", table.Seeds)}; in brackets how many of them are "
                + "done, where it is not all. **last**: after the last step. **best**: the validation with the highest mIoU over "
                + $"{setting.Reports[0].Name} classes, chosen on the images that are reported. **published**: "
                + $"{PublishedFigures.Source}.",
            "",
            description,
            .. setting.Reports.SelectMany(report => Figures(table, setting, report)),
        ];

    /// <summary>The tables of one report.</summary>
    public static IReadOnlyList<string> Figures(GridTable table, PaperSetting setting, ClassReport report)
    {
        // The published figures belong to one report only.
        var published = report == setting.Reports[0] ? setting.Published : null;
        int[] columns = [.. table.Labeled.Prepend(0)];
        string[] header = ["labelled target images", "", .. columns.Select(c => c.ToString(CultureInfo.InvariantCulture))];
        var rows = table.Rows.SelectMany(row =>
            GridTable
                .Kinds.Select(kind => Line(row, kind, labeled => table.Figure(row, labeled, kind, report.Name)?.Text(table.Seeds.Count)))
                .Concat(Published(row, labeled => published?.Find(row, labeled), "0.0"))
        );
        var others = published?.Others.SelectMany(other =>
            Published(other.Key, labeled => other.Value.TryGetValue(labeled, out double f) ? f : null, "0.0")
        )
            ?? [];
        var differences = table
            .Comparisons.SelectMany(pair =>
                GridTable
                    .Kinds.Select(kind =>
                        Line(Name(pair), kind, labeled =>
                            table.Difference(pair.Row, pair.Base, labeled, kind, report.Name)?.Text(table.Seeds.Count, signed: true)
                        )
                    )
                    .Concat(
                        Published(
                            Name(pair),
                            labeled => published?.Find(pair.Row, labeled) - published?.Find(pair.Base, labeled),
                            "+0.0;-0.0;0.0"
                        )
                    )
            )
            .ToArray();
        return
        [
            "",
            $"## {report.Name} classes",
            "",
            .. MarkdownTable.Lines(header, [.. rows, .. others]),
            .. differences.Length == 0
                ? []
                : (string[])
                    [
                        "",
                        $"Differences, {report.Name} classes, between cells of the same seed and the same labelled images:",
                        "",
                        .. MarkdownTable.Lines(header, differences),
                    ],
        ];

        string[] Line(string name, string kind, Func<int, string?> cell) => [name, kind, .. columns.Select(c => cell(c) ?? "")];

        // No line if nothing was published.
        IEnumerable<string[]> Published(string name, Func<int, double?> percent, string format) =>
            columns.Any(c => percent(c) is not null)
                ? [Line(name, "published", c => percent(c)?.ToString(format, CultureInfo.InvariantCulture))]
                : [];
    }

    private static string Name((string Row, string Base) pair) => $"{pair.Row} − {pair.Base}";
}

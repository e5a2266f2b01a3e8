using System.Globalization;
using Ass.MLNet.Cli.Research.Cells;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Research.Paper;

/// <summary>A grid's results in machine-readable form: a line per row, number of labelled images, report and kind; mIoU and differences
/// from 0 to 1.</summary>
internal static class GridCsv
{
    private static readonly string[] Header =
    [
        "row",
        "labeled",
        "classes",
        "kind",
        "seeds",
        "mean",
        "deviation",
        "published",
        "minus joint",
        "minus joint deviation",
        "minus global",
        "minus global deviation",
    ];

    public static IReadOnlyList<string> Lines(GridTable table, PaperSetting setting) =>
        [
            Csv.Row(Header),
            .. from row in table.Rows
            from labeled in table.Labeled.Prepend(0)
            from report in setting.Reports
            from kind in GridTable.Kinds
            let figure = table.Figure(row, labeled, kind, report.Name)
            where figure is not null
            let published = report == setting.Reports[0] ? setting.Published.Find(row, labeled) / 100 : null
            select Csv.Row([
                row,
                Number(labeled),
                report.Name,
                kind,
                Number(figure.Count),
                .. Cells(figure),
                Number(published),
                .. GridTable.Bases.SelectMany(other =>
                    Cells(row == other ? null : table.Difference(row, other, labeled, kind, report.Name))
                ),
            ]),
        ];

    private static string[] Cells(SeedStatistics? statistics) => [Number(statistics?.Mean), Number(statistics?.Deviation)];

    private static string Number(double? value) => Csv.Number(value ?? double.NaN);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

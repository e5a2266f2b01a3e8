using System.Globalization;
using Ass.MLNet.Cli.Research.Cells;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>A study's results in human-readable form.</summary>
internal static class StudyMarkdown
{
    private const string Nothing = "—";

    /// <summary>The introduction to the tables.</summary>
    public static IReadOnlyList<string> Introduction { get; } =
    [
        "# Study",
        "",
        "mIoU and IoU in %, after the last step: mean ± sample deviation over the seeds. Differences in points of mIoU: mean ± "
            + "deviation of the differences between cells of the same seed and the same labelled images, and how many of them are "
            + "positive. Where not all seeds are finished, brackets tell how many are; — is none. Seconds a step: median within a "
            + "cell, mean over the seeds.",
    ];

    /// <summary>The tables of a part.</summary>
    /// <param name="table">Its results.</param>
    /// <param name="facts">Sentences on what was done.</param>
    public static IReadOnlyList<string> Part(StudyTable table, IEnumerable<string> facts)
    {
        bool several = table.Variants.Count > 1;
        return
        [
            "",
            $"## {table.Part}",
            "",
            .. facts,
            "",
            "mIoU, by the number of labelled target images:",
            "",
            .. MarkdownTable.Lines(["row", .. table.Labeled.Select(Text)], Figures()),
            .. Section(
                "Differences between rows:",
                [.. table.Variants.SelectMany(v => table.Comparisons.Select(pair => RowDifference(v, pair.Row, pair.Base)))]
            ),
            .. Section(
                $"Differences to the variant {table.Variants[0]}:",
                [.. table.Variants.Skip(1).SelectMany(v => table.Rows.Select(row => VariantDifference(v, row)))]
            ),
            "",
            "IoU by class:",
            "",
            .. MarkdownTable.Lines(
                ["row", "labelled", "seeds", .. table.Classes, "mIoU", "seconds a step"],
                [.. table.Lines.Select(Classes)]
            ),
        ];

        string[][] Figures() =>
            [
                .. from variant in table.Variants
                from row in table.Rows
                select (string[])
                    [
                        Name(variant, row.Name),
                        .. Columns(row, labeled => table.Figure(Line(variant, row, labeled), r => r.MeanIoU)?.Text(table.Seeds.Count)),
                    ],
            ];

        string[] RowDifference(string variant, GridRow row, GridRow other) =>
            [
                Name(variant, $"{row} − {other}"),
                .. Columns(row, labeled => Difference(Line(variant, row, labeled), Line(variant, other, labeled))),
            ];

        string[] VariantDifference(string variant, GridRow row) =>
            [
                Name(variant, row.Name),
                .. Columns(row, labeled => Difference(Line(variant, row, labeled), Line(table.Variants[0], row, labeled))),
            ];

        string[] Classes(StudyLine line)
        {
            int finished = table.Figure(line, r => r.MeanIoU)?.Count ?? 0;
            return
            [
                Name(line.Variant, line.Row.Name),
                Text(line.Labeled),
                $"{finished} of {table.Seeds.Count}",
                .. table.Classes.Select(name => Percent(r => r.ClassIoU.TryGetValue(name, out double iou) ? iou : null)),
                Percent(r => r.MeanIoU),
                table.Figure(line, r => r.SecondsPerStep) is { } seconds ? Text(seconds.Mean) : Nothing,
            ];

            // A class can be missing in the truth and the predictions of some seeds.
            string Percent(Func<StudyResult, double?> figure) =>
                table.Figure(line, figure) is not { } mean
                    ? Nothing
                    : Text(mean.Mean * 100) + (mean.Count < finished ? $" ({mean.Count} of {finished})" : "");
        }

        string? Difference(StudyLine line, StudyLine other) =>
            table.Difference(line, other) is { } d ? $"{d.Text(table.Seeds.Count, signed: true)}; {d.Positive} of {d.Count} > 0" : null;

        // Empty where a row has no cell by design, a dash where the cell is to come.
        IEnumerable<string> Columns(GridRow row, Func<int, string?> text) =>
            table.Labeled.Select(n => (n == 0) == row.IsSourceOnly ? text(n) ?? Nothing : "");

        IEnumerable<string> Section(string title, string[][] rows) =>
            rows.Length == 0 ? [] : ["", title, "", .. MarkdownTable.Lines(["", .. table.Labeled.Select(Text)], rows)];

        StudyLine Line(string variant, GridRow row, int labeled) => new(table.Part, variant, row, labeled);

        string Name(string variant, string row) => several ? $"{variant}: {row}" : row;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}

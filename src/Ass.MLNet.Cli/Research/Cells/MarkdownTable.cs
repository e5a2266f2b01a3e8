namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>A Markdown table whose columns also align as plain text.</summary>
internal static class MarkdownTable
{
    public static IReadOnlyList<string> Lines(string[] header, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. header.Select((h, i) => Math.Max(3, rows.Select(r => r[i].Length).Append(h.Length).Max()))];
        return [Line(header), "|" + string.Concat(widths.Select(w => $"{new string('-', w + 2)}|")), .. rows.Select(Line)];

        string Line(string[] cells) => "|" + string.Concat(cells.Zip(widths, (cell, width) => $" {cell.PadRight(width)} |"));
    }
}

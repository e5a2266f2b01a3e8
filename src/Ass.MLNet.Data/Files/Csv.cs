using System.Globalization;

namespace Ass.MLNet.Files;

/// <summary>Comma-separated values as RFC 4180 has them, with a point as the decimal mark in every culture.</summary>
internal static class Csv
{
    private static readonly char[] Special = [',', '"', '\r', '\n'];

    /// <summary>One row of a table, without a line end.</summary>
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell));

    /// <summary>One line of a table, its line end included: the same one on every platform, so that files can move between them.</summary>
    public static string Line(IEnumerable<string> cells) => Row(cells) + "\n";

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Seven digits, which is what a single-precision number has; an empty cell where there is no number.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("G7", CultureInfo.InvariantCulture);

    private static string Cell(string text) => text.IndexOfAny(Special) < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}

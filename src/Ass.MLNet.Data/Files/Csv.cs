using System.Globalization;

namespace Ass.MLNet.Files;

/// <summary>Comma-separated values according to RFC 4180, with a decimal point in every culture.</summary>
internal static class Csv
{
    private static readonly char[] Special = [',', '"', '\r', '\n'];

    /// <summary>One row of a table, without a line end.</summary>
    public static string Row(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell));

    /// <summary>One line of a table with its line end, which is the same on every platform so that files are portable.</summary>
    public static string Line(IEnumerable<string> cells) => Row(cells) + "\n";

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Formats a number with seven significant digits, the precision of a float; NaN becomes an empty cell.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("G7", CultureInfo.InvariantCulture);

    private static string Cell(string text) => text.IndexOfAny(Special) < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}

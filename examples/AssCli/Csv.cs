using System.Globalization;

namespace AssCli;

/// <summary>Comma-separated values as RFC 4180 has them, with a point as the decimal mark.</summary>
internal static class Csv
{
    private static readonly char[] Special = [',', '"', '\r', '\n'];

    public static string Row(IEnumerable<string> fields) => string.Join(',', fields.Select(Field));

    /// <summary>Seven digits, which is what a single-precision number has; nothing where there is no value.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("G7", CultureInfo.InvariantCulture);

    private static string Field(string text) => text.IndexOfAny(Special) < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
}

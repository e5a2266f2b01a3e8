using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>Pieces of tables.</summary>
internal static class Markdown
{
    public static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    /// <summary>The line below the titles: the first column is text, the others are numbers.</summary>
    public static string Rule(int columns) => Row(Enumerable.Range(0, columns).Select(i => i == 0 ? "---" : "--:"));

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Milliseconds(double value) => Number(value, value >= 100 ? "0" : "0.00");

    public static string Percent(double part, double whole) => Number(part / whole * 100, "0") + " %";

    public static string Ratio(Spread ratio) =>
        $"{Number(ratio.Median, "0.00")} ({Number(ratio.Low, "0.00")}–{Number(ratio.High, "0.00")})";
}

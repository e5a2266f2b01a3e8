using System.Globalization;
using System.Text.RegularExpressions;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>The number format of all options, independent of the machine's culture: digits, a decimal point, an exponent.</summary>
/// <remarks>System.CommandLine's own conversion skips commas, and so reads <c>0,001</c> as 1.</remarks>
internal static partial class NumberText
{
    /// <summary>Reads an integer: an optional minus sign and digits.</summary>
    public static bool TryParse(string text, out int value)
    {
        value = 0;
        return Whole().IsMatch(text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a finite number such as <c>2</c>, <c>0.001</c> or <c>2.5e-4</c>.</summary>
    public static bool TryParse(string text, out double value)
    {
        value = 0;
        return Real().IsMatch(text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>A hint to append to the error for a text that is not a number; empty if there is no good guess.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fraction">Whether the number may have a fraction.</param>
    public static string Hint(string text, bool fraction) =>
        !text.Contains(',') ? ""
        : fraction ? " (use a point as the decimal mark, not a comma, and nothing between thousands)"
        : " (use digits alone, without commas)";

    [GeneratedRegex(@"\A-?[0-9]+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z")]
    private static partial Regex Real();
}

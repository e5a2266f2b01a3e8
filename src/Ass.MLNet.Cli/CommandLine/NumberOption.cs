using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>An option with a number, in the one form that <see cref="NumberText"/> reads.</summary>
/// <typeparam name="T"><see cref="int"/> or <see cref="double"/>, or either with null for an option that was not given.</typeparam>
internal sealed class NumberOption<T> : Option<T>
{
    private static readonly bool IsWhole = (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)) == typeof(int);

    private readonly int? _least;
    private readonly int? _most;

    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="least">The minimum; null if the library decides.</param>
    /// <param name="most">The maximum, if there is a minimum; null for none.</param>
    public NumberOption(string name, int? least = null, int? most = null)
        : base(name)
    {
        (_least, _most) = (least, most);
        HelpName = IsWhole ? "N" : "X";
        CustomParser = Parse;
    }

    private T? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (Read(text) is { } value && IsInRange(Convert.ToDouble(value, CultureInfo.InvariantCulture)))
        {
            return (T)value;
        }
        result.AddError($"{Name} must be {Expected}, but is '{text}'{NumberText.Hint(text, fraction: !IsWhole)}.");
        return default;
    }

    private bool IsInRange(double value) => !(value < _least || value > _most);

    private static string Kind => IsWhole ? "a whole number" : "a number";

    private string Expected =>
        (_least, _most) switch
        {
            (null, _) => IsWhole ? Kind : "a number such as 0.5 or 2.5e-4",
            (_, null) => $"{Kind} of at least {_least}",
            _ => $"{Kind}, {_least} - {_most}",
        };

    private static object? Read(string text) =>
        IsWhole
            ? NumberText.TryParse(text, out int whole)
                ? whole
                : null
            : NumberText.TryParse(text, out double real)
                ? real
                : null;
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace StreetScenes;

/// <summary>A whole number within limits: digits alone, whatever the machine's language.</summary>
internal sealed class WholeNumberOption : Option<int>
{
    private readonly int _least;
    private readonly int _most;

    /// <param name="name">With its dashes.</param>
    /// <param name="least">The smallest value.</param>
    /// <param name="most">The largest value.</param>
    public WholeNumberOption(string name, int least, int most)
        : base(name)
    {
        (_least, _most) = (least, most);
        HelpName = "N";
        CustomParser = Parse;
    }

    private int Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= _least
            && value <= _most
        )
        {
            return value;
        }

        result.AddError($"{Name} must be a whole number, {_least} - {_most}, but is '{text}'.");
        return default;
    }
}

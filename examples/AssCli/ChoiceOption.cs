using System.CommandLine;

namespace AssCli;

/// <summary>An option with a fixed set of words, each of which stands for a value of the library.</summary>
internal sealed class ChoiceOption<T> : Option<string> where T : struct
{
    private readonly (string Word, T Value)[] _choices;

    public ChoiceOption(string name, string description, T defaultValue, params (string Word, T Value)[] choices)
        : base(name)
    {
        _choices = choices;
        Description = description;
        DefaultValueFactory = _ => choices.Single(c => EqualityComparer<T>.Default.Equals(c.Value, defaultValue)).Word;
        this.AcceptOnlyFromAmong([.. choices.Select(c => c.Word)]);
    }

    public T Value(ParseResult result)
    {
        string? word = result.GetValue(this);
        return _choices.Single(c => c.Word == word).Value;
    }
}

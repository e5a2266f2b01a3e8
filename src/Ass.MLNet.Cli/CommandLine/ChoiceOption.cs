using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>An option with a fixed set of words, whatever they stand for.</summary>
internal interface IChoiceOption
{
    /// <summary>The words, and the value of the library that each stands for.</summary>
    IReadOnlyList<(string Word, object Value)> Choices { get; }
}

/// <summary>An option with a fixed set of words, each of which stands for a value of the library.</summary>
internal sealed class ChoiceOption<T> : Option<string>, IChoiceOption where T : struct
{
    private readonly (string Word, T Value)[] _choices;
    private readonly T _default;

    public ChoiceOption(string name, string description, T defaultValue, params (string Word, T Value)[] choices)
        : base(name)
    {
        (_choices, _default) = (choices, defaultValue);
        string[] words = [.. choices.Select(c => c.Word)];
        Description = description;
        HelpName = string.Join('|', words);
        DefaultValueFactory = _ => choices.Single(c => EqualityComparer<T>.Default.Equals(c.Value, defaultValue)).Word;
        CompletionSources.Add(words);
        Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !words.Contains(t.Value)))
                result.AddError($"{name} must be {string.Join(", ", words[..^1])} or {words[^1]}, but is '{token.Value}'.");
        });
    }

    public IReadOnlyList<(string Word, object Value)> Choices => [.. _choices.Select(c => (c.Word, (object)c.Value))];

    /// <summary>The value of the word that was given, or the default; null for a word that is none of the choices.</summary>
    public T? ValueOf(string? word) => word is null ? _default : _choices.Where(c => c.Word == word).Select(c => (T?)c.Value).FirstOrDefault();

    public T Value(ParseResult result) => ValueOf(result.GetValue(this))!.Value;
}

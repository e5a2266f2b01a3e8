using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>An option with a fixed set of words, each of which maps to a library value.</summary>
internal sealed class ChoiceOption : Option<string>
{
    private readonly object _default;

    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="choices">The words and their values.</param>
    /// <param name="defaultValue">One of the values.</param>
    public ChoiceOption(string name, IReadOnlyList<OptionChoice> choices, object defaultValue)
        : base(name)
    {
        (Choices, _default) = (choices, defaultValue);
        string[] words = [.. choices.Select(c => c.Word)];
        HelpName = string.Join('|', words);
        DefaultValueFactory = _ => choices.Single(c => c.Value.Equals(defaultValue)).Word;
        CompletionSources.Add(words);
        Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(t => !words.Contains(t.Value)))
            {
                result.AddError($"{name} must be {string.Join(", ", words[..^1])} or {words[^1]}, but is '{token.Value}'.");
            }
        });
    }

    public IReadOnlyList<OptionChoice> Choices { get; }

    /// <summary>The value of the given word, or the default without one; null for a word that is not a choice.</summary>
    public object? ValueOf(string? word) => word is null ? _default : Choices.FirstOrDefault(c => c.Word == word)?.Value;
}

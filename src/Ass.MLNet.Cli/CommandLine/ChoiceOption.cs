using System.CommandLine;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>An option with a fixed set of words, each of which stands for a value of the library.</summary>
internal sealed class ChoiceOption : Option<string>
{
    private readonly object _default;

    /// <param name="name">With its dashes.</param>
    /// <param name="choices">The words, and what each stands for.</param>
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

    /// <summary>The value of the word that was given, or the default; null for a word that is none of the choices.</summary>
    public object? ValueOf(string? word) => word is null ? _default : Choices.FirstOrDefault(c => c.Word == word)?.Value;
}

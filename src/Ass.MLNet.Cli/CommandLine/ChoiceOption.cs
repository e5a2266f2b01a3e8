using System.CommandLine;
using System.Text.Json;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>An option with a fixed set of words, each of which maps to a library value.</summary>
internal sealed class ChoiceOption : Option<string>
{
    private readonly object? _default;

    /// <param name="name">The option's name, with its dashes.</param>
    /// <param name="choices">The words and their values.</param>
    /// <param name="defaultValue">One of the values; null if the choice may be left open.</param>
    public ChoiceOption(string name, IReadOnlyList<OptionChoice> choices, object? defaultValue = null)
        : base(name)
    {
        (Choices, _default) = (choices, defaultValue);
        string[] words = [.. choices.Select(c => c.Word)];
        HelpName = string.Join('|', words);
        if (defaultValue is not null)
        {
            DefaultValueFactory = _ => choices.Single(c => c.Value.Equals(defaultValue)).Word;
        }
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

    /// <summary>The values of an enumeration as choices: <c>network-logits</c> for <c>NetworkLogits</c>.</summary>
    public static OptionChoice[] Values<T>()
        where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => new OptionChoice(JsonNamingPolicy.KebabCaseLower.ConvertName($"{value}"), value))];

    /// <summary>The value of the given word, or the default without one; null for a word that is not a choice.</summary>
    public object? ValueOf(string? word) => word is null ? _default : Choices.FirstOrDefault(c => c.Word == word)?.Value;
}

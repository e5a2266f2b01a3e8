using System.Text.RegularExpressions;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Translates the library's messages into command-line terms: <c>--weights</c> for
/// <c>AssSegmentationOptions.PretrainedWeights</c>.</summary>
internal static partial class ToolTerms
{
    private static readonly Dictionary<string, string> Words = CreateWords();

    /// <summary>Names that are not English words are replaced anywhere; others, such as Network, only where a sentence would not have a
    /// capital.</summary>
    private static readonly Regex Names = new(
        $@"(?<quoted>(?<!\w)'[^']*'(?!\w))|(?<qualified>{nameof(AssSegmentationOptions)}\.(?<name>\w+(\.\w+)?))|\b(?<name>{Either(Words.Keys.Where(IsCompound))})\b"
            + $@"|(?<=\p{{Ll}},? )(?<name>{Either(Words.Keys.Where(name => !IsCompound(name)))})\b",
        RegexOptions.CultureInvariant
    );

    /// <summary>Translates a library message for command-line users; quoted text, such as a path, is unchanged.</summary>
    public static string Translate(string message)
    {
        bool isOfOptions = false;
        string text = Names.Replace(message, match =>
        {
            if (match.Groups["quoted"].Success || !Words.TryGetValue(match.Groups["name"].Value, out string? word))
            {
                return match.Value;
            }
            isOfOptions |= match.Groups["qualified"].Success;
            return word;
        });

        // The columns are the tool's own, created from the sets named by its options.
        text = LabelColumn().Replace(DomainColumn().Replace(text, "--$1"), "");
        return isOfOptions ? Null().Replace(text, "left out") : text;
    }

    private static Dictionary<string, string> CreateWords()
    {
        var named = AssSegmentationOption.All.Where(option => option.CommandLineName is not null);
        var words = named.ToDictionary(option => option.Name, option => option.CommandLineName!);
        foreach (var option in named)
        {
            // Lists of differences from a checkpoint use the options' names in files.
            words.TryAdd(option.Key, option.CommandLineName!);
        }

        foreach (
            var choice in named.SelectMany(option => option.Choices).Where(choice => choice.Value is Enum && IsCompound($"{choice.Value}"))
        )
        {
            // A value's name may also be a property's name, and short ones may be English words.
            words.TryAdd($"{choice.Value}", choice.Word);
        }

        return words;
    }

    private static bool IsCompound(string name) => name.Skip(1).Any(c => char.IsUpper(c) || char.IsDigit(c));

    private static string Either(IEnumerable<string> names) =>
        string.Join('|', names.OrderByDescending(n => n.Length).Select(Regex.Escape));

    [GeneratedRegex(@"column 'Domain' = (source|target)")]
    private static partial Regex DomainColumn();

    [GeneratedRegex(@"(,| in) column '(Label|Image)'")]
    private static partial Regex LabelColumn();

    [GeneratedRegex(@"\bnull\b")]
    private static partial Regex Null();
}

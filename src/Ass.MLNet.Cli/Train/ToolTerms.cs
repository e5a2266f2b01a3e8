using System.Text.RegularExpressions;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Train;

/// <summary>Puts the library's messages into the words of the command line: <c>--weights</c> for <c>AssSegmentationOptions.PretrainedWeights</c>.</summary>
internal static partial class ToolTerms
{
    /// <summary>Properties that options of <c>train</c> set outside <see cref="TrainArguments.Bindings"/>.</summary>
    private static readonly (string Property, string Option)[] Others =
    [
        (nameof(AssSegmentationOptions.WorkspacePath), "--output"), (nameof(AssSegmentationOptions.Resume), "--resume"),
        (nameof(AssSegmentationOptions.AllowChangesOnResume), "--allow-changes"), (nameof(AssSegmentationOptions.CheckpointEvery), "--checkpoint-every"),
        (nameof(AssSegmentationOptions.ClassNames), "--classes"), (nameof(AssSegmentationOptions.ValidationSet), "--val"), (nameof(AssSegmentationOptions.GpuDeviceId), "--device"),
    ];

    private static readonly Dictionary<string, string> Words = CreateWords();

    /// <summary>Names that are no English word stand for themselves anywhere; others, such as Network, only where a sentence would not have a capital.</summary>
    private static readonly Regex Names = new(
        $@"(?<quoted>(?<!\w)'[^']*'(?!\w))|(?<qualified>{nameof(AssSegmentationOptions)}\.(?<name>\w+))|\b(?<name>{Either(Words.Keys.Where(IsCompound))})\b"
        + $@"|(?<=\p{{Ll}},? )(?<name>{Either(Words.Keys.Where(name => !IsCompound(name)))})\b",
        RegexOptions.CultureInvariant);

    /// <summary>The properties that have a word on the command line.</summary>
    public static IEnumerable<string> Properties => Words.Keys;

    /// <summary>A message of the library for whoever typed a command; what it quotes, such as a path, stays.</summary>
    public static string Translate(string message)
    {
        bool isOfOptions = false;
        string text = Names.Replace(message, match =>
        {
            if (match.Groups["quoted"].Success || !Words.TryGetValue(match.Groups["name"].Value, out string? word))
                return match.Value;
            isOfOptions |= match.Groups["qualified"].Success;
            return word;
        });

        // The columns are the tool's own, made from the sets that its options name.
        text = LabelColumn().Replace(DomainColumn().Replace(text, "--$1"), "");
        return isOfOptions ? Null().Replace(text, "left out") : text;
    }

    private static Dictionary<string, string> CreateWords()
    {
        var words = Others.ToDictionary(o => o.Property, o => o.Option);
        foreach (var binding in new TrainArguments().Bindings)
        {
            foreach (string property in binding.Properties)
                words[property] = binding.Option.Name;
            foreach (var (word, value) in (binding.Option as IChoiceOption)?.Choices ?? [])
            {
                // A value's name may be a property's, too, and short ones are English.
                if (value is Enum && IsCompound($"{value}"))
                    words.TryAdd($"{value}", word);
            }
        }

        return words;
    }

    private static bool IsCompound(string name) => name.Skip(1).Any(c => char.IsUpper(c) || char.IsDigit(c));

    private static string Either(IEnumerable<string> names) => string.Join('|', names.OrderByDescending(n => n.Length));

    [GeneratedRegex(@"column 'Domain' = (source|target)")]
    private static partial Regex DomainColumn();

    [GeneratedRegex(@"(,| in) column '(Label|Image)'")]
    private static partial Regex LabelColumn();

    [GeneratedRegex(@"\bnull\b")]
    private static partial Regex Null();
}

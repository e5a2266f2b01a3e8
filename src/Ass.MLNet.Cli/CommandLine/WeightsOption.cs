using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Weights to start from: a file, a name, or the word for none.</summary>
internal sealed class WeightsOption : Option<string?>
{
    public const string RandomWeights = "none";

    /// <param name="name">The option's name, with its dashes.</param>
    public WeightsOption(string name)
        : base(name)
    {
        HelpName = $"{PretrainedWeights.ImageNet}|{RandomWeights}|FILE";
        CustomParser = Parse;
    }

    /// <summary>The path in a value that may name one of several networks behind <c>#</c>.</summary>
    public static string FileOf(string weights)
    {
        int mark = weights.LastIndexOf('#');
        return mark > 0 && !File.Exists(weights) ? weights[..mark] : weights;
    }

    private string? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (text is RandomWeights or PretrainedWeights.ImageNet || File.Exists(FileOf(text)))
        {
            return text;
        }

        result.AddError($"{Name} must be '{PretrainedWeights.ImageNet}', '{RandomWeights}' or an existing file, but is '{text}'.");
        return null;
    }
}

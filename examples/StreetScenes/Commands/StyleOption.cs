using System.CommandLine;
using System.CommandLine.Parsing;

namespace StreetScenes;

/// <summary>The name of a style.</summary>
internal sealed class StyleOption : Option<StreetStyle>
{
    /// <param name="name">With its dashes.</param>
    public StyleOption(string name)
        : base(name)
    {
        HelpName = string.Join('|', StreetStyle.All);
        Description = "street: as CamVid; game: noon in summer, strong flat colours, a perfect lens; camera: winter, snow, haze, noise.";
        CustomParser = Parse;
        DefaultValueFactory = _ => StreetStyle.Street;
    }

    private StreetStyle? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        StreetStyle? style = StreetStyle.Find(text);
        if (style is null)
        {
            result.AddError($"{Name} must be one of {string.Join(", ", StreetStyle.All)}, but is '{text}'.");
        }

        return style;
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Ass.MLNet;

namespace StreetScenes;

/// <summary>Width and height of the pictures.</summary>
internal sealed class SizeOption : Option<ImageSize>
{
    /// <param name="name">With its dashes.</param>
    public SizeOption(string name)
        : base(name)
    {
        HelpName = "WxH";
        Description = $"Width and height of the pictures, {StreetRenderer.SmallestSize} - {StreetRenderer.LargestSize} pixels each.";
        CustomParser = Parse;
        DefaultValueFactory = _ => new ImageSize(480, 360);
    }

    private ImageSize Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        string[] sides = text.Split('x', 'X');
        if (sides.Length != 2 || !IsNumber(sides[0], out int width) || !IsNumber(sides[1], out int height))
        {
            result.AddError($"{Name} must be WIDTHxHEIGHT, for instance 640x360, but is '{text}'.");
            return default;
        }

        if (IsOutside(width) || IsOutside(height))
        {
            result.AddError(
                $"{Name} must be {StreetRenderer.SmallestSize} - {StreetRenderer.LargestSize} each way, but is {width}x{height}."
            );
            return default;
        }

        return new ImageSize(width, height);
    }

    private static bool IsNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsOutside(int size) => size is < StreetRenderer.SmallestSize or > StreetRenderer.LargestSize;
}

using System.Globalization;
using System.Text.RegularExpressions;
using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Annotations;

/// <summary>CVAT's <c>labelmap.txt</c>: a line <c>label:red,green,blue:parts:actions</c> for each label.</summary>
internal static partial class CvatLabelMap
{
    public const string FileName = "labelmap.txt";

    /// <summary>The label of pixels that no shape covers, which CVAT adds to every export.</summary>
    public const string Background = "background";

    /// <summary>Reads the labels with their colours, 0xRRGGBB, in the order of the file.</summary>
    /// <param name="lines">The lines without comments.</param>
    /// <param name="what">The file in errors.</param>
    /// <exception cref="InvalidDataException">A line is no label, or two labels share a name or a colour.</exception>
    public static IReadOnlyList<(string Name, int Color)> Parse(IEnumerable<string> lines, string what)
    {
        var labels = new List<(string Name, int Color)>();
        foreach (string line in lines)
        {
            var label = Parse(line) is { } parsed
                ? parsed
                : throw new InvalidDataException(
                    $"{what} has the line '{line}'; expected label:red,green,blue:parts:actions, with a colour of three numbers 0–255."
                );
            if (labels.Find(other => other.Name == label.Name || other.Color == label.Color) is { Name: { } same })
            {
                throw new InvalidDataException(
                    $"{what}: the labels '{same}' and '{label.Name}' share a name or the colour {Rgb24.Text(label.Color)}."
                );
            }

            labels.Add(label);
        }

        return labels.Count > 0 ? labels : throw new InvalidDataException($"{what} lists no label.");
    }

    /// <summary>The map from colours to train ids.</summary>
    /// <param name="labels">The file's labels.</param>
    /// <param name="what">The file in errors.</param>
    /// <param name="classes">The classes in the user's order; <see langword="null"/>: all labels, in the order of the file.</param>
    /// <param name="ignored">Labels that are ignored; the background is, unless it is a class.</param>
    /// <param name="background">The label whose class the background's pixels are; <see langword="null"/>: as
    /// <paramref name="classes"/> says.</param>
    /// <exception cref="InvalidDataException">A label is neither a class nor ignored.</exception>
    /// <exception cref="ArgumentException">The user's lists contradict each other, or name a label that the file has not.</exception>
    public static LabelMap ToMap(
        IReadOnlyList<(string Name, int Color)> labels,
        string what,
        IReadOnlyList<string>? classes,
        IReadOnlyList<string>? ignored,
        string? background
    )
    {
        string[] names = [.. labels.Select(label => label.Name)];
        AnnotationClasses.CheckIgnored(what, ignored, names);
        if (background is not null && !names.Contains(background))
        {
            throw new ArgumentException($"{what} has no label '{background}' for the background.", nameof(background));
        }

        bool isOther = background is not null && background != Background;
        if (isOther && (classes?.Contains(Background) == true || ignored?.Contains(Background) == true))
        {
            throw new ArgumentException(
                $"{what}: '{Background}' is named as a class or as ignored, but its pixels are to be '{background}': leave one out.",
                nameof(background)
            );
        }

        bool isClass = background == Background || classes?.Contains(Background) == true;
        var order = AnnotationClasses.Order(what, classes, names, isClass ? ignored : [.. ignored ?? [], Background], background);
        var ids = labels.ToDictionary(
            label => label.Color,
            label =>
                isOther && label.Name == Background ? order.Background
                : order[label.Name] is { } id ? (int)id
                : throw new InvalidDataException($"{what}: the label '{label.Name}' is unknown: {order.Known}.")
        );
        return LabelMap.OfRgb(ids, order.Names);
    }

    // Names may hold colons, so the line is taken apart from its end.
    [GeneratedRegex(@"^(?<name>.+?)\s*:\s*(?<red>\d{1,3})\s*,\s*(?<green>\d{1,3})\s*,\s*(?<blue>\d{1,3})\s*(:[^:]*){0,2}$")]
    private static partial Regex Line();

    private static (string Name, int Color)? Parse(string line)
    {
        var match = Line().Match(line);
        int red = Number("red"),
            green = Number("green"),
            blue = Number("blue");
        return match.Success && Math.Max(red, Math.Max(green, blue)) <= byte.MaxValue
            ? (match.Groups["name"].Value, new Rgb24((byte)red, (byte)green, (byte)blue).Number)
            : null;

        int Number(string group) => match.Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
    }
}

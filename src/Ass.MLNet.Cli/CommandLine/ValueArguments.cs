using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.ML;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>The choice of target images that keep their labels.</summary>
/// <param name="Text">The argument as given: <c>all</c>, a number, or a file.</param>
/// <param name="Count">The number of images, chosen by the seed; null for all, or for those in <paramref name="ListFile"/>.</param>
/// <param name="ListFile">A file that lists the images.</param>
internal sealed record LabeledArgument(string Text, int? Count = null, string? ListFile = null)
{
    public static LabeledArgument? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (text == "all")
        {
            return new(text);
        }
        if (NumberText.TryParse(text, out int count) && count >= 0)
        {
            return new(text, Count: count);
        }
        if (File.Exists(text))
        {
            return new(text, ListFile: text);
        }
        result.AddError($"{ValueArguments.Name(result)} must be 'all', a number of 0 or more, or an existing list file, but is '{text}'.");
        return null;
    }

    public override string ToString() => Text;
}

/// <summary>The compute device.</summary>
/// <param name="Gpu">The CUDA device, or null for the CPU.</param>
/// <param name="IsAny">Whether no certain device was asked for.</param>
internal sealed record DeviceArgument(int? Gpu, bool IsAny = false)
{
    public static DeviceArgument? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (text == "cpu")
        {
            return new((int?)null);
        }
        if (text == "cuda")
        {
            return new(0, IsAny: true);
        }
        if (text.StartsWith("cuda:", StringComparison.Ordinal) && NumberText.TryParse(text[5..], out int gpu) && gpu >= 0)
        {
            return new(gpu);
        }
        result.AddError($"{ValueArguments.Name(result)} must be cpu, cuda or cuda:INDEX, but is '{text}'.");
        return null;
    }

    /// <summary>Creates a context for this device that shows the library's log.</summary>
    /// <param name="verbose">Whether to show everything, including libtorch's own warnings, instead of only the library's warnings.</param>
    /// <param name="seed">The seed of all randomness.</param>
    public MLContext CreateContext(bool verbose, int? seed = null)
    {
        // A requested GPU is used or is an error; there is no silent fallback to a day on the CPU.
        var ml = new MLContext(seed) { GpuDeviceId = Gpu, FallbackToCpu = false };
        LibraryLog.Show(ml, verbose);
        return ml;
    }

    public override string ToString() => Gpu is { } gpu ? $"cuda:{gpu}" : "cpu";
}

/// <summary>The range of random scales for training images.</summary>
internal sealed record ScaleArgument(double Min, double Max)
{
    public static ScaleArgument? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        string[] parts = text.Split(':');
        if (parts.Length == 2 && NumberText.TryParse(parts[0], out double min) && NumberText.TryParse(parts[1], out double max))
        {
            return new(min, max);
        }
        result.AddError(
            $"{ValueArguments.Name(result)} must be MIN:MAX, for instance 0.75:1.5, but is '{text}'{NumberText.Hint(text, fraction: true)}."
        );
        return null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Min}:{Max}");
}

/// <summary>Arguments whose type belongs to the library or to .NET.</summary>
internal static class ValueArguments
{
    public static ImageSize? ParseSize(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        string[] parts = text.Split('x', 'X');
        if (
            parts.Length == 2
            && NumberText.TryParse(parts[0], out int width)
            && NumberText.TryParse(parts[1], out int height)
            && width > 0
            && height > 0
        )
        {
            return new ImageSize(width, height);
        }
        result.AddError(
            $"{Name(result)} must be WIDTHxHEIGHT, for instance 640x360, but is '{text}'{NumberText.Hint(text, fraction: false)}."
        );
        return null;
    }

    public static string[]? ParseClasses(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (File.Exists(text))
        {
            try
            {
                return ReadNames(text);
            }
            catch (InvalidDataException e)
            {
                result.AddError($"{Name(result)}: {e.Message}");
                return null;
            }
        }
        if (text.Contains(','))
        {
            return text.Split(',', StringSplitOptions.TrimEntries);
        }
        result.AddError($"{Name(result)} must be names separated by commas or an existing file with a name per line, but is '{text}'.");
        return null;
    }

    /// <summary>The name of an argument's option, as given.</summary>
    public static string Name(ArgumentResult result) =>
        result.Parent is OptionResult option ? option.IdentifierToken?.Value ?? option.Option.Name : "The value";

    /// <summary>The class names of a file, one a line: the number of the line, from 0, is the class's id.</summary>
    /// <exception cref="InvalidDataException">A line has no name, so that ids would get the names of others; or the file is not
    /// UTF-8.</exception>
    public static string[] ReadNames(string file)
    {
        string[] lines = [.. File.ReadLines(file).Select(line => line.Trim())];
        string[] names = lines[..(Array.FindLastIndex(lines, line => line.Length > 0) + 1)];
        int bad = Array.FindIndex(names, name => name.Length == 0 || name[0] == '#' || name.Contains('\uFFFD'));
        if (bad < 0)
        {
            return names;
        }
        string why = names[bad] switch
        {
            "" => $"is empty: it stands for class id {bad}, which needs a name, such as 'unused'",
            ['#', ..] => $"is '{names[bad]}', but such a list has no comments: each line names a class",
            _ => $"is '{names[bad]}': the file is not UTF-8",
        };
        throw new InvalidDataException($"'{file}': line {bad + 1} {why}.");
    }
}

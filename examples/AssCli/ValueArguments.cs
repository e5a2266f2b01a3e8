using System.CommandLine.Parsing;
using System.Globalization;
using Ass.MLNet;
using Microsoft.ML;

namespace AssCli;

/// <summary>Which target images keep their labels.</summary>
/// <param name="Text">What was written: <c>all</c>, a number, or a file.</param>
/// <param name="Count">That many, chosen by the seed; null for all of them or those of <paramref name="ListFile"/>.</param>
/// <param name="ListFile">A file that names them.</param>
internal sealed record LabeledArgument(string Text, int? Count = null, string? ListFile = null)
{
    public static LabeledArgument? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (text == "all")
            return new(text);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return new(text, Count: count);
        if (File.Exists(text))
            return new(text, ListFile: text);
        result.AddError($"--labeled must be 'all', a number of 0 or more, or an existing list file, but is '{text}'.");
        return null;
    }

    public override string ToString() => Text;
}

/// <summary>Where tensors live.</summary>
/// <param name="Gpu">The CUDA device, or null for the CPU.</param>
internal sealed record DeviceArgument(int? Gpu)
{
    public static DeviceArgument? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (text == "cpu")
            return new((int?)null);
        if (text == "cuda")
            return new(0);
        if (text.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out int gpu))
            return new(gpu);
        result.AddError($"--device must be cpu, cuda or cuda:INDEX, but is '{text}'.");
        return null;
    }

    /// <summary>Whoever asks for a GPU gets it or an error, never a silent day on the CPU.</summary>
    public MLContext CreateContext(int? seed = null) => new(seed) { GpuDeviceId = Gpu, FallbackToCpu = false };

    public override string ToString() => Gpu is { } gpu ? $"cuda:{gpu}" : "cpu";
}

/// <summary>The range that training images are scaled by.</summary>
internal sealed record ScaleArgument(double Min, double Max)
{
    public static ScaleArgument? Parse(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        string[] parts = text.Split(':');
        if (parts.Length == 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out double min)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out double max))
            return new(min, max);
        result.AddError($"--scale must be MIN:MAX, for instance 0.75:1.5, but is '{text}'.");
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
        if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int height))
            return new ImageSize(width, height);
        result.AddError($"A size must be WIDTHxHEIGHT, for instance 640x360, but is '{text}'.");
        return null;
    }

    public static string[]? ParseClasses(ArgumentResult result)
    {
        string text = result.Tokens[^1].Value;
        if (File.Exists(text))
            return ReadNames(text);
        if (text.Contains(','))
            return text.Split(',', StringSplitOptions.TrimEntries);
        result.AddError($"--classes must be names separated by commas or an existing file with a name per line, but is '{text}'.");
        return null;
    }

    /// <summary>The lines of a file that are not empty.</summary>
    public static string[] ReadNames(string file) => [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
}

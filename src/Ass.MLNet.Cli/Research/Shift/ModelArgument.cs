using System.CommandLine.Parsing;

namespace Ass.MLNet.Cli.Research.Shift;

/// <summary>A model on the command line that is compared with others: <c>RUN</c>, <c>FILE</c>, or <c>NAME=</c> before either.</summary>
/// <param name="Name">Its name in tables and pictures: the given name, otherwise that of the run's folder or of the file without its
/// extension.</param>
/// <param name="Path">The model's file, or a run's folder.</param>
internal sealed record ModelArgument(string Name, string Path)
{
    public static ModelArgument[] ParseMany(ArgumentResult result)
    {
        ModelArgument[] models = [.. result.Tokens.Select(token => Parse(token.Value))];
        foreach (var model in models.Where(m => m.Name.Length == 0 || m.Path.Length == 0))
        {
            result.AddError($"--model must be a run's folder, a file, or NAME= and either, but is '{model.Name}={model.Path}'.");
        }
        foreach (var same in models.GroupBy(m => m.Name).Where(group => group.Count() > 1))
        {
            result.AddError(
                $"Two models would be called '{same.Key}': {string.Join(" and ", same.Select(m => $"'{m.Path}'"))}. Give names: "
                    + $"--model NAME={same.First().Path}."
            );
        }
        return models;
    }

    private static ModelArgument Parse(string text)
    {
        // An existing path that contains an equals sign is a path.
        int equals = System.IO.Path.Exists(text) ? -1 : text.IndexOf('=');
        if (equals >= 0)
        {
            return new(text[..equals], text[(equals + 1)..]);
        }
        string trimmed = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(text));
        return new(
            Directory.Exists(trimmed) ? System.IO.Path.GetFileName(trimmed) : System.IO.Path.GetFileNameWithoutExtension(trimmed),
            text
        );
    }
}

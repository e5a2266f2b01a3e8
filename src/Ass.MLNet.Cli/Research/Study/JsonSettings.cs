using System.Text.Json;
using Ass.MLNet.Cli.CommandLine;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>An object of a settings file; errors name the file, the object and the setting.</summary>
internal sealed class JsonSettings
{
    private readonly JsonElement _element;

    /// <exception cref="UsageException">It is no object.</exception>
    public JsonSettings(string place, JsonElement element)
    {
        (Place, _element) = (place, element);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException($"{Place} must be an object in braces, but is {Text(element)}.");
        }
    }

    /// <summary>File and object, for errors.</summary>
    public string Place { get; }

    public IEnumerable<string> Names => _element.EnumerateObject().Select(p => p.Name);

    /// <exception cref="UsageException">There is a setting of another name.</exception>
    public void CheckNames(IReadOnlyList<string> known)
    {
        if (Names.Except(known).FirstOrDefault() is { } unknown)
        {
            throw new UsageException($"{Place}: there is no setting '{unknown}'. Settings: {string.Join(", ", known)}.");
        }
    }

    /// <summary>The name of a section whose name is the user's, and becomes a part of a file's name.</summary>
    public string Name(string name) =>
        name.Length is > 0 and <= 60 && name.All(c => char.IsAsciiLetterOrDigit(c) || "_-+=.".Contains(c)) && name[0] != '.'
            ? name
            : throw new UsageException(
                $"{Place}: '{name}' cannot be a name: 1 to 60 letters, digits and _ - + = . are expected, and no dot in front."
            );

    public bool Has(string name) => _element.TryGetProperty(name, out _);

    /// <summary>A nested object; null if there is none.</summary>
    public JsonSettings? Section(string name) => _element.TryGetProperty(name, out var value) ? new($"{Place}, {name}", value) : null;

    public bool Flag(string name) =>
        _element.TryGetProperty(name, out var value)
        && (
            value.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? value.GetBoolean()
                : throw Error(name, $"must be true or false, but is {Text(value)}")
        );

    public int Number(string name, int least) => ToNumber(name, Value(name), least);

    /// <summary>Distinct numbers, at least one.</summary>
    public int[] Numbers(string name, int least) => List(name, value => ToNumber(name, value, least));

    /// <summary>Distinct words, at least one.</summary>
    public string[] Words(string name) =>
        List(name, value =>
            value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw Error(name, $"must be a list of words, but has {Text(value)}")
        );

    /// <summary>The values as they would follow an option on the command line; empty for null, which undoes the setting of an earlier
    /// section.</summary>
    public string[] OptionWords(string name)
    {
        var value = Value(name);
        return value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(Word)],
            _ => [Word(value)],
        };

        string Word(JsonElement word) =>
            word.ValueKind switch
            {
                JsonValueKind.String => word.GetString()!,
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => word.GetRawText(),
                _ => throw Error(name, $"must be text, a number, true, false, null or a list of such values, but is {Text(value)}"),
            };
    }

    public UsageException Missing(string name) => new($"{Place}: '{name}' is missing.");

    public UsageException Error(string name, string what) => new($"{Place}: '{name}' {what}.");

    private static string Text(JsonElement value) =>
        value.GetRawText() is { Length: > 40 } text ? text[..40].ReplaceLineEndings(" ") + "…" : value.GetRawText();

    private JsonElement Value(string name) => _element.TryGetProperty(name, out var value) ? value : throw Missing(name);

    private T[] List<T>(string name, Func<JsonElement, T> read)
    {
        var value = Value(name);
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray().Select(read).Distinct()]
            : throw Error(name, $"must be a list in brackets that is not empty, but is {Text(value)}");
    }

    private int ToNumber(string name, JsonElement value, int least)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least)
        {
            return number;
        }
        bool isList = Value(name).ValueKind == JsonValueKind.Array;
        throw Error(
            name,
            $"must be {(isList ? "whole numbers" : "a whole number")} of {least} or more, but {(isList ? "has" : "is")} {Text(value)}"
        );
    }
}

using System.Drawing;
using System.Globalization;
using System.Text.Json;
using Ass.MLNet.Files;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Label maps as JSON files; <see cref="LabelMap.FromJson"/> documents the format.</summary>
internal static class LabelMapJson
{
    // Enough for all 65536 values with a name of 40 letters each.
    private const int MostBytes = 4 << 20;

    private const string ClassesKey = "classes";
    private const string ValuesKey = "values";
    private const string NameKey = "name";
    private const string ColorKey = "color";

    private static readonly JsonDocumentOptions Format = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
    };

    public static LabelMap Read(string path) => Read(path, Parse);

    /// <summary>Reads a map whose keys are the names of labels, in a file that is otherwise as <see cref="LabelMap.FromJson"/> documents
    /// it.</summary>
    /// <returns><see langword="null"/> if all keys are colours.</returns>
    /// <exception cref="FileNotFoundException">The file is missing.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid map, or its keys are numbers; the message names the file.</exception>
    public static LabelNameMap? ReadNames(string path) => Read(path, ParseNames);

    private static T Read<T>(string path, Func<JsonElement, T> parse)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string name = Path.GetFullPath(path);
        if (!File.Exists(name))
        {
            throw new FileNotFoundException($"The label map '{name}' does not exist.", name);
        }

        long length = new FileInfo(name).Length;
        if (length > MostBytes)
        {
            throw new InvalidDataException($"The label map '{name}' has {length} bytes; a map has at most {MostBytes}.");
        }

        try
        {
            using var document = JsonDocument.Parse(ByteOrderMark.Skip(File.ReadAllBytes(name)), Format);
            return parse(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"'{name}' is not a label map: {e.Message}", e);
        }
    }

    public static void Write(LabelMap map, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(
            path,
            stream =>
            {
                using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
                Write(map, json);
            },
            durable: true
        );
    }

    private static void Write(LabelMap map, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray(ClassesKey);
        foreach (var (name, color) in map.ClassNames.Zip(map.Palette.Colors))
        {
            json.WriteStartObject();
            json.WriteString(NameKey, name);
            json.WriteString(ColorKey, $"#{color.R:X2}{color.G:X2}{color.B:X2}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject(ValuesKey);
        foreach (int raw in map.ListedValues)
        {
            string key = map.IsOfColors ? Rgb24.Text(raw) : raw.ToString(CultureInfo.InvariantCulture);
            if (map[raw] == LabelMask.Ignored)
            {
                json.WriteNull(key);
            }
            else
            {
                json.WriteString(key, map.ClassNames[map[raw]]);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static LabelMap Parse(JsonElement root)
    {
        CheckKeys(root, "the file", ClassesKey, ValuesKey);
        var (names, colors) = ParseClasses(Member(root, ClassesKey, JsonValueKind.Array));
        var trainIds = new Dictionary<int, int>();
        JsonProperty[] values = [.. Member(root, ValuesKey, JsonValueKind.Object).EnumerateObject()];
        bool ofColors = values.Length > 0 && values[0].Name.StartsWith('#');
        foreach (var value in values)
        {
            int raw = ofColors ? ParseRawColor(value.Name) : ParseRawNumber(value.Name);
            if (!trainIds.TryAdd(raw, ParseTrainId(value, names)))
            {
                throw new InvalidDataException($"'{ValuesKey}' lists {(ofColors ? Rgb24.Text(raw) : raw)} twice.");
            }
        }

        return ofColors ? LabelMap.OfRgb(trainIds, names, colors) : new LabelMap(trainIds, names, colors);
    }

    private static LabelNameMap? ParseNames(JsonElement root)
    {
        CheckKeys(root, "the file", ClassesKey, ValuesKey);
        var (names, colors) = ParseClasses(Member(root, ClassesKey, JsonValueKind.Array));
        JsonProperty[] values = [.. Member(root, ValuesKey, JsonValueKind.Object).EnumerateObject()];
        if (values.Length == 0)
        {
            throw new InvalidDataException($"'{ValuesKey}' names no label.");
        }

        if (Array.TrueForAll(values, value => TryParseColor(value.Name, out _)))
        {
            return null;
        }

        return Array.TrueForAll(values, value => value.Name.All(char.IsAsciiDigit))
            ? throw new InvalidDataException(
                $"the keys of '{ValuesKey}' are numbers, \"{values[0].Name}\" the first, but each data set of this kind numbers its "
                    + "labels by itself: the keys must be the labels' names."
            )
            : new LabelNameMap(
                values.ToDictionary(value => value.Name, value => ParseTrainId(value, names)),
                new LabelMap(new Dictionary<int, int>(), names, colors)
            );
    }

    private static int ParseRawNumber(string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int raw) && raw <= ushort.MaxValue
            ? raw
            : throw new InvalidDataException(
                $"the keys of '{ValuesKey}' must be raw label values, \"0\" to \"65535\", but one is \"{key}\". (For labels in "
                    + "colours, all keys are \"#RRGGBB\".)"
            );

    private static int ParseRawColor(string key) =>
        TryParseColor(key, out int rgb)
            ? rgb
            : throw new InvalidDataException(
                $"the first key of '{ValuesKey}' is a colour, so that all must be, \"#RRGGBB\", but one is \"{key}\"."
            );

    private static (List<string> Names, List<Color>? Colors) ParseClasses(JsonElement classes)
    {
        var names = new List<string>();
        var colors = new List<Color>();
        foreach (var item in classes.EnumerateArray())
        {
            string where = $"item {names.Count} of '{ClassesKey}'";
            if (item.ValueKind == JsonValueKind.String)
            {
                names.Add(item.GetString()!);
                continue;
            }

            CheckKeys(item, where, NameKey, ColorKey);
            names.Add(Text(item, where, NameKey) ?? throw new InvalidDataException($"{where} must have a '{NameKey}'."));
            if (Text(item, where, ColorKey) is { } color)
            {
                colors.Add(ParseColor(color, where));
            }
        }

        return colors.Count == 0 || colors.Count == names.Count
            ? (names, colors.Count == 0 ? null : colors)
            : throw new InvalidDataException(
                $"either all classes or none must have a '{ColorKey}', but {colors.Count} of {names.Count} have one."
            );
    }

    private static int ParseTrainId(JsonProperty value, List<string> names)
    {
        switch (value.Value.ValueKind)
        {
            case JsonValueKind.Null:
                return LabelMask.Ignored;
            case JsonValueKind.String when names.IndexOf(value.Value.GetString()!) is >= 0 and var index:
                return index;
            case JsonValueKind.Number
                when value.Value.TryGetInt32(out int id) && ((id >= 0 && id < names.Count) || id == LabelMask.Ignored):
                return id;
            default:
                throw new InvalidDataException(
                    $"\"{value.Name}\" in '{ValuesKey}' must be a name in '{ClassesKey}', a train id 0 to {names.Count - 1}, or "
                        + $"null for ignored, but is {Found(value.Value)}."
                );
        }
    }

    private static Color ParseColor(string text, string where) =>
        TryParseColor(text, out int rgb)
            ? Color.FromArgb(rgb >> 16, (rgb >> 8) & 0xFF, rgb & 0xFF)
            : throw new InvalidDataException($"'{ColorKey}' in {where} must be \"#RRGGBB\", but is \"{text}\".");

    private static bool TryParseColor(string text, out int rgb)
    {
        rgb = 0;
        return text.Length == 7
            && text[0] == '#'
            && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out rgb);
    }

    private static void CheckKeys(JsonElement element, string where, params string[] known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException(
                $"{where} must hold an object with the keys '{string.Join("' and '", known)}', but is {Found(element)}."
            );
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw new InvalidDataException(
                    $"{where} has the unknown key \"{member.Name}\": expected '{string.Join("' and '", known)}'."
                );
            }
        }
    }

    private static JsonElement Member(JsonElement root, string key, JsonValueKind kind)
    {
        if (!root.TryGetProperty(key, out var member))
        {
            throw new InvalidDataException($"the key '{key}' is missing.");
        }

        return member.ValueKind == kind
            ? member
            : throw new InvalidDataException(
                $"'{key}' must be {(kind == JsonValueKind.Array ? "a list" : "an object")}, but is {Found(member)}."
            );
    }

    private static string? Text(JsonElement item, string where, string key)
    {
        if (!item.TryGetProperty(key, out var member))
        {
            return null;
        }

        return member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : throw new InvalidDataException($"'{key}' in {where} must be a text, but is {Found(member)}.");
    }

    private static string Found(JsonElement element)
    {
        const int Most = 60;
        string text = element.GetRawText();
        return text.Length <= Most ? text : text[..Most] + "…";
    }
}

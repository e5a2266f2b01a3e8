using System.Text.Json;

namespace Ass.MLNet.Annotations;

/// <summary>Reads members of the JSON objects of labelling tools; a member that is null counts as absent. Messages are ends of
/// sentences.</summary>
internal static class LabelJson
{
    private const int MostShown = 60;

    // Up to here, a double holds every whole number; some programs write 7.0.
    private const double MostWhole = 1L << 53;

    /// <summary>Whether an exception says that a text is not JSON; one of a character that cannot be is an operation that is not
    /// valid.</summary>
    public static bool IsDamage(Exception e) => e is JsonException or InvalidOperationException;

    /// <summary>The error for a text that is not JSON.</summary>
    public static InvalidDataException Damaged(Exception e) => new($"it is no JSON file: {e.Message.TrimEnd('.')}", e);

    /// <summary>A member that has a value, or <see langword="null"/>.</summary>
    public static JsonElement? Member(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    /// <exception cref="InvalidDataException">The member is absent, or of another kind.</exception>
    public static JsonElement Member(JsonElement item, string name, JsonValueKind kind, string what) =>
        Member(item, name) switch
        {
            { } member when member.ValueKind == kind => member,
            { } member => throw new InvalidDataException($"{what}: '{name}' must be {Text(kind)}, but is {Shown(member)}"),
            _ => throw new InvalidDataException($"{what} has no '{name}', which must be {Text(kind)}"),
        };

    /// <exception cref="InvalidDataException">The member is absent, or not a whole number.</exception>
    public static long Whole(JsonElement item, string name, string what)
    {
        var member = Member(item, name, JsonValueKind.Number, what);
        return member.TryGetInt64(out long number) ? number
            : member.TryGetDouble(out double value) && IsWhole(value) ? (long)value
            : throw new InvalidDataException($"{what}: '{name}' must be a whole number, but is {Shown(member)}");
    }

    /// <summary>Whether a reader stands at a whole number.</summary>
    public static bool TryWhole(ref Utf8JsonReader reader, out long number)
    {
        number = 0;
        if (reader.TokenType != JsonTokenType.Number || reader.TryGetInt64(out number))
        {
            return reader.TokenType == JsonTokenType.Number;
        }
        bool isWhole = reader.TryGetDouble(out double value) && IsWhole(value);
        number = isWhole ? (long)value : 0;
        return isWhole;
    }

    /// <exception cref="InvalidDataException">It is no number, or too far from any image.</exception>
    public static double Coordinate(JsonElement number, string what) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out double value) && Math.Abs(value) <= CocoPolygon.MostCoordinate
            ? value
            : throw new InvalidDataException(
                $"{what} has the coordinate {Shown(number)}; expected a number from −{CocoPolygon.MostCoordinate} to "
                    + $"{CocoPolygon.MostCoordinate}"
            );

    /// <summary>The beginning of an element's text, for messages.</summary>
    public static string Shown(JsonElement element)
    {
        string text = element.GetRawText();
        return text.Length <= MostShown ? text : text[..MostShown] + "…";
    }

    private static bool IsWhole(double value) => Math.Abs(value) < MostWhole && value == Math.Floor(value);

    private static string Text(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Array => "a list",
            JsonValueKind.Object => "an object",
            JsonValueKind.String => "a text",
            _ => "a number",
        };
}

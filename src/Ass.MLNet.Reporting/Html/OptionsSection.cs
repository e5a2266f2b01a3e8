using System.Text.Json;
using System.Xml.Linq;
using Ass.MLNet.Reporting.Contents;

namespace Ass.MLNet.Reporting.Html;

/// <summary>The options of a run, from its <c>options.json</c>: one table for each object in it, whatever its name.</summary>
internal static class OptionsSection
{
    private const int FewItems = 8;

    public static IEnumerable<XElement> Tables(JsonElement options)
    {
        var rows = new List<IReadOnlyList<object>>();
        var tables = new List<XElement>();
        Collect(options, "", rows, (title, element) =>
        {
            var inner = new List<IReadOnlyList<object>>();
            Collect(element, "", inner, null);
            if (inner.Count > 0)
            {
                tables.Add(
                    new XElement("div", new XElement("h3", ReportText.Clean(Words(title))), Markup.Table(["option", "value"], inner))
                );
            }
        });
        return rows.Count == 0
            ? tables
            : tables.Prepend(new XElement("div", new XElement("h3", "run"), Markup.Table(["option", "value"], rows)));
    }

    /// <param name="element">An object.</param>
    /// <param name="prefix">The prefix of the names.</param>
    /// <param name="rows">Receives names and values.</param>
    /// <param name="nested">Receives nested objects; <see langword="null"/>: their values are added with the object's name as
    /// prefix.</param>
    private static void Collect(JsonElement element, string prefix, List<IReadOnlyList<object>> rows, Action<string, JsonElement>? nested)
    {
        foreach (var property in element.EnumerateObject())
        {
            string name = prefix + property.Name;
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                if (nested is not null)
                {
                    nested(name, property.Value);
                }
                else
                {
                    Collect(property.Value, name + ".", rows, nested);
                }
            }
            else
            {
                rows.Add([new XElement("code", ReportText.Clean(name)), Value(property.Value)]);
            }
        }
    }

    private static object Value(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            return new XElement("span", value.ValueKind is JsonValueKind.Null or JsonValueKind.Array ? "–" : ReportText.Clean(Text(value)));
        }

        string[] items = [.. value.EnumerateArray().Select(item => ReportText.Clean(Text(item)))];
        return items.Length <= FewItems
            ? new XElement("span", string.Join(", ", items))
            : new XElement("details", new XElement("summary", $"{items.Length}: {items[0]}, {items[1]}, …"), string.Join(", ", items));
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary><c>labelledTargets</c> → labelled targets.</summary>
    private static string Words(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) && i > 0 ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString())
        );
}

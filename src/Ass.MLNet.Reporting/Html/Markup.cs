using System.Globalization;
using System.Xml.Linq;
using Ass.MLNet.Reporting.Contents;

namespace Ass.MLNet.Reporting.Html;

/// <summary>Building blocks of a page. They are XML elements, whose writer escapes all text and attributes.</summary>
internal static class Markup
{
    public static XElement Section(string id, string title, params IEnumerable<object?> content) =>
        new("section", new XAttribute("id", id), new XElement("h2", title), content);

    /// <summary>Creates a table in a frame that scrolls on narrow pages. Numeric columns are right-aligned.</summary>
    /// <param name="header">The column headings.</param>
    /// <param name="rows">Cells of text or elements; an array is a cell with several parts.</param>
    /// <param name="footerRows">The number of summary rows at the end.</param>
    public static XElement Table(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<object>> rows, int footerRows = 0)
    {
        bool[] numbers = [.. Enumerable.Range(0, header.Count).Select(column => rows.Count > 0 && rows.All(row => IsNumber(row[column])))];
        int bodyRows = rows.Count - footerRows;
        return new XElement(
            "div",
            new XAttribute("class", "scroll"),
            new XElement(
                "table",
                new XElement("thead", new XElement("tr", header.Select((text, column) => Cell("th", text, column)))),
                new XElement("tbody", rows.Take(bodyRows).Select(Row)),
                footerRows == 0 ? null : new XElement("tfoot", rows.Skip(bodyRows).Select(Row))
            )
        );

        XElement Row(IReadOnlyList<object> row) => new("tr", row.Select((content, column) => Cell("td", content, column)));

        XElement Cell(string name, object content, int column) =>
            new(
                name,
                numbers[column] ? new XAttribute("class", "number") : null,
                content is string text ? ReportText.Clean(text) : content
            );
    }

    /// <summary>Creates an image with a caption below it.</summary>
    public static XElement Figure(XElement picture, string caption, string? kind = null) =>
        new("figure", kind is null ? null : new XAttribute("class", kind), picture, new XElement("figcaption", ReportText.Clean(caption)));

    private static bool IsNumber(object cell) =>
        cell switch
        {
            string text => IsNumber(text),
            XElement { Name.LocalName: "strong" } strong => IsNumber(strong.Value),
            _ => false,
        };

    private static bool IsNumber(string text) =>
        text == "–"
        || double.TryParse(text.TrimEnd('%', ' '), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);
}

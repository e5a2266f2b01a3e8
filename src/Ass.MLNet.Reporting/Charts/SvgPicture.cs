using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Ass.MLNet.Reporting.Contents;
using OxyPlot;

namespace Ass.MLNet.Reporting.Charts;

/// <summary>An SVG image, for a separate file or inline in a page.</summary>
internal sealed class SvgPicture
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    private readonly XElement _svg;

    /// <param name="name">The file name without extension. It is also the prefix of ids, so it must be unique within a page.</param>
    /// <param name="title">The title.</param>
    /// <param name="width">Width in CSS pixels.</param>
    /// <param name="height">Height in CSS pixels.</param>
    /// <param name="content">The drawing.</param>
    public SvgPicture(string name, string title, double width, double height, params IEnumerable<XElement> content)
    {
        (Name, Title) = (name, title);
        string w = Number(width),
            h = Number(height);
        _svg = new XElement(
            Namespace + "svg",
            new XAttribute("width", w),
            new XAttribute("height", h),
            new XAttribute("viewBox", $"0 0 {w} {h}"),
            new XAttribute("role", "img"),
            new XElement(Namespace + "title", ReportText.Clean(title)),
            content
        );
    }

    public string Name { get; }

    public string Title { get; }

    /// <summary>Creates a chart with OxyPlot. The viewer renders the text, so no font is needed here.</summary>
    public static SvgPicture FromPlot(string name, string title, PlotModel model, int width, int height)
    {
        var exporter = new SvgExporter
        {
            Width = width,
            Height = height,
            TextMeasurer = new TextMeasurer(),
        };
        var svg = XElement.Parse(exporter.ExportToString(model));
        foreach (var attribute in svg.Descendants().Attributes())
        {
            // Clip paths are numbered from 1 in every picture.
            attribute.Value =
                attribute.Name.LocalName == "id" ? $"{name}-{attribute.Value}" : attribute.Value.Replace("url(#", $"url(#{name}-");
        }

        return new SvgPicture(name, title, width, height, svg.Elements());
    }

    /// <summary>Returns the image on a white background, as the content of a file.</summary>
    public byte[] ToFile()
    {
        var svg = new XElement(_svg);
        svg.Element(Namespace + "title")!
            .AddAfterSelf(
                new XElement(
                    Namespace + "rect",
                    new XAttribute("width", "100%"),
                    new XAttribute("height", "100%"),
                    new XAttribute("fill", "white")
                )
            );
        return Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + svg.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>Returns the image for a page: without background, in the page's own neutral colours.</summary>
    public XElement ToInline()
    {
        var svg = new XElement(_svg);
        foreach (
            var attribute in svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "style" or "fill" or "stroke")
        )
        {
            attribute.Value = attribute
                .Value.Replace(Rgb(ChartTheme.Ink), "var(--ink)")
                .Replace(Rgb(ChartTheme.Soft), "var(--soft)")
                .Replace(Rgb(ChartTheme.Grid), "var(--line)");
        }

        // CSS variables work in a style, but not in an attribute.
        foreach (var element in svg.Descendants().Where(element => element.Attribute("fill")?.Value.StartsWith("var(") == true).ToList())
        {
            var fill = element.Attribute("fill")!;
            element.SetAttributeValue("style", $"fill:{fill.Value};{element.Attribute("style")?.Value}");
            fill.Remove();
        }

        return svg;
    }

    public static string Rgb(OxyColor color) => $"rgb({color.R},{color.G},{color.B})";

    public static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}

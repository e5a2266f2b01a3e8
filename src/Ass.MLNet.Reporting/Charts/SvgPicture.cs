using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Ass.MLNet.Reporting.Contents;
using OxyPlot;

namespace Ass.MLNet.Reporting.Charts;

/// <summary>A picture as SVG, for a file of its own or within a page.</summary>
internal sealed class SvgPicture
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    private readonly XElement _svg;

    /// <param name="name">The file's name without extension, also the prefix of ids, which must differ between the pictures of a
    /// page.</param>
    /// <param name="title">What the picture shows.</param>
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

    /// <summary>A chart that OxyPlot draws. Text is drawn by whoever shows the picture, so that no font is needed here.</summary>
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

    /// <summary>The picture on white, as a file's text.</summary>
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

    /// <summary>The picture for a page: without ground, in the page's own neutral colours.</summary>
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

        // In an attribute a variable has no meaning; in a style it has.
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

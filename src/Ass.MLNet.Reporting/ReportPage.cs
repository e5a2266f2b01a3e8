using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Ass.MLNet.Reporting.Charts;
using Ass.MLNet.Reporting.Contents;
using Ass.MLNet.Reporting.Html;

namespace Ass.MLNet.Reporting;

/// <summary>Assembles a report's sections into one self-contained HTML file with embedded style, charts and images.</summary>
internal static class ReportPage
{
    private const string ConfusionNote =
        "Rows are the truth, columns the prediction, in per cent of the true class's pixels. Ignored pixels are left out.";

    public static byte[] Create(SegmentationReport report, ReportCharts charts)
    {
        XElement[] sections = [.. Sections(report, charts)];
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                new XElement("title", ReportText.Clean(report.Title)),
                new XElement("style", "\n" + ReadStyle())
            ),
            new XElement(
                "body",
                new XElement(
                    "header",
                    new XElement("h1", ReportText.Clean(report.Title)),
                    report.Summary is { Length: > 0 } summary
                        ? new XElement("p", new XAttribute("class", "lead"), ReportText.Clean(summary))
                        : null,
                    new XElement(
                        "nav",
                        sections.Select(section => new XElement(
                            "a",
                            new XAttribute("href", "#" + section.Attribute("id")!.Value),
                            section.Element("h2")!.Value
                        ))
                    )
                ),
                new XElement("main", sections),
                new XElement(
                    "footer",
                    $"Ass.MLNet {Version()}, {DateTimeOffset.Now.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)}"
                )
            )
        );
        return Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + page.ToString(SaveOptions.DisableFormatting));
    }

    private static IEnumerable<XElement> Sections(SegmentationReport report, ReportCharts charts)
    {
        var evaluated = charts.Evaluated;
        if (evaluated.Count > 0)
        {
            var last = evaluated[^1].Metrics;
            var palette = report.Palette ?? SegmentationPalette.ForClasses(last.ClassNames);
            yield return Markup.Section(
                "results",
                "Results",
                MetricsSections.KeyNumbers(last),
                evaluated.Count > 1
                    ? new XElement(
                        "p",
                        new XAttribute("class", "note"),
                        ReportText.Clean($"The numbers above are those of {evaluated[^1].Name}.")
                    )
                    : null,
                evaluated.Count > 1 ? MetricsSections.Comparison(evaluated, palette) : MetricsSections.ClassTable(last, palette)
            );
            if (evaluated.Count > 1)
            {
                // The table of a single run already contains the bars.
                yield return Markup.Section("iou", "IoU by class", Scrolling(charts.IoU!));
            }

            yield return Markup.Section(
                "confusion",
                "Confusion matrix",
                new XElement(
                    "p",
                    new XAttribute("class", "note"),
                    ReportText.Clean(evaluated.Count > 1 ? $"{evaluated[^1].Name}. {ConfusionNote}" : ConfusionNote)
                ),
                Scrolling(charts.Confusion!)
            );
        }

        if (report.Strips.Count > 0)
        {
            yield return Markup.Section(
                "strips",
                "Predictions",
                report.StripsNote is { Length: > 0 } note
                    ? [new XElement("p", new XAttribute("class", "note"), ReportText.Clean(note))]
                    : Array.Empty<XElement>(),
                report.Strips.Select(path =>
                    Markup.Figure(
                        new XElement(
                            "img",
                            new XAttribute("src", EmbeddedPicture.ToDataUrl(path)),
                            new XAttribute("alt", ReportText.Clean(Path.GetFileNameWithoutExtension(path)))
                        ),
                        Path.GetFileName(path),
                        "strip"
                    )
                )
            );
        }

        if (charts.Curves.Count > 0)
        {
            yield return Markup.Section(
                "curves",
                "Learning curves",
                new XElement(
                    "div",
                    new XAttribute("class", "grid"),
                    charts.Curves.Select(chart => Markup.Figure(chart.ToInline(), chart.Title))
                )
            );
        }

        if (report.Facts.Count > 0)
        {
            yield return Markup.Section(
                "data",
                "Data",
                report.Facts.SelectMany(table =>
                    new[]
                    {
                        new XElement("h3", ReportText.Clean(table.Title)),
                        Markup.Table(table.Header.Select(ReportText.Clean).ToList(), table.Rows),
                    }
                )
            );
        }

        if (report.Options is { ValueKind: JsonValueKind.Object } options)
        {
            yield return Markup.Section(
                "options",
                "Options",
                new XElement("div", new XAttribute("class", "columns"), OptionsSection.Tables(options))
            );
        }
    }

    private static XElement Scrolling(SvgPicture picture) =>
        new("div", new XAttribute("class", "scroll"), new XElement("figure", new XAttribute("class", "wide"), picture.ToInline()));

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("Ass.MLNet.Reporting.Html.report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string? Version() => typeof(ReportPage).Assembly.GetName().Version?.ToString(3);
}

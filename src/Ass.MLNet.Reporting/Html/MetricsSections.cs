using System.Globalization;
using System.Xml.Linq;
using Ass.MLNet.Reporting.Contents;

namespace Ass.MLNet.Reporting.Html;

/// <summary>The sections on model quality: key numbers, tables, bars, and the confusion matrix.</summary>
internal static class MetricsSections
{
    private static readonly (string Name, Func<SegmentationMetrics, double> Value)[] AllMeans =
    [
        ("mIoU", metrics => metrics.MeanIoU),
        (ReportText.MeanIoUOfTrueClasses, metrics => metrics.MeanIoUOfTrueClasses),
        ("pixel accuracy", metrics => metrics.PixelAccuracy),
        ("mean accuracy", metrics => metrics.MeanAccuracy),
        ("frequency-weighted IoU", metrics => metrics.FrequencyWeightedIoU),
    ];

    /// <summary>The means of one run in large type.</summary>
    public static XElement KeyNumbers(SegmentationMetrics metrics) =>
        new(
            "dl",
            new XAttribute("class", "keys"),
            Means([metrics])
                .Select(mean => new XElement(
                    "div",
                    new XElement("dt", mean.Name),
                    new XElement("dd", ReportText.Percent(mean.Value(metrics)), new XElement("small", " %"))
                ))
        );

    /// <summary>The metrics of each class of one run.</summary>
    public static XElement ClassTable(SegmentationMetrics metrics, SegmentationPalette palette)
    {
        var frequency = metrics.PerClassFrequency;
        var accuracy = metrics.PerClassAccuracy;
        var precision = metrics.PerClassPrecision;
        return Markup.Table(
            ["class", "IoU %", "", "accuracy %", "precision %", "pixels %"],
            [
                .. metrics.ClassNames.Select(
                    (name, id) =>
                        (IReadOnlyList<object>)
                            [
                                ClassName(name, id, palette),
                                ReportText.Percent(metrics.PerClassIoU[id]),
                                Bar(metrics.PerClassIoU[id]),
                                ReportText.Percent(accuracy[id]),
                                ReportText.Percent(precision[id]),
                                ReportText.Percent(frequency[id]),
                            ]
                ),
            ]
        );
    }

    /// <summary>Several runs side by side: the IoU per class and the means; the best value of each row is highlighted.</summary>
    public static XElement Comparison(IReadOnlyList<(string Name, SegmentationMetrics Metrics)> runs, SegmentationPalette palette)
    {
        var names = runs[0].Metrics.ClassNames;
        var means = Means([.. runs.Select(run => run.Metrics)]);
        return Markup.Table(
            ["IoU %", .. runs.Select(run => run.Name)],
            [
                .. names.Select(
                    (name, id) => (IReadOnlyList<object>)[ClassName(name, id, palette), .. Values(metrics => metrics.PerClassIoU[id])]
                ),
                .. means.Select(mean => (IReadOnlyList<object>)[new XElement("span", mean.Name), .. Values(mean.Value)]),
            ],
            footerRows: means.Length
        );

        IEnumerable<object> Values(Func<SegmentationMetrics, double> value)
        {
            string[] texts = [.. runs.Select(run => ReportText.Percent(value(run.Metrics)))];
            string best = ReportText.Percent(
                runs.Select(run => value(run.Metrics)).Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Max()
            );
            return texts.Select(text => text == best && text != "–" ? (object)new XElement("strong", text) : text);
        }
    }

    /// <summary>The means that tell something of these: without the mIoU of true classes where it is the other one, as it is unless a class
    /// is predicted that no label shows.</summary>
    private static (string Name, Func<SegmentationMetrics, double> Value)[] Means(IReadOnlyList<SegmentationMetrics> all) =>
        all.Any(metrics => ReportText.Percent(metrics.MeanIoU) != ReportText.Percent(metrics.MeanIoUOfTrueClasses))
            ? AllMeans
            : [.. AllMeans.Where(mean => mean.Name != ReportText.MeanIoUOfTrueClasses)];

    private static XElement ClassName(string name, int id, SegmentationPalette palette)
    {
        var color = palette.Colors[id];
        return new XElement(
            "span",
            new XAttribute("class", "class"),
            new XElement("i", new XAttribute("style", $"background:rgb({color.R},{color.G},{color.B})"), " "),
            ReportText.Clean(name)
        );
    }

    private static XElement Bar(double share) =>
        new(
            "span",
            new XAttribute("class", "bar"),
            new XElement(
                "i",
                new XAttribute(
                    "style",
                    "width:" + (double.IsNaN(share) ? 0 : share * 100).ToString("0.#", CultureInfo.InvariantCulture) + "%"
                ),
                " "
            )
        );
}

using System.Globalization;
using System.Xml.Linq;
using Ass.MLNet.Reporting.Contents;
using OxyPlot;

namespace Ass.MLNet.Reporting.Charts;

/// <summary>A confusion matrix as a grid of shaded cells: one row per true class, in per cent of its pixels.</summary>
/// <remarks>A chart library's heat map is a bitmap, whose cells have neither text nor tooltips; a grid of rectangles is simpler.</remarks>
internal static class ConfusionChart
{
    private const int LabelLength = 22;
    private const double LetterWidth = 6.6;
    private const int Title = 26;

    private static readonly OxyColor Shade = OxyColor.FromRgb(47, 129, 247);
    private static readonly XNamespace Svg = SvgPicture.Namespace;

    public static SvgPicture Draw(SegmentationMetrics metrics)
    {
        string[] names = [.. metrics.ClassNames.Select(name => ReportText.Short(name, LabelLength))];
        double[,] shares = metrics.GetNormalizedConfusionMatrix();
        int cell = names.Length switch
        {
            <= 12 => 44,
            <= 24 => 34,
            _ => 12,
        };
        double labels = 12 + (names.Max(name => name.Length) * LetterWidth);

        // The names above the columns are rotated by 45°.
        double top = Title + 10 + (labels * 0.72),
            left = Title + labels;
        double grid = names.Length * cell;
        return new SvgPicture("confusion-matrix", "Confusion matrix", left + grid + (labels * 0.72), top + grid + 8, Content());

        IEnumerable<XElement> Content()
        {
            yield return Text(left + (grid / 2), 16, "predicted", "middle", ChartTheme.Soft, 12);
            yield return Rotated(16, top + (grid / 2), -90, "truth", "middle", ChartTheme.Soft);
            for (int row = 0; row < names.Length; row++)
            {
                double middle = (row + 0.5) * cell;
                yield return Text(left - 8, top + middle + 4, names[row], "end", ChartTheme.Ink, 12);
                yield return Rotated(left + middle + 4, top - 8, -45, names[row], "start", ChartTheme.Ink);
                for (int column = 0; column < names.Length; column++)
                {
                    yield return Cell(row, column);
                }
            }
        }

        XElement Cell(int row, int column)
        {
            double share = shares[row, column],
                x = left + (column * cell),
                y = top + (row * cell);
            var group = new XElement(
                Svg + "g",
                new XElement(
                    Svg + "title",
                    ReportText.Clean(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{metrics.ClassNames[row]}, predicted as {metrics.ClassNames[column]}: "
                                + $"{metrics.ConfusionMatrix[row, column]:N0} pixels, {ReportText.Percent(share)} %"
                        )
                    )
                ),
                new XElement(
                    Svg + "rect",
                    new XAttribute("x", SvgPicture.Number(x + 1)),
                    new XAttribute("y", SvgPicture.Number(y + 1)),
                    new XAttribute("width", cell - 2),
                    new XAttribute("height", cell - 2),
                    new XAttribute("rx", cell > 20 ? 3 : 1),
                    double.IsNaN(share)
                        ? [new XAttribute("fill", SvgPicture.Rgb(ChartTheme.Grid)), new XAttribute("fill-opacity", "0.35")]
                        : new XAttribute[]
                        {
                            new("fill", SvgPicture.Rgb(Shade)),
                            new("fill-opacity", SvgPicture.Number(0.05 + (0.95 * Math.Pow(share, 0.7)))),
                        }
                )
            );
            if (cell > 20 && share >= 0.0005)
            {
                string text = cell > 40 || share < 0.0995 ? ReportText.Percent(share, "0.0") : ReportText.Percent(share, "0");
                group.Add(
                    Text(
                        x + (cell / 2.0),
                        y + (cell / 2.0) + 4,
                        text,
                        "middle",
                        share > 0.35 ? OxyColors.White : ChartTheme.Ink,
                        cell > 40 ? 12 : 11
                    )
                );
            }

            return group;
        }
    }

    private static XElement Rotated(double x, double y, int degrees, string text, string anchor, OxyColor color)
    {
        var element = Text(0, 0, text, anchor, color, 12);
        element.Add(new XAttribute("transform", $"translate({SvgPicture.Number(x)},{SvgPicture.Number(y)}) rotate({degrees})"));
        return element;
    }

    private static XElement Text(double x, double y, string text, string anchor, OxyColor color, int size) =>
        new(
            Svg + "text",
            new XAttribute("x", SvgPicture.Number(x)),
            new XAttribute("y", SvgPicture.Number(y)),
            new XAttribute("text-anchor", anchor),
            new XAttribute("font-size", size),
            new XAttribute("font-family", ChartTheme.Font),
            new XAttribute("fill", SvgPicture.Rgb(color)),
            text
        );
}

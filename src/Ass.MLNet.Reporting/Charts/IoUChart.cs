using Ass.MLNet.Reporting.Contents;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Ass.MLNet.Reporting.Charts;

/// <summary>A bar chart of the IoU per class, with one bar per run.</summary>
internal static class IoUChart
{
    private const int Width = 720;
    private const int LabelLength = 24;

    /// <param name="runs">Runs with the same classes, and their metrics.</param>
    public static SvgPicture Draw(IReadOnlyList<(string Name, SegmentationMetrics Metrics)> runs)
    {
        var model = ChartTheme.CreateModel();
        var names = runs[0].Metrics.ClassNames;
        var classes = ChartTheme.Style(
            new CategoryAxis
            {
                Position = AxisPosition.Left,
                StartPosition = 1,
                EndPosition = 0,
                GapWidth = 0.35,
            },
            grid: false
        );
        classes.Labels.AddRange(names.Select(name => ReportText.Short(name, LabelLength)));
        classes.TextColor = ChartTheme.Ink;
        model.Axes.Add(classes);
        model.Axes.Add(
            ChartTheme.Style(
                new LinearAxis
                {
                    Position = AxisPosition.Bottom,
                    Minimum = 0,
                    Maximum = 100,
                    MajorStep = 20,
                    Title = "IoU, %",
                },
                grid: true
            )
        );
        for (int run = 0; run < runs.Count; run++)
        {
            var bars = new BarSeries
            {
                Title = ReportText.Clean(runs[run].Name),
                FillColor = ChartTheme.Line(run),
                StrokeThickness = 0,
            };

            // A class that does not occur has no bar, and no "0.0" beside it.
            bars.Items.AddRange(
                runs[run].Metrics.PerClassIoU.Select((iou, id) => new BarItem(iou * 100, id)).Where(item => !double.IsNaN(item.Value))
            );
            if (runs.Count == 1)
            {
                (bars.LabelPlacement, bars.LabelFormatString, bars.LabelMargin) = (LabelPlacement.Outside, "{0:0.0}", 4);
            }

            model.Series.Add(bars);
        }

        if (runs.Count > 1)
        {
            model.Legends.Add(ChartTheme.CreateLegend());
        }

        int height = 70 + (names.Count * Math.Max(22, 10 + (runs.Count * 9))) + (runs.Count > 1 ? 26 : 0);
        return SvgPicture.FromPlot("iou", "IoU by class", model, Width, height);
    }
}

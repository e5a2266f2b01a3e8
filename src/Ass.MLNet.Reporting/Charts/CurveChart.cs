using Ass.MLNet.Reporting.Contents;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Ass.MLNet.Reporting.Charts;

/// <summary>Plots curves over training steps.</summary>
/// <param name="Name">The file name without extension.</param>
/// <param name="Title">The title, with the unit of the values.</param>
/// <param name="Scale">The vertical axis.</param>
/// <param name="Lines">The curves, with their legend labels and colour indices.</param>
/// <param name="Legend">Whether a legend is needed to tell the lines apart.</param>
internal sealed record CurveChart(
    string Name,
    string Title,
    CurveScale Scale,
    IReadOnlyList<(string Label, LearningCurve Curve, int Color)> Lines,
    bool Legend
)
{
    private const int Width = 520;
    private const int Height = 300;

    // If the largest value is this many times the smallest, small values would lie on the axis of a linear scale.
    private const double LogarithmicFrom = 30;

    public SvgPicture Draw()
    {
        var model = ChartTheme.CreateModel();
        model.Axes.Add(
            ChartTheme.Style(
                new LinearAxis
                {
                    Position = AxisPosition.Bottom,
                    Title = "step",
                    LabelFormatter = ChartTheme.Thousands,
                    MinimumPadding = 0.01,
                    MaximumPadding = 0.01,
                    MinimumMajorStep = 1,
                    IntervalLength = 80,
                },
                grid: false
            )
        );
        model.Axes.Add(ChartTheme.Style(VerticalAxis(), grid: true));
        if (Legend)
        {
            model.Legends.Add(ChartTheme.CreateLegend());
        }

        foreach (var (label, curve, color) in Lines)
        {
            var points = CurveSmoothing.Thin(curve.Points);

            // Losses and shares come from a few images each and are noisy; a learning rate is not.
            var smooth = Scale == CurveScale.Number ? null : CurveSmoothing.Smooth(points);
            if (smooth is not null)
            {
                model.Series.Add(Series(null, points, OxyColor.FromAColor(70, ChartTheme.Line(color)), thickness: 1));
            }

            var line = Series(label, smooth ?? points, ChartTheme.Line(color), thickness: 2);
            line.LineStyle = ChartTheme.Dashes(color);
            model.Series.Add(line);
        }

        return SvgPicture.FromPlot(Name, Title, model, Width, Height);
    }

    private Axis VerticalAxis()
    {
        var values = Lines.SelectMany(line => line.Curve.Points.Select(point => point.Value)).ToList();
        double smallest = values.Min(),
            largest = values.Max();
        if (Scale == CurveScale.Loss && smallest > 0 && largest / smallest >= LogarithmicFrom)
        {
            return new LogarithmicAxis
            {
                Position = AxisPosition.Left,
                LabelFormatter = ChartTheme.Plain,
                Title = "log scale",
            };
        }

        var axis = new LinearAxis
        {
            Position = AxisPosition.Left,
            LabelFormatter = ChartTheme.Plain,
            MaximumPadding = 0.05,
            IntervalLength = 45,
        };
        if (Scale == CurveScale.Share)
        {
            (axis.Title, axis.LabelFormatter) = ("%", value => ChartTheme.Plain(Math.Round(value * 100, 6)));
        }

        // The axis of shares and losses starts at 0, unless a curve goes below 0.
        axis.Minimum = smallest >= 0 ? 0 : double.NaN;
        if (largest <= Math.Max(0, smallest))
        {
            axis.Maximum = largest > 0 ? largest * 1.25 : 1;
        }

        return axis;
    }

    private LineSeries Series(string? label, IReadOnlyList<CurvePoint> points, OxyColor color, double thickness)
    {
        var series = new LineSeries
        {
            Title = label is null ? null : ReportText.Clean(label),
            Color = color,
            StrokeThickness = thickness,
            LineJoin = LineJoin.Round,
        };
        if (points.Count <= 15 && label is not null)
        {
            (series.MarkerType, series.MarkerSize, series.MarkerFill) = (MarkerType.Circle, 3, color);
        }

        series.Points.AddRange(points.Select(point => new DataPoint(point.Step, point.Value)));
        return series;
    }
}

/// <summary>The kind of values of a curve.</summary>
internal enum CurveScale
{
    /// <summary>Any numbers.</summary>
    Number,

    /// <summary>Losses, on a logarithmic scale if they vary widely.</summary>
    Loss,

    /// <summary>0 to 1, shown in per cent.</summary>
    Share,
}

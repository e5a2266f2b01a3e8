using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;

namespace Ass.MLNet.Reporting.Charts;

/// <summary>The common style of all charts.</summary>
internal static class ChartTheme
{
    public const string Font = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

    // The page replaces these three with its own colours, so that charts follow dark mode.
    public static readonly OxyColor Ink = OxyColor.FromRgb(31, 35, 40);
    public static readonly OxyColor Soft = OxyColor.FromRgb(89, 99, 110);
    public static readonly OxyColor Grid = OxyColor.FromRgb(225, 228, 232);

    // Readable on white and on near-black; neighbours differ in brightness too.
    private static readonly OxyColor[] Lines =
    [
        OxyColor.FromRgb(47, 129, 247),
        OxyColor.FromRgb(219, 109, 40),
        OxyColor.FromRgb(46, 160, 67),
        OxyColor.FromRgb(207, 76, 119),
        OxyColor.FromRgb(137, 87, 229),
        OxyColor.FromRgb(176, 136, 0),
        OxyColor.FromRgb(24, 152, 160),
        OxyColor.FromRgb(128, 128, 128),
    ];

    public static OxyColor Line(int index) => Lines[index % Lines.Length];

    /// <summary>Dashes distinguish lines once the colours repeat.</summary>
    public static LineStyle Dashes(int index) =>
        (index / Lines.Length) switch
        {
            0 => LineStyle.Solid,
            1 => LineStyle.Dash,
            _ => LineStyle.Dot,
        };

    public static PlotModel CreateModel() =>
        new()
        {
            DefaultFont = Font,
            DefaultFontSize = 12,
            TextColor = Ink,
            PlotAreaBorderThickness = new OxyThickness(0),
            Padding = new OxyThickness(4, 4, 14, 4),
        };

    public static Legend CreateLegend() =>
        new()
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.TopLeft,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendItemSpacing = 14,
            LegendPadding = 2,
            LegendMargin = 2,
            LegendTextColor = Ink,
        };

    /// <summary>Applies the common style to an axis: no ticks, and grid lines if <paramref name="grid"/> is set.</summary>
    public static T Style<T>(T axis, bool grid)
        where T : Axis
    {
        axis.TickStyle = TickStyle.None;
        axis.TextColor = Soft;
        axis.TitleColor = Soft;
        axis.AxislineStyle = grid ? LineStyle.None : LineStyle.Solid;
        axis.AxislineColor = Grid;
        axis.MajorGridlineStyle = grid ? LineStyle.Solid : LineStyle.None;
        axis.MajorGridlineColor = Grid;
        axis.MajorGridlineThickness = 1;
        axis.MinorGridlineStyle = LineStyle.None;
        axis.AxisTickToLabelDistance = 6;
        return axis;
    }

    public static string Thousands(double value) =>
        Math.Abs(value) >= 1000
            ? (value / 1000).ToString("0.##", CultureInfo.InvariantCulture) + "k"
            : value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Plain(double value) =>
        value.ToString(value != 0 && Math.Abs(value) < 1e-3 ? "0.###e0" : "G4", CultureInfo.InvariantCulture);
}

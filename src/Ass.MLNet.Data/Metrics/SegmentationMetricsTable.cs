using System.Globalization;

namespace Ass.MLNet.Metrics;

/// <summary>Formats metrics as in published tables: one row per class in the data set's order, then the means.</summary>
internal static class SegmentationMetricsTable
{
    private const int ValueWidth = 8;

    public static string Format(SegmentationMetrics metrics)
    {
        (string Name, double Value)[] classes = [.. metrics.ClassNames.Zip(metrics.PerClassIoU)];
        (string Name, double Value)[] means =
        [
            ("mIoU", metrics.MeanIoU),
            ("pixel accuracy", metrics.PixelAccuracy),
            ("mean accuracy", metrics.MeanAccuracy),
            ("frequency-weighted IoU", metrics.FrequencyWeightedIoU),
        ];
        int nameWidth = classes.Concat(means).Max(row => row.Name.Length);
        string line = new('-', nameWidth + ValueWidth);
        string[] lines =
        [
            "class".PadRight(nameWidth) + "IoU".PadLeft(ValueWidth),
            line,
            .. classes.Select(Row),
            line,
            .. means.Select(Row),
        ];
        return string.Join(Environment.NewLine, lines);

        string Row((string Name, double Value) row) => row.Name.PadRight(nameWidth) + Percent(row.Value).PadLeft(ValueWidth);
    }

    private static string Percent(double value) => double.IsNaN(value) ? "-" : (value * 100).ToString("F2", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using Ass.MLNet;

namespace QuickStart;

/// <summary>The rows side by side: IoU of every class and their mean, in per cent.</summary>
internal static class ResultTable
{
    public static string Format(IReadOnlyList<(string Name, SegmentationMetrics Metrics, TimeSpan Time)> rows)
    {
        int first = rows.Max(r => r.Name.Length) + 2;
        var text = new StringBuilder("".PadRight(first));
        foreach (var name in rows[0].Metrics.ClassNames)
            text.Append(name.PadLeft(Math.Max(8, name.Length + 2)));
        text.AppendLine("    mIoU  seconds");
        foreach (var (name, metrics, time) in rows)
        {
            text.Append(name.PadRight(first));
            foreach (var (className, iou) in metrics.ClassNames.Zip(metrics.PerClassIoU))
                text.Append(Percent(iou).PadLeft(Math.Max(8, className.Length + 2)));
            text.Append(Percent(metrics.MeanIoU).PadLeft(8)).AppendLine(time.TotalSeconds.ToString("0", CultureInfo.InvariantCulture).PadLeft(9));
        }

        return text.ToString();
    }

    private static string Percent(double share) => double.IsNaN(share) ? "-" : (share * 100).ToString("0.0", CultureInfo.InvariantCulture);
}

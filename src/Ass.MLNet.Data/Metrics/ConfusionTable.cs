using System.Globalization;

namespace Ass.MLNet.Metrics;

/// <summary>Formats a confusion matrix as text, in per cent of the rows.</summary>
internal static class ConfusionTable
{
    private const int CellWidth = 6;

    public static string Format(SegmentationMetrics metrics, IReadOnlyList<long> pixels)
    {
        int classes = metrics.ClassNames.Count;
        double[,] shares = metrics.GetNormalizedConfusionMatrix();
        string[] names = [.. metrics.ClassNames.Select((name, id) => $"{id, 3} {name}")];
        string[] counts = [.. pixels.Select(count => count.ToString("N0", CultureInfo.InvariantCulture))];
        int nameWidth = names.Append("truth").Max(name => name.Length);
        int countWidth = counts.Append("pixels").Max(count => count.Length) + 2;
        string header =
            "truth".PadRight(nameWidth)
            + "pixels".PadLeft(countWidth)
            + string.Concat(Enumerable.Range(0, classes).Select(id => id.ToString(CultureInfo.InvariantCulture).PadLeft(CellWidth)));
        return string.Join(
            Environment.NewLine,
            [
                "% of the true class's pixels, by predicted class",
                header,
                new string('-', header.Length),
                .. Enumerable
                    .Range(0, classes)
                    .Select(truth => names[truth].PadRight(nameWidth) + counts[truth].PadLeft(countWidth) + Cells(truth)),
            ]
        );

        string Cells(int truth) =>
            string.Concat(Enumerable.Range(0, classes).Select(predicted => Percent(shares[truth, predicted]).PadLeft(CellWidth)));
    }

    private static string Percent(double share) => double.IsNaN(share) ? "-" : (share * 100).ToString("F1", CultureInfo.InvariantCulture);
}

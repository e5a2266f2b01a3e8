using System.Globalization;
using Ass.MLNet.Files;
using Spectre.Console;

namespace Ass.MLNet.Cli.CommandLine;

/// <summary>Shows metrics to people, × 100 with two decimals, and writes them for programs, 0 to 1.</summary>
internal static class MetricsTable
{
    public static void Write(SegmentationMetrics metrics)
    {
        var table = new Table { Border = TableBorder.Simple, ShowFooters = true };
        table.AddColumn(new TableColumn("class") { Footer = new Text("mean IoU") });
        table.AddColumn(new TableColumn("IoU %") { Alignment = Justify.Right, Footer = new Text(Percent(metrics.MeanIoU)) });
        foreach (var (name, iou) in metrics.ClassNames.Zip(metrics.PerClassIoU))
        {
            table.AddRow(new Text(name), new Text(Percent(iou)));
        }
        AnsiConsole.Write(table);
        Terminal.Line(
            $"pixel accuracy {Percent(metrics.PixelAccuracy)} %, mean accuracy {Percent(metrics.MeanAccuracy)} %, "
                + $"frequency-weighted IoU {Percent(metrics.FrequencyWeightedIoU)} %"
        );
        if (Percent(metrics.MeanIoU) != Percent(metrics.MeanIoUOfTrueClasses))
        {
            Terminal.Line(
                $"mean IoU without classes that no label shows: {Percent(metrics.MeanIoUOfTrueClasses)} %, by which "
                    + "training and studies judge"
            );
        }
    }

    public static void WriteCsv(SegmentationMetrics metrics, string path)
    {
        (string, string, double)[] rows =
        [
            .. metrics.ClassNames.Zip(metrics.PerClassIoU, (name, iou) => ("class IoU", name, iou)),
            ("mean IoU", "", metrics.MeanIoU),
            ("mean IoU of true classes", "", metrics.MeanIoUOfTrueClasses),
            ("pixel accuracy", "", metrics.PixelAccuracy),
            ("mean accuracy", "", metrics.MeanAccuracy),
            ("frequency-weighted IoU", "", metrics.FrequencyWeightedIoU),
        ];
        AtomicFile.Write(path, file =>
            File.WriteAllLines(
                file,
                [Csv.Row(["metric", "class", "value"]), .. rows.Select(r => Csv.Row([r.Item1, r.Item2, Csv.Number(r.Item3)]))]
            )
        );
    }

    private static string Percent(double share) => double.IsNaN(share) ? "-" : (share * 100).ToString("0.00", CultureInfo.InvariantCulture);
}

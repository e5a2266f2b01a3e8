using System.Globalization;
using Ass.MLNet.Files;

namespace Ass.MLNet.Cli.Research.Study;

/// <summary>A study's results in machine-readable form: a line per finished cell; mIoU, IoU and accuracies from 0 to 1.</summary>
internal static class StudyCsv
{
    public static IReadOnlyList<string> Lines(IReadOnlyList<StudyResult> results)
    {
        string[] classes = [.. results.SelectMany(r => r.ClassIoU.Keys).Distinct()];
        return
        [
            Csv.Row([
                "part",
                "variant",
                "row",
                "labeled",
                "seed",
                "mIoU",
                "pixel accuracy",
                .. classes.Select(c => "IoU " + c),
                "seconds",
                "seconds per step",
                "steps",
                "skipped steps",
                "threads",
                "version",
                "date",
            ]),
            .. results.Select(r =>
                Csv.Row([
                    r.Part,
                    r.Variant,
                    r.Row,
                    Text(r.Labeled),
                    Text(r.Seed),
                    Csv.Number(r.MeanIoU),
                    Csv.Number(r.PixelAccuracy),
                    .. classes.Select(c => Csv.Number(r.ClassIoU.GetValueOrDefault(c, double.NaN))),
                    Csv.Number(r.Seconds ?? double.NaN),
                    Csv.Number(r.SecondsPerStep ?? double.NaN),
                    Text(r.Iterations),
                    Text(r.SkippedSteps),
                    Text(r.Threads),
                    r.Version ?? "",
                    r.Finished.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ])
            ),
        ];
    }

    private static string Text(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}

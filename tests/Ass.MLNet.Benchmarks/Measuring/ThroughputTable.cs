using static Ass.MLNet.Benchmarks.Markdown;

namespace Ass.MLNet.Benchmarks;

/// <summary>Images a second, and what the machine's own rates would allow.</summary>
internal static class ThroughputTable
{
    public static IEnumerable<string> Lines(Comparison comparison)
    {
        var roof = comparison.Roof!;
        string[] columns =
        [
            "",
            "images/s",
            $"of the first's ({Spread.RangeOf(comparison.Rounds)})",
            "ms a step",
            "CPU ms",
            "GFLOP an image",
            "GFLOP/s",
            "of the roof",
            "images/s at the roof",
            "peak MB",
        ];
        yield return Row(columns);
        yield return Rule(columns.Length);
        foreach (var figures in ContenderFigures.Of(comparison))
        {
            double best = roof.Best(figures.Contender.InBFloat16),
                anImage = figures.Contender.Operations / figures.Contender.Images;
            yield return Row([
                figures.Contender.Name,
                Number(figures.ImagesPerSecond, "0.0"),
                figures.Contender == comparison.Group.Contenders[0] ? "1" : Ratio(figures.SpeedRatio),
                Milliseconds(figures.Median),
                Milliseconds(figures.Processor),
                Number(anImage / 1e9, "0.0"),
                Number(figures.Rate / 1e9, "0.0"),
                Percent(figures.Rate, best),
                Number(best / anImage, "0.0"),
                Number(figures.PeakMegabytes, "0"),
            ]);
        }

        yield return "";
        yield return string.Join(" ", ComparisonTable.Notes(comparison))
            + " The roof is the higher of the two rates in the contender's own precision; operations are the convolutions' alone.";
    }
}

using static Ass.MLNet.Benchmarks.Markdown;

namespace Ass.MLNet.Benchmarks;

/// <summary>A comparison as a table in Markdown.</summary>
internal static class ComparisonTable
{
    public static IEnumerable<string> Lines(Comparison comparison)
    {
        bool rates = comparison.Roof is not null;
        bool memory = comparison.Group.Memory && comparison.PeakMegabytes[0] > 0;
        var columns = new List<string>
        {
            "",
            "median ms",
            "least ms",
            $"time ratio ({Spread.RangeOf(comparison.Rounds)})",
            "CPU ms",
            "CPU ratio",
        };
        columns.AddRange(rates ? ["GFLOP", "GFLOP/s", "of sgemm", "of convolution"] : []);
        columns.AddRange(memory ? ["peak MB", "memory ratio"] : []);
        yield return Row(columns);
        yield return Rule(columns.Count);
        foreach (var figures in ContenderFigures.Of(comparison))
        {
            bool isFirst = figures.Contender == comparison.Group.Contenders[0];
            var cells = new List<string>
            {
                figures.Contender.Name,
                Milliseconds(figures.Median),
                Milliseconds(figures.Least),
                isFirst ? "1" : Ratio(figures.TimeRatio),
                Milliseconds(figures.Processor),
                isFirst ? "1" : Ratio(figures.ProcessorRatio),
            };
            cells.AddRange(
                !rates ? []
                : figures.Contender.Operations == 0 ? ["", "", "", ""]
                :
                [
                    Number(figures.Contender.Operations / 1e9, "0.0"),
                    Number(figures.Rate / 1e9, "0.0"),
                    Percent(figures.Rate, comparison.Roof!.Matrix),
                    Percent(figures.Rate, comparison.Roof.Convolution),
                ]
            );
            cells.AddRange(memory ? [Number(figures.PeakMegabytes, "0"), Number(figures.MemoryRatio, "0.00")] : []);
            yield return Row(cells);
        }

        yield return "";
        yield return string.Join(" ", Notes(comparison));
    }

    /// <summary>What stands below a table.</summary>
    public static IEnumerable<string> Notes(Comparison comparison)
    {
        yield return $"{comparison.Rounds} rounds.";
        if (comparison.Roof is { } roof)
        {
            yield return $"Between the rounds, {roof}.";
        }

        if (comparison.Checked is { } check)
        {
            yield return check;
        }

        if (comparison.Group.Conclude is { } conclude)
        {
            yield return conclude(comparison);
        }
    }
}

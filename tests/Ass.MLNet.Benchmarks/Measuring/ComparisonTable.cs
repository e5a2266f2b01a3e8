using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>A comparison as a table in Markdown.</summary>
internal static class ComparisonTable
{
    // With fewer rounds the middle half of them says little.
    private const int RoundsForQuartiles = 8;

    public static IEnumerable<string> Lines(Comparison comparison)
    {
        bool quartiles = comparison.Rounds >= RoundsForQuartiles;
        bool rates = comparison.Roof is not null;
        double[] peaks = comparison.PeakMegabytes;
        bool memory = comparison.Group.Memory && peaks[0] > 0;
        var columns = new List<string>
        {
            "",
            "median ms",
            "least ms",
            $"time ratio ({(quartiles ? "middle half" : "least–most")})",
            "CPU ms",
            "CPU ratio",
        };
        columns.AddRange(rates ? ["GFLOP", "GFLOP/s", "of sgemm", "of convolution"] : []);
        columns.AddRange(memory ? ["peak MB", "memory ratio"] : []);
        yield return Row(columns);
        yield return Row(columns.Select((_, i) => i == 0 ? "---" : "--:"));
        for (int i = 0; i < comparison.Group.Contenders.Length; i++)
        {
            double median = Statistics.Median(comparison.Wall[i]);
            double operations = comparison.Group.Contenders[i].Operations,
                rate = operations / median * 1000;
            var cells = new List<string>
            {
                comparison.Group.Contenders[i].Name,
                Milliseconds(median),
                Milliseconds(comparison.Wall[i].Min()),
                Ratio(comparison.Wall, i, quartiles),
                Milliseconds(Statistics.Median(comparison.Processor[i])),
                Ratio(comparison.Processor, i, quartiles),
            };
            cells.AddRange(
                !rates ? []
                : operations == 0 ? ["", "", "", ""]
                :
                [
                    Number(operations / 1e9, "0.0"),
                    Number(rate / 1e9, "0.0"),
                    Percent(rate, comparison.Roof!.Value.Matrix),
                    Percent(rate, comparison.Roof.Value.Convolution),
                ]
            );
            cells.AddRange(memory ? [Number(peaks[i], "0"), Number(peaks[i] / peaks[0], "0.00")] : []);
            yield return Row(cells);
        }

        yield return "";
        yield return string.Join(" ", Notes(comparison));
    }

    private static IEnumerable<string> Notes(Comparison comparison)
    {
        yield return $"{comparison.Rounds} rounds.";
        if (comparison.Roof is { } roof)
        {
            yield return $"Between the rounds, sgemm 2048³: {Number(roof.Matrix / 1e9, "0.0")} GFLOP/s, "
                + $"a 3×3 convolution 512 → 512 on 64×64: {Number(roof.Convolution / 1e9, "0.0")} GFLOP/s.";
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

    private static string Ratio(double[][] times, int contender, bool quartiles)
    {
        double[] ratios = [.. times[contender].Zip(times[0], (own, first) => own / first)];
        var (low, high) = quartiles ? (Statistics.Quantile(ratios, 0.25), Statistics.Quantile(ratios, 0.75)) : (ratios.Min(), ratios.Max());
        return contender == 0 ? "1" : $"{Number(Statistics.Median(ratios), "0.00")} ({Number(low, "0.00")}–{Number(high, "0.00")})";
    }

    private static string Percent(double rate, double roof) => Number(rate / roof * 100, "0") + " %";

    private static string Milliseconds(double value) => Number(value, value >= 100 ? "0" : "0.00");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}

using System.Globalization;

namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>Mean and sample standard deviation (n − 1) of one figure over seeds.</summary>
/// <param name="Count">Number of seeds.</param>
/// <param name="Mean">Mean over the seeds.</param>
/// <param name="Deviation">Standard deviation over the seeds; null for one seed.</param>
/// <param name="Positive">Number of values above 0, of interest for differences.</param>
internal sealed record SeedStatistics(int Count, double Mean, double? Deviation, int Positive)
{
    /// <summary>Null if there are no values.</summary>
    public static SeedStatistics? Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0)
        {
            return null;
        }
        double mean = all.Average();
        return new(
            all.Length,
            mean,
            all.Length == 1 ? null : Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1)),
            all.Count(v => v > 0)
        );
    }

    /// <summary>In per cent, for people: <c>54.20 ± 0.85 (2 of 3)</c>, without the brackets if all seeds are present.</summary>
    /// <param name="seeds">Expected number of seeds.</param>
    /// <param name="signed">Whether to write a plus sign, as for differences.</param>
    public string Text(int seeds, bool signed = false)
    {
        string mean = (Mean * 100).ToString(signed ? "+0.00;-0.00;0.00" : "0.00", CultureInfo.InvariantCulture);
        string deviation = Deviation is { } d ? string.Create(CultureInfo.InvariantCulture, $" ± {d * 100:0.00}") : "";
        return Count < seeds ? $"{mean}{deviation} ({Count} of {seeds})" : mean + deviation;
    }
}

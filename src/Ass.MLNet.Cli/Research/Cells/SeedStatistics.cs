using System.Globalization;

namespace Ass.MLNet.Cli.Research.Cells;

/// <summary>Mean and sample deviation (n − 1) of one figure over seeds.</summary>
/// <param name="Count">How many seeds.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their deviation; null for one seed.</param>
/// <param name="Positive">How many of the values are above 0, which is of interest where they are differences.</param>
internal sealed record SeedStatistics(int Count, double Mean, double? Deviation, int Positive)
{
    /// <summary>Null where there is no value.</summary>
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

    /// <summary>In per cent, for people: <c>54.20 ± 0.85 (2 of 3)</c>, without the brackets where all seeds are there.</summary>
    /// <param name="seeds">How many seeds there should be.</param>
    /// <param name="signed">Whether to write a plus, as for differences.</param>
    public string Text(int seeds, bool signed = false)
    {
        string mean = (Mean * 100).ToString(signed ? "+0.00;-0.00;0.00" : "0.00", CultureInfo.InvariantCulture);
        string deviation = Deviation is { } d ? string.Create(CultureInfo.InvariantCulture, $" ± {d * 100:0.00}") : "";
        return Count < seeds ? $"{mean}{deviation} ({Count} of {seeds})" : mean + deviation;
    }
}

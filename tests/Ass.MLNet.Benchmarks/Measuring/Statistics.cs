namespace Ass.MLNet.Benchmarks;

/// <summary>The few numbers that tables are made of.</summary>
internal static class Statistics
{
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The value below which a share of the values lies, interpolated between neighbours.</summary>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] ordered = [.. values.Order()];
        double place = share * (ordered.Length - 1);
        int below = (int)place;
        return below == ordered.Length - 1 ? ordered[below] : ordered[below] + ((place - below) * (ordered[below + 1] - ordered[below]));
    }
}

using System.Globalization;

namespace Ass.MLNet.Benchmarks;

/// <summary>Whether two ways to segment an image find the same classes.</summary>
internal static class IdAgreement
{
    /// <summary>Says what share of the pixels has the same class.</summary>
    /// <exception cref="InvalidOperationException">Less than 99.9 %.</exception>
    public static string Check(IEnumerable<byte> expected, IEnumerable<byte> actual)
    {
        byte[] first = [.. expected],
            second = [.. actual];
        double share = first.Length == second.Length ? first.Zip(second, (a, b) => a == b ? 1.0 : 0).Average() : 0;
        return share > 0.999
            ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.000} % of the pixels have the same class.")
            : throw new InvalidOperationException($"Only {share * 100} % of the pixels have the same class.");
    }
}

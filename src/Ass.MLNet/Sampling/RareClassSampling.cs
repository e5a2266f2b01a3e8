using System.Globalization;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Sampling;

/// <summary>Passes over most rows without rare classes, so that rows with them come more often.</summary>
/// <remarks>
/// With f_c the share of class c in the pixels of all labels, f_r the smallest of them and T the temperature, a class has the chance
/// exp((f_r − f_c) / T): the rarest has 1, as in DAFormer (CVPR 2022), whose P(c) is proportional to exp((1 − f_c) / T). A row is used with
/// the largest chance among the classes that it has its share of (at least f_c of its pixels), but at least with 0.1. The random number
/// depends on the seed, the pass and the row alone.
/// </remarks>
internal sealed class RareClassSampling
{
    /// <summary>The chance of a row that has no rare class: one with the rarest class comes at most ten times as often.</summary>
    public const double LeastChance = 0.1;

    private readonly double[] _shares;
    private readonly double[] _chances;
    private readonly int _seed;

    private RareClassSampling(double[] shares, double[] chances, int seed) => (_shares, _chances, _seed) = (shares, chances, seed);

    /// <param name="pixels">Pixels of each class; null if they are not known.</param>
    /// <param name="temperature">T, above 0; null to use all rows alike.</param>
    /// <param name="seed">Seed of the stream.</param>
    /// <returns>Null if all rows are used alike.</returns>
    public static RareClassSampling? Of(IReadOnlyList<long>? pixels, double? temperature, int seed)
    {
        if (temperature is not { } t || pixels is null || pixels.All(count => count == 0))
        {
            return null;
        }
        double sum = pixels.Sum();
        double[] shares = [.. pixels.Select(count => count / sum)];
        double least = shares.Where(share => share > 0).Min();

        // A class that no label had so far is rarer than all others.
        double[] chances = [.. shares.Select(share => share <= least ? 1 : Math.Exp((least - share) / t))];
        return new RareClassSampling(shares, chances, seed);
    }

    /// <summary>Whether a pass uses a row.</summary>
    /// <param name="ids">Train ids of the row's label, below the number of classes, or 255.</param>
    /// <param name="pass">Number of passes before this one.</param>
    /// <param name="row">The row's place in the pass, from 0.</param>
    public bool Uses(ReadOnlySpan<byte> ids, int pass, long row) =>
        RandomNumbers.Create(_seed, RandomUse.RareClasses, ((long)pass << 40) + row).NextDouble() < Chance(ids);

    /// <summary>The chance of a row, 0.1 to 1.</summary>
    /// <param name="ids">Train ids of its label, below the number of classes, or 255.</param>
    public double Chance(ReadOnlySpan<byte> ids)
    {
        Span<int> pixels = stackalloc int[256];
        pixels.Clear();
        foreach (byte id in ids)
        {
            pixels[id]++;
        }
        double sum = ids.Length - pixels[LabelMask.Ignored];
        double chance = LeastChance;
        for (int c = 0; c < _shares.Length; c++)
        {
            if (pixels[c] > 0 && pixels[c] / sum >= _shares[c])
            {
                chance = Math.Max(chance, _chances[c]);
            }
        }
        return chance;
    }

    /// <summary>The classes that raise a row's chance, rarest first, for instance <c>bicycle 1 (0.4 % of the pixels), pole 0.62
    /// (0.9 %)</c>.</summary>
    public string Describe(IReadOnlyList<string> classNames)
    {
        var raising =
            from c in Enumerable.Range(0, classNames.Count)
            where _shares[c] > 0 && _chances[c] > LeastChance
            orderby _shares[c]
            select (Name: classNames[c], Chance: _chances[c], Percent: 100 * _shares[c]);
        return string.Join(
            ", ",
            raising.Select(
                (c, i) =>
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{c.Name} {c.Chance:0.##} ({c.Percent:0.##} %{(i == 0 ? " of the pixels" : "")})"
                    )
            )
        );
    }
}

using System.Numerics.Tensors;

namespace Ass.MLNet.Shift;

/// <summary>Székely and Rizzo's energy distance between two samples (Energy statistics, J. Stat. Plan. Inference 143, 2013), normalised to
/// at most 1.</summary>
internal static class EnergyStatistic
{
    /// <summary>(2·E‖x − y‖ − E‖x − x′‖ − E‖y − y′‖) / 2·E‖x − y‖; its expected numerator is 0 for equal distributions, and it is at most
    /// 1.</summary>
    /// <remarks>
    /// Means over pairs of different vectors (the U-statistic), whose numerator is unbiased even for few vectors. Distances are not
    /// squared, so a single outlier weighs less than in a distance of means.
    /// </remarks>
    /// <param name="x">At least two vectors.</param>
    /// <param name="y">At least two vectors of the same length.</param>
    public static double Between(ReadOnlyMemory<float>[] x, ReadOnlyMemory<float>[] y)
    {
        double between = 0;
        foreach (var one in x)
        {
            foreach (var other in y)
            {
                between += TensorPrimitives.Distance(one.Span, other.Span);
            }
        }

        between *= 2.0 / ((long)x.Length * y.Length);
        return between > 0 ? (between - Within(x) - Within(y)) / between : double.NaN;
    }

    private static double Within(ReadOnlyMemory<float>[] vectors)
    {
        double sum = 0;
        for (int i = 0; i < vectors.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                sum += TensorPrimitives.Distance(vectors[i].Span, vectors[j].Span);
            }
        }

        return 2 * sum / ((long)vectors.Length * (vectors.Length - 1));
    }
}

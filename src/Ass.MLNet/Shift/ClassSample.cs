namespace Ass.MLNet.Shift;

/// <summary>The class vectors of one class in one domain, with their mean and spread.</summary>
internal sealed class ClassSample
{
    /// <param name="vectors">n vectors of one length.</param>
    public ClassSample(ReadOnlyMemory<float>[] vectors)
    {
        Vectors = vectors;
        Mean = new double[vectors.Length == 0 ? 0 : vectors[0].Length];
        foreach (var vector in vectors)
        {
            for (int i = 0; i < Mean.Length; i++)
            {
                Mean[i] += vector.Span[i] / vectors.Length;
            }
        }

        double sum = 0;
        foreach (var vector in vectors)
        {
            for (int i = 0; i < Mean.Length; i++)
            {
                sum += (vector.Span[i] - Mean[i]) * (vector.Span[i] - Mean[i]);
            }
        }

        Variance = sum / (vectors.Length - 1);
    }

    public ReadOnlyMemory<float>[] Vectors { get; }

    /// <summary>n.</summary>
    public int Count => Vectors.Length;

    /// <summary>m = Σ v / n.</summary>
    public double[] Mean { get; }

    /// <summary>S = Σ ‖v − m‖² / (n − 1), the trace of the covariance; NaN for fewer than two vectors.</summary>
    public double Variance { get; }

    /// <summary>S / n: the expected squared distance of the sample mean from the population mean.</summary>
    public double VarianceOfMean => Variance / Count;
}

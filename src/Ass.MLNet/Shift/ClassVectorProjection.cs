using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet;

/// <summary>Class vectors of both domains in the plane that shows most of their variance (principal component analysis).</summary>
internal sealed class ClassVectorProjection
{
    private ClassVectorProjection(IReadOnlyList<ProjectedVector> points, double[] shares) => (Points, Shares) = (points, shares);

    /// <summary>A point for each vector: the source's, then the target's.</summary>
    public IReadOnlyList<ProjectedVector> Points { get; }

    /// <summary>How much of the vectors' variance either axis shows, 0–1.</summary>
    public double[] Shares { get; }

    /// <summary>Centres all vectors on their common mean and finds the axes; an axis's direction is such that its farthest point is on the positive side.</summary>
    /// <param name="shift">With at least one vector.</param>
    public static ClassVectorProjection Of(DomainShift shift)
    {
        ClassVector[] vectors = [.. shift.Source, .. shift.Target];
        int count = vectors.Length, length = vectors[0].Values.Length;
        double[] centred = Centre(vectors, length);

        // The eigenvectors of the smaller of the two matrices of products say the same: of vectors with each other, or of channels.
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var x = DeviceCopy.Of(centred, [count, length], CPU);
        bool byVector = count <= length;
        var (values, axes) = linalg.eigh(byVector ? x.mm(x.t()) : x.t().mm(x));
        double[] variances = values.data<double>().ToArray();
        double total = variances.Sum(v => Math.Max(0, v));
        var coordinates = new double[2][];
        var shares = new double[2];
        for (int axis = 0; axis < 2; axis++)
        {
            // Eigenvalues ascend. A set of few vectors may have a single axis, or none.
            int at = variances.Length - 1 - axis;
            double variance = at < 0 ? 0 : Math.Max(0, variances[at]);
            shares[axis] = total > 0 ? variance / total : 0;
            coordinates[axis] = at < 0 ? new double[count] : Coordinates(x, axes.select(1, at), byVector, variance);
        }

        return new ClassVectorProjection(
            [.. vectors.Select((v, i) => new ProjectedVector(v.ClassId, i >= shift.Source.Count, coordinates[0][i], coordinates[1][i]))], shares);
    }

    private static double[] Centre(ClassVector[] vectors, int length)
    {
        var mean = new double[length];
        foreach (var vector in vectors)
        {
            for (int i = 0; i < length; i++)
                mean[i] += vector.Values.Span[i] / (double)vectors.Length;
        }

        return [.. vectors.SelectMany(vector => mean.Select((m, i) => vector.Values.Span[i] - m))];
    }

    private static double[] Coordinates(Tensor x, Tensor eigenvector, bool byVector, double variance)
    {
        double[] values = (byVector ? eigenvector.contiguous() : x.mv(eigenvector)).data<double>().ToArray();
        double scale = (byVector ? Math.Sqrt(variance) : 1) * Math.Sign(values.MaxBy(Math.Abs));
        return Array.ConvertAll(values, v => v * scale);
    }
}

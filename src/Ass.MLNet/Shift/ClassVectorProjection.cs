using System.Numerics.Tensors;
using Ass.MLNet.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Shift;

/// <summary>Projects the directions of both domains' class vectors onto the plane in which the means of classes and domains differ
/// most.</summary>
/// <remarks>
/// A principal component analysis of the means. Why not of the vectors: their principal components often reflect differences between
/// arbitrary images, and a few outliers, and separate neither classes nor domains.
/// </remarks>
internal sealed class ClassVectorProjection
{
    /// <summary>An axis with a smaller share of the variance is rounding error, as with only two means.</summary>
    private const double SmallestShare = 1e-12;

    private ClassVectorProjection(IReadOnlyList<ProjectedVector> points, double share) => (Points, Share) = (points, share);

    /// <summary>One point per vector, class by class, source before target.</summary>
    public IReadOnlyList<ProjectedVector> Points { get; }

    /// <summary>Share of the means' variance that the plane shows, 0 to 1.</summary>
    public double Share { get; }

    /// <param name="shift">A shift with at least one vector.</param>
    public static ClassVectorProjection Of(DomainShift shift)
    {
        double[][] means = [.. shift.Samples.SelectMany(s => new[] { s.Source, s.Target }).Where(s => s.Count > 0).Select(s => s.Mean)];
        double[] centre = [.. Enumerable.Range(0, means[0].Length).Select(i => means.Average(mean => mean[i]))];
        var (axes, share) = Axes([.. means.Select(mean => Subtract(mean, centre))]);
        return new ClassVectorProjection(
            [.. shift.Samples.SelectMany((s, id) => Project(id, s.Source, isTarget: false).Concat(Project(id, s.Target, isTarget: true)))],
            share
        );

        IEnumerable<ProjectedVector> Project(int classId, ClassSample sample, bool isTarget) =>
            sample.Vectors.Select(vector =>
            {
                double[] place = Subtract(Array.ConvertAll(vector.ToArray(), x => (double)x), centre);
                return new ProjectedVector(
                    classId,
                    isTarget,
                    TensorPrimitives.Dot<double>(place, axes[0]),
                    TensorPrimitives.Dot<double>(place, axes[1])
                );
            });
    }

    /// <summary>The two unit axes that show most of the variance of <paramref name="centred"/>; each points towards the farthest
    /// vector.</summary>
    private static (double[][] Axes, double Share) Axes(double[][] centred)
    {
        // For M with these rows and M·Mᵀ = U·Λ·Uᵀ, the axes are the columns of Mᵀ·U·Λ^-½: a small matrix, however many channels there are.
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var rows = DeviceCopy.Of(centred.SelectMany(row => row).ToArray(), [centred.Length, centred[0].Length], CPU);
        var (values, vectors) = linalg.eigh(rows.mm(rows.t()));
        double[] variances = values.data<double>().ToArray();
        double total = variances.Sum();
        var axes = new double[2][];
        double shown = 0;
        for (int i = 0; i < 2; i++)
        {
            // Eigenvalues are in ascending order.
            int at = variances.Length - 1 - i;
            axes[i] = new double[centred[0].Length];
            if (at < 0 || variances[at] <= total * SmallestShare)
            {
                continue;
            }
            double[] weights = vectors.select(1, at).contiguous().data<double>().ToArray();
            double scale = Math.Sign(weights.MaxBy(Math.Abs)) / Math.Sqrt(variances[at]);
            foreach (var (row, weight) in centred.Zip(weights))
            {
                TensorPrimitives.MultiplyAdd<double>(row, weight * scale, axes[i], axes[i]);
            }
            shown += variances[at];
        }

        return (axes, total > 0 ? shown / total : 0);
    }

    private static double[] Subtract(double[] a, double[] b)
    {
        var difference = new double[a.Length];
        TensorPrimitives.Subtract<double>(a, b, difference);
        return difference;
    }
}

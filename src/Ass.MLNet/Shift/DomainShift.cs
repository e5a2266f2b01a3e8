using Ass.MLNet.Shift;

namespace Ass.MLNet;

/// <summary>The shift between two domains in a network's features, class by class: distances between their class vectors.</summary>
/// <remarks>
/// <para>Class vectors are first normalised to length 1, so that directions are compared. A vector's length mostly affects the classifier's
/// confidence, and otherwise a class with much longer vectors would dominate the distances. With n vectors of one class in one domain,
/// their mean m and S = Σ ‖v − m‖² / (n − 1), and s and t for source and target:</para>
/// <para>gap² = ‖m_s − m_t‖² − S_s/n_s − S_t/n_t. The subtracted terms are the expected squared distance between two means of so few images
/// without any shift.</para>
/// <para>spread² = ((n_s − 1)·S_s + (n_t − 1)·S_t) / (n_s + n_t − 2), within class and domain.</para>
/// <para>typical distance of two classes² = the mean over pairs of classes of ‖m_a − m_b‖², m the mean of m_s and m_t; the variance of the
/// means is subtracted here, too.</para>
/// <para>All measures are ratios of distances within one network's features: they are invariant to scaling and rotation of the features, so
/// shrinking the features does not count as alignment, and networks can be compared on the same images. <see cref="Distance"/> measures how
/// well the domains can be told apart, <see cref="RelativeDistance"/> whether that matters next to the differences between classes.
/// Training that pulls the images of a class together can raise the first and lower the second.</para>
/// </remarks>
public sealed class DomainShift
{
    /// <summary>Minimum number of vectors per class and domain: a single vector has no spread.</summary>
    internal const int FewestVectors = 2;

    /// <summary>Computes the shift between class vectors, which may come from elsewhere.</summary>
    /// <param name="classNames">The K class names in the order of the train ids.</param>
    /// <param name="source">The source's vectors.</param>
    /// <param name="target">The target's vectors, of the same length.</param>
    /// <exception cref="ArgumentException">Vectors differ in length, contain a value that is not finite, or belong to a class without a
    /// name.</exception>
    public DomainShift(IReadOnlyList<string> classNames, IReadOnlyList<ClassVector> source, IReadOnlyList<ClassVector> target)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        Check(classNames, [.. source, .. target]);
        (Source, Target) = (source, target);

        Samples = [.. classNames.Select((_, id) => (Sample(source, id), Sample(target, id)))];
        double classDistance = SquaredClassDistance([.. Samples.Where(s => IsMeasured(s.Source, s.Target))]);
        Classes = [.. classNames.Zip(Samples, (name, s) => Measure(name, s.Source, s.Target, classDistance))];
    }

    /// <summary>The source's class vectors.</summary>
    public IReadOnlyList<ClassVector> Source { get; }

    /// <summary>The target's class vectors.</summary>
    public IReadOnlyList<ClassVector> Target { get; }

    /// <summary>Each class's shift, in the order of the train ids.</summary>
    public IReadOnlyList<ClassShift> Classes { get; }

    /// <summary>The root mean square of the measured classes' <see cref="ClassShift.Distance"/>, in units of spread, without classes whose
    /// vectors have no spread; NaN if none is left.</summary>
    public double Distance => Root(Mean(c => c.SquaredDistance));

    /// <summary>The root mean square of <see cref="ClassShift.RelativeDistance"/>: the scatter of domains around their class relative to
    /// the scatter of classes. NaN with fewer than two classes.</summary>
    public double RelativeDistance => Root(Mean(c => c.SquaredRelativeDistance));

    /// <summary>The mean of the measured classes' <see cref="ClassShift.EnergyDistance"/>.</summary>
    public double EnergyDistance => Mean(c => c.EnergyDistance);

    /// <summary>The vectors of each class, normalised to length 1, in the order of the train ids.</summary>
    internal IReadOnlyList<(ClassSample Source, ClassSample Target)> Samples { get; }

    /// <summary>Formats the shift as a table: class, vectors, distances.</summary>
    public override string ToString() => DomainShiftTable.Format(this);

    /// <summary>A distance from its squared estimate, which may be negative by chance.</summary>
    internal static double Root(double squared) => Math.Sqrt(Math.Max(0, squared));

    private static bool IsMeasured(ClassSample source, ClassSample target) =>
        source.Count >= FewestVectors && target.Count >= FewestVectors;

    private static ClassSample Sample(IReadOnlyList<ClassVector> vectors, int classId) =>
        new([.. vectors.Where(v => v.ClassId == classId).Select(v => v.Direction())]);

    private static ClassShift Measure(string name, ClassSample source, ClassSample target, double squaredClassDistance)
    {
        if (!IsMeasured(source, target))
        {
            return new ClassShift(name, source.Count, target.Count, double.NaN, double.NaN, double.NaN);
        }

        double gap = SquaredDistance(source.Mean, target.Mean) - source.VarianceOfMean - target.VarianceOfMean;
        double spread = ((source.Count - 1) * source.Variance + (target.Count - 1) * target.Variance) / (source.Count + target.Count - 2);
        double energy = EnergyStatistic.Between(source.Vectors, target.Vectors);
        return new ClassShift(name, source.Count, target.Count, Ratio(gap, spread), Ratio(gap, squaredClassDistance), energy);
    }

    private static double SquaredClassDistance((ClassSample Source, ClassSample Target)[] classes)
    {
        (double[] Mean, double Variance)[] means =
        [
            .. classes.Select(c =>
                (c.Source.Mean.Zip(c.Target.Mean, (s, t) => (s + t) / 2).ToArray(), (c.Source.VarianceOfMean + c.Target.VarianceOfMean) / 4)
            ),
        ];
        double sum = 0;
        for (int a = 0; a < means.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                sum += SquaredDistance(means[a].Mean, means[b].Mean) - means[a].Variance - means[b].Variance;
            }
        }

        return sum / (means.Length * (means.Length - 1) / 2);
    }

    private static double SquaredDistance(double[] a, double[] b) => a.Zip(b, (x, y) => (x - y) * (x - y)).Sum();

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : double.NaN;

    private static void Check(IReadOnlyList<string> classNames, ClassVector[] vectors)
    {
        foreach (var vector in vectors)
        {
            if (vector.ClassId < 0 || vector.ClassId >= classNames.Count)
            {
                throw new ArgumentException(
                    $"A class vector is of class {vector.ClassId}, but with {classNames.Count} class names ids are "
                        + $"0–{classNames.Count - 1}."
                );
            }
            if (vector.Values.Length != vectors[0].Values.Length)
            {
                throw new ArgumentException(
                    $"Class vectors must be of one length, but one has {vectors[0].Values.Length} elements and one of class "
                        + $"'{classNames[vector.ClassId]}' has {vector.Values.Length}."
                );
            }
            if (vector.Values.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue))
            {
                throw new ArgumentException(
                    $"A class vector of class '{classNames[vector.ClassId]}' holds a number that is not finite: the network's "
                        + "weights may be unsound."
                );
            }
        }
    }

    private double Mean(Func<ClassShift, double> measure)
    {
        double[] values = [.. Classes.Where(c => c.IsMeasured).Select(measure).Where(double.IsFinite)];
        return values.Length > 0 ? values.Average() : double.NaN;
    }
}

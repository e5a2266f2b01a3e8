namespace Ass.MLNet;

/// <summary>How far the source's vectors of one class are from the target's; see <see cref="DomainShift"/> for the formulas.</summary>
/// <param name="ClassName">The class's name.</param>
/// <param name="SourceCount">n_s, the source images that show the class.</param>
/// <param name="TargetCount">n_t, the target images that show the class.</param>
/// <param name="SquaredDistance">gap² / spread², without a unit. Where there is no shift, its mean over many choices of images is 0, so it
/// may be below 0.</param>
/// <param name="SquaredRelativeDistance">gap² / (typical distance of two classes)²; may be below 0, too.</param>
/// <param name="EnergyDistance">
/// From about 0 (the same distribution; below 0 by chance) to 1 (apart by much more than either spreads). It sees differences in spread and
/// shape, too, and outliers weigh less.
/// </param>
/// <remarks>The three measures are not a number (NaN) where a domain has fewer than two vectors of the class, or where there is no spread,
/// no other class or no distance to compare with.</remarks>
public sealed record ClassShift(
    string ClassName,
    int SourceCount,
    int TargetCount,
    double SquaredDistance,
    double SquaredRelativeDistance,
    double EnergyDistance
)
{
    /// <summary>Whether both domains have the two vectors, at least, that a measure needs.</summary>
    public bool IsMeasured => SourceCount >= DomainShift.FewestVectors && TargetCount >= DomainShift.FewestVectors;

    /// <summary>The distance between the domains in spreads of the class: 1 = as far apart as a vector typically is from the mean of its
    /// own domain. At least 0.</summary>
    public double Distance => DomainShift.Root(SquaredDistance);

    /// <summary>The distance between the domains as a share of the distance between two classes: 1 = the domains of the class are as far
    /// apart as classes are. At least 0.</summary>
    public double RelativeDistance => DomainShift.Root(SquaredRelativeDistance);
}

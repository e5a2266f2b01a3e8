namespace Ass.MLNet;

/// <summary>The shift of one class between source and target; see <see cref="DomainShift"/> for the formulas.</summary>
/// <param name="ClassName">The class's name.</param>
/// <param name="SourceCount">n_s, the number of source images that show the class.</param>
/// <param name="TargetCount">n_t, the number of target images that show the class.</param>
/// <param name="SquaredDistance">gap² / spread², dimensionless. Without a shift its expected value is 0, so it may be negative.</param>
/// <param name="SquaredRelativeDistance">gap² / (typical distance of two classes)², dimensionless; may also be negative.</param>
/// <param name="EnergyDistance"> From about 0 (same distribution; negative by chance) to 1 (far apart relative to either spread). It also
/// captures differences in spread and shape, and is less sensitive to outliers.
/// </param>
/// <remarks>The three measures are NaN if a domain has fewer than two vectors of the class, or if there is no spread, no other class or no
/// distance to compare with.</remarks>
public sealed record ClassShift(
    string ClassName,
    int SourceCount,
    int TargetCount,
    double SquaredDistance,
    double SquaredRelativeDistance,
    double EnergyDistance
)
{
    /// <summary>Whether both domains have at least the two vectors that a measure needs.</summary>
    public bool IsMeasured => SourceCount >= DomainShift.FewestVectors && TargetCount >= DomainShift.FewestVectors;

    /// <summary>The distance between the domains in units of the class's spread: at 1 they are as far apart as a vector typically is from
    /// its own domain's mean. At least 0.</summary>
    public double Distance => DomainShift.Root(SquaredDistance);

    /// <summary>The distance between the domains relative to the typical distance between two classes: at 1 the domains are as far apart as
    /// classes are. At least 0.</summary>
    public double RelativeDistance => DomainShift.Root(SquaredRelativeDistance);
}

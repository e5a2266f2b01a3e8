namespace Ass.MLNet.Reporting;

/// <summary>How one number changed in training.</summary>
/// <param name="Name">What it is: a column of <c>results.csv</c>, for instance <c>source loss</c>.</param>
/// <param name="Points">Values by training step, in the order of the rows; rows without a number are left out.</param>
public sealed record LearningCurve(string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>A point of a learning curve.</summary>
/// <param name="Step">The training step.</param>
/// <param name="Value">A finite number.</param>
public readonly record struct CurvePoint(double Step, double Value);

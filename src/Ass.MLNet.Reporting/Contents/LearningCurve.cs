namespace Ass.MLNet.Reporting;

/// <summary>One value over the course of training.</summary>
/// <param name="Name">The name: a column of <c>results.csv</c>, for instance <c>source loss</c>.</param>
/// <param name="Points">The values by training step, in the order of the rows; rows without a number are skipped.</param>
public sealed record LearningCurve(string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>A point of a learning curve.</summary>
/// <param name="Step">The training step.</param>
/// <param name="Value">The value, a finite number.</param>
public readonly record struct CurvePoint(double Step, double Value);

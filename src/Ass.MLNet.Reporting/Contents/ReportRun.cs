namespace Ass.MLNet.Reporting;

/// <summary>One trained model in a report.</summary>
/// <param name="Name">The name of the run, which identifies it in a comparison of several.</param>
/// <param name="Metrics">The metrics; <see langword="null"/>: not evaluated.</param>
/// <param name="Curves">The learning curves (<see cref="LearningCurves.Read"/>); <see langword="null"/> or empty: none.</param>
public sealed record ReportRun(string Name, SegmentationMetrics? Metrics = null, IReadOnlyList<LearningCurve>? Curves = null);

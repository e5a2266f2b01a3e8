namespace Ass.MLNet.Reporting;

/// <summary>One trained model in a report.</summary>
/// <param name="Name">Tells runs apart where a report has several: a row of a comparison.</param>
/// <param name="Metrics">How well it does; <see langword="null"/>: not evaluated.</param>
/// <param name="Curves">Its learning curves (<see cref="LearningCurves.Read"/>); <see langword="null"/> or empty: none.</param>
public sealed record ReportRun(string Name, SegmentationMetrics? Metrics = null, IReadOnlyList<LearningCurve>? Curves = null);

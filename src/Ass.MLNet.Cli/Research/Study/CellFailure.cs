namespace Ass.MLNet.Cli.Research.Study;

/// <summary>Why a cell could not be trained: its <c>failure.json</c>, until it is finished.</summary>
/// <param name="Reason">The error, on one line.</param>
/// <param name="When">The time of the failure.</param>
/// <param name="Details">The error with its stack trace.</param>
internal sealed record CellFailure(string Reason, DateTimeOffset When, string? Details = null);

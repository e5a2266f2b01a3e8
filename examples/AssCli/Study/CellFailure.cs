namespace AssCli;

/// <summary>Why a cell could not be trained: its <c>failure.json</c>, until it is finished.</summary>
/// <param name="Reason">The error, on one line.</param>
/// <param name="When">When it came.</param>
internal sealed record CellFailure(string Reason, DateTimeOffset When);

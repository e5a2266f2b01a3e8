namespace Ass.MLNet.Datasets;

/// <summary>A note on how a set was assembled.</summary>
/// <param name="Text">One or two sentences.</param>
/// <param name="IsWarning">Whether images or labels were dropped that the user may expect to be there.</param>
internal sealed record DatasetNote(string Text, bool IsWarning);

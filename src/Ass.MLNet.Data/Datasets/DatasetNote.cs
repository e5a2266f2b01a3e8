namespace Ass.MLNet.Datasets;

/// <summary>What is worth knowing about how a set was put together.</summary>
/// <param name="Text">One or two sentences.</param>
/// <param name="IsWarning">Whether images or labels were left out that somebody may miss.</param>
internal sealed record DatasetNote(string Text, bool IsWarning);

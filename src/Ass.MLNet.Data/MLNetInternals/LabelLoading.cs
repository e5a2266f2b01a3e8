namespace Ass.MLNet.MLNetInternals;

/// <summary>The options for loading labels in a pipeline.</summary>
/// <param name="Output">The label column.</param>
/// <param name="Input">The path column.</param>
/// <param name="Map">Raw value → train id; <see langword="null"/>: the files hold train ids.</param>
/// <param name="Folder">The base folder of relative paths; <see langword="null"/>: the current directory of the process.</param>
/// <param name="Channel">The channel that holds the label.</param>
internal sealed record LabelLoading(string Output, string Input, LabelMap? Map, string? Folder, LabelChannel Channel);

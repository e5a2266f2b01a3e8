namespace Ass.MLNet.MLNetInternals;

/// <summary>What is chosen where labels are loaded in a pipeline.</summary>
/// <param name="Output">The column of labels.</param>
/// <param name="Input">The column of paths.</param>
/// <param name="Map">Raw value → train id; <see langword="null"/>: the files hold train ids.</param>
/// <param name="Folder">Where relative paths start; <see langword="null"/>: in the process's current folder.</param>
/// <param name="Channel">Which number of a pixel is the label.</param>
internal sealed record LabelLoading(string Output, string Input, LabelMap? Map, string? Folder, LabelChannel Channel);

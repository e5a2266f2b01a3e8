namespace Ass.MLNet;

/// <summary>A file of a data set that cannot be trained on.</summary>
/// <param name="Path">The image or label file.</param>
/// <param name="Message">A sentence that names the file and the problem.</param>
public sealed record DatasetProblem(string Path, string Message);

namespace Ass.MLNet.MLNetInternals;

/// <summary>The names of the columns that scoring reads and adds.</summary>
/// <param name="Image">The input: images of any size.</param>
/// <param name="PredictedLabel">Added: images of train ids.</param>
/// <param name="Score">Added if it has a name: vectors of class scores.</param>
internal sealed record SegmentationColumns(string Image, string PredictedLabel, string? Score);

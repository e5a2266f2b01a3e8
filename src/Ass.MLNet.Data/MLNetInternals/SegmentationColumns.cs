namespace Ass.MLNet.MLNetInternals;

/// <summary>The names of the columns that scoring reads and adds.</summary>
/// <param name="Image">The input column: images of any size.</param>
/// <param name="PredictedLabel">The added label column: images of train ids.</param>
/// <param name="Score">The added score column, vectors of class scores; null: not added.</param>
internal sealed record SegmentationColumns(string Image, string PredictedLabel, string? Score);

namespace Ass.MLNet.Datasets;

/// <summary>One row of loaded data sets.</summary>
/// <param name="Sample">The image and its label.</param>
/// <param name="Domain"><c>source</c> or <c>target</c>.</param>
/// <param name="LabelMap">Turns the label file's values into train ids; <see langword="null"/>: they are train ids.</param>
/// <param name="LabelChannel">Where in the label file's pixels those values are.</param>
internal sealed record SegmentationRow(SegmentationSample Sample, string Domain, LabelMap? LabelMap, LabelChannel LabelChannel);

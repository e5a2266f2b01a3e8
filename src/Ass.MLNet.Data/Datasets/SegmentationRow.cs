namespace Ass.MLNet.Datasets;

/// <summary>One row of the loaded data sets.</summary>
/// <param name="Sample">The image and its label.</param>
/// <param name="Domain"><c>source</c> or <c>target</c>.</param>
/// <param name="LabelMap">Maps the label file's values to train ids; <see langword="null"/>: they are train ids.</param>
/// <param name="LabelChannel">The channel of the label file that holds these values.</param>
internal sealed record SegmentationRow(SegmentationSample Sample, string Domain, LabelMap? LabelMap, LabelChannel LabelChannel);

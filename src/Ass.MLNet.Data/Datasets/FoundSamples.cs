namespace Ass.MLNet.Datasets;

/// <summary>The images of a set with their labels, and notes on how they were found.</summary>
internal sealed record FoundSamples(IReadOnlyList<SegmentationSample> Samples, IReadOnlyList<DatasetNote> Notes);

namespace Ass.MLNet.Datasets;

/// <summary>One image of a data set on disk.</summary>
/// <param name="Stem">The path relative to the image folder, with forward slashes and without extension: the image's name within its
/// set.</param>
/// <param name="ImagePath">The image file.</param>
/// <param name="LabelPath">The label file, or <see langword="null"/> if the image is unlabelled.</param>
internal sealed record SegmentationSample(string Stem, string ImagePath, string? LabelPath);

namespace Ass.MLNet;

/// <summary>An image file with a mask of its pixels, for <see cref="LabelingExport"/>.</summary>
/// <param name="Path">The image file.</param>
/// <param name="Mask">The mask, of the image's size as it is shown.</param>
public sealed record SegmentedImage(string Path, SegmentationMask Mask);

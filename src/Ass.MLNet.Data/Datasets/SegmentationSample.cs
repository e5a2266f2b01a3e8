using Ass.MLNet.Images;
using Ass.MLNet.Labels;

namespace Ass.MLNet.Datasets;

/// <summary>One image of a data set on disk.</summary>
/// <param name="Stem">The path relative to the image folder, with forward slashes and without extension: the image's name within its
/// set.</param>
/// <param name="ImagePath">The image file.</param>
/// <param name="LabelPath">The label file, or the file that holds the label; <see langword="null"/> if the image is unlabelled.</param>
internal sealed record SegmentationSample(string Stem, string ImagePath, string? LabelPath)
{
    /// <summary>Reads the label from the file that holds it; <see langword="null"/>: <see cref="LabelPath"/> is a label file.</summary>
    public LabelSource? Source { get; init; }

    /// <summary>The label in messages; requires a label.</summary>
    public string LabelName => Source is null ? $"The label file '{LabelPath}'" : $"The label '{Source.Place}'";

    /// <summary>The label in lists of problems and of examples: a file, and the place in it; requires a label.</summary>
    public string LabelPlace => Source?.Place ?? LabelPath!;

    /// <summary>The size of the label as stored; requires a label.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or not a label; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public ImageSize LabelSize() => Source?.Size() ?? PictureSize.Stored(LabelPath!);

    /// <summary>Reads the label's values, in the form that <paramref name="map"/> can convert; requires a label.</summary>
    /// <inheritdoc cref="LabelFile.Read(string, LabelChannel, LabelMap)"/>
    public RawLabel ReadLabel(LabelChannel channel, LabelMap? map) =>
        Source?.Read(channel, map) ?? LabelFile.Read(LabelPath!, channel, map);

    /// <summary>Reads the label's train ids; <see langword="null"/> if the image is unlabelled.</summary>
    /// <inheritdoc cref="LabelFile.ReadTrainIds"/>
    public LabelMask? ReadTrainIds(LabelChannel channel, LabelMap? map) =>
        LabelPath is null ? null : Source?.ReadTrainIds(channel, map) ?? LabelFile.ReadTrainIds(LabelPath, channel, map);
}

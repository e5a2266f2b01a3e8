using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML.Data;

namespace Ass.MLNet.Datasets;

/// <summary>Decodes the files of a data set to row images.</summary>
internal static class SegmentationPictures
{
    /// <summary>Reads the image of a row.</summary>
    /// <exception cref="InvalidDataException">The file contains no image that can be decoded; the message names it.</exception>
    public static MLImage ReadImage(string path) => ImageFile.Read(path);

    /// <summary>Reads the label of a row as a grey image of train ids.</summary>
    /// <param name="path">The label file.</param>
    /// <param name="map">Maps the stored values to train ids; <see langword="null"/>: they are train ids.</param>
    /// <param name="channel">The channel that holds the label.</param>
    /// <exception cref="InvalidDataException">The file is damaged or is not a label; the message names it.</exception>
    public static MLImage ReadLabel(string path, LabelMap? map, LabelChannel channel = LabelChannel.Grey) =>
        ToImage(LabelFile.ReadTrainIds(path, channel, map), path);

    /// <summary>Reads the label of a sample as a grey image of train ids; <see langword="null"/> if it is unlabelled.</summary>
    /// <inheritdoc cref="ReadLabel(string, LabelMap, LabelChannel)"/>
    public static MLImage? ReadLabel(SegmentationSample sample, LabelMap? map, LabelChannel channel) =>
        sample.ReadTrainIds(channel, map) is { } mask ? ToImage(mask, sample.LabelPlace) : null;

    private static MLImage ToImage(LabelMask mask, string place)
    {
        var label = MaskImage.Create(mask.Width, mask.Height, mask.Ids);
        label.Tag = place;
        PixelBuffers.Give(mask.Ids);
        return label;
    }
}

using Ass.MLNet.Images;
using Ass.MLNet.Labels;
using Microsoft.ML.Data;

namespace Ass.MLNet.Datasets;

/// <summary>Decodes a data set's files to the images of its rows.</summary>
internal static class SegmentationPictures
{
    /// <summary>The image of a row.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture that can be decoded; the message names it.</exception>
    public static MLImage ReadImage(string path) => ImageFile.Read(path);

    /// <summary>The label of a row as a grey image of train ids.</summary>
    /// <param name="path">The label file.</param>
    /// <param name="map">Turns the file's values into train ids; <see langword="null"/>: they are train ids.</param>
    /// <param name="channel">Which number of a pixel is the label.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds no label; the message names it.</exception>
    public static MLImage ReadLabel(string path, LabelMap? map, LabelChannel channel = LabelChannel.Grey)
    {
        var mask = LabelFile.ReadTrainIds(path, channel, map);
        var label = MaskImage.Create(mask.Width, mask.Height, mask.Ids);
        label.Tag = path;
        PixelBuffers.Give(mask.Ids);
        return label;
    }
}

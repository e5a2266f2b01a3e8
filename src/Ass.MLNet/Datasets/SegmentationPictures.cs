using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Decodes a data set's files to the images of its rows.</summary>
internal static class SegmentationPictures
{
    /// <summary>The image of a row.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture that can be decoded.</exception>
    public static MLImage ReadImage(string path) => Decode(path, "image");

    /// <summary>The label of a row as a grey image of train ids.</summary>
    /// <exception cref="InvalidDataException">The file holds no picture that can be decoded.</exception>
    /// <exception cref="InvalidOperationException">The picture is not grey.</exception>
    public static MLImage ReadLabel(string path, LabelMap? map)
    {
        using var image = Decode(path, "label");
        var mask = LabelImageReader.FromGrey(image, $"file '{path}'");
        map?.Apply(mask.Ids);
        var label = MaskImage.Create(mask.Width, mask.Height, mask.Ids);
        label.Tag = path;
        return label;
    }

    private static MLImage Decode(string path, string kind)
    {
        // Reading the whole file first leaves it unlocked and makes an unreadable file an error of the file system's own.
        using var stream = new MemoryStream(File.ReadAllBytes(path));
        try
        {
            var image = MLImage.CreateFromStream(stream);
            image.Tag = path;
            return image;
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The {kind} file '{path}' cannot be decoded: it is damaged or not a picture.", e);
        }
    }
}

using Ass.MLNet.Files;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Reads label files with the values that are stored in them: no palette applied, no bit dropped.</summary>
/// <remarks>What a file is, its content says. Formats that change values, such as JPEG, are refused whatever their name.</remarks>
internal static class LabelFile
{
    /// <summary>Told of every label that this thread reads as train ids, with the stored values, which are lost afterwards: a check of the
    /// data can ask for them wherever in a pipeline the file is read.</summary>
    [field: ThreadStatic]
    public static Action<RawLabel, LabelMap?>? Watcher { get; set; }

    /// <summary>The values as they are stored.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, too large, no picture, or a picture of colours; the message names
    /// it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RawLabel Read(string path, LabelChannel channel) => Read(path, channel, asColors: false, label => label);

    /// <summary>The values as they are stored, which <paramref name="map"/> can turn into train ids.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">Which number of a pixel is the label.</param>
    /// <param name="map">Raw value → train id; <see langword="null"/>: the file holds train ids, and a value above 255 is an error.</param>
    /// <inheritdoc cref="Read(string, LabelChannel)"/>
    public static RawLabel Read(string path, LabelChannel channel, LabelMap? map) =>
        Read(path, channel, map is { IsOfColors: true }, label =>
        {
            if (map is null)
            {
                label.CheckAreTrainIds();
            }

            return label;
        });

    /// <summary>The train ids.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">Which number of a pixel is the label.</param>
    /// <param name="map">Raw value → train id; <see langword="null"/>: the file holds train ids.</param>
    /// <inheritdoc cref="Read(string, LabelChannel)"/>
    public static LabelMask ReadTrainIds(string path, LabelChannel channel, LabelMap? map) =>
        Read(path, channel, map is { IsOfColors: true }, label =>
        {
            Watcher?.Invoke(label, map);
            return label.ToTrainIds(map);
        });

    /// <summary>The values as they are stored.</summary>
    /// <param name="file">All bytes of the file; they are used up.</param>
    /// <param name="channel">Which number of a pixel is the label.</param>
    /// <param name="asColors">Whether a pixel's colour is the label, instead.</param>
    /// <exception cref="InvalidDataException">The file is damaged, too large, turned, or no label. The message is the end of a
    /// sentence.</exception>
    public static RawLabel Decode(ArraySegment<byte> file, LabelChannel channel, bool asColors)
    {
        var kind = PictureSignature.Of(file);
        return kind switch
        {
            PictureKind.Png => PngReader.Read(file, channel, asColors),
            PictureKind.Tiff => TiffLabelReader.Read(file, channel, asColors),
            PictureKind.Bmp => BmpLabelReader.Read(file, channel, asColors),
            PictureKind.WebPLossless => WebPLabelReader.Read(file, channel, asColors),
            PictureKind.Jpeg or PictureKind.WebPLossy => throw new InvalidDataException(
                $"it is {PictureSignature.Name(kind)}, which changes values when it is saved: labels need a format without loss, "
                    + "such as PNG"
            ),
            PictureKind.Gif => throw new InvalidDataException("it is a GIF, whose palette indices cannot be read: save the label as PNG"),
            _ => throw PictureSignature.Refuse(file, "PNG, TIFF, BMP and WebP without loss"),
        };
    }

    private static T Read<T>(string path, LabelChannel channel, bool asColors, Func<RawLabel, T> convert)
    {
        using var file = PooledFile.Read(path);
        try
        {
            return convert(Decode(file.Bytes, channel, asColors));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The label file '{path}' cannot be read: {e.Message}.", e);
        }
    }
}

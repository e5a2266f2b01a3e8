using Ass.MLNet.Files;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Reads label files with their stored values: no palette is applied, and no bit is dropped.</summary>
/// <remarks>The format is detected from the content. Lossy formats such as JPEG are rejected, whatever the file name.</remarks>
internal static class LabelFile
{
    /// <summary>Receives the stored values of every label that this thread reads as train ids, before they are discarded. The data check
    /// uses it wherever in a pipeline the file is read.</summary>
    [field: ThreadStatic]
    public static Action<RawLabel, LabelMap?>? Watcher { get; set; }

    /// <summary>Reads the stored values.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, too large, not an image, or a colour image; the message names
    /// it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RawLabel Read(string path, LabelChannel channel) => Read(path, channel, asColors: false, label => label);

    /// <summary>Reads the stored values, in the form that <paramref name="map"/> can convert to train ids.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">The channel that holds the label.</param>
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

    /// <summary>Reads the train ids.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">The channel that holds the label.</param>
    /// <param name="map">Raw value → train id; <see langword="null"/>: the file holds train ids.</param>
    /// <inheritdoc cref="Read(string, LabelChannel)"/>
    public static LabelMask ReadTrainIds(string path, LabelChannel channel, LabelMap? map) =>
        Read(path, channel, map is { IsOfColors: true }, label =>
        {
            label.Place = path;
            Watcher?.Invoke(label, map);
            return label.ToTrainIds(map);
        });

    /// <summary>Decodes the stored values.</summary>
    /// <param name="file">All bytes of the file; they may be overwritten.</param>
    /// <param name="channel">The channel that holds the label.</param>
    /// <param name="asColors">Whether to use the pixel colours as the label instead.</param>
    /// <exception cref="InvalidDataException">The file is damaged, too large, not upright, or not a label. The message is the end of a
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

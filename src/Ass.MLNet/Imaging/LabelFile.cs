using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Reads label files with the values that are stored in them: no palette applied, no bit dropped.</summary>
/// <remarks>PNG files are read by <see cref="PngReader"/>; anything else by ML.NET's decoder, which keeps the values of grey pictures alone.</remarks>
internal static class LabelFile
{
    /// <summary>Told of every label that this thread reads as train ids, with the stored values, which are lost afterwards: a check of the data can ask for them
    /// wherever in a pipeline the file is read.</summary>
    [field: ThreadStatic]
    public static Action<RawLabel, LabelMap?>? Watcher { get; set; }

    /// <summary>The values as they are stored.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, too large, no picture, or a picture of colours; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static RawLabel Read(string path, LabelChannel channel) => Read(path, channel, label => label);

    /// <summary>The values as they are stored, which <paramref name="map"/> can turn into train ids.</summary>
    /// <param name="path">The file.</param>
    /// <param name="channel">Which number of a pixel is the label.</param>
    /// <param name="map">Raw value → train id; <see langword="null"/>: the file holds train ids, and a value above 255 is an error.</param>
    /// <inheritdoc cref="Read(string, LabelChannel)"/>
    public static RawLabel Read(string path, LabelChannel channel, LabelMap? map) => Read(path, channel, label =>
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
    public static LabelMask ReadTrainIds(string path, LabelChannel channel, LabelMap? map) => Read(path, channel, label =>
    {
        Watcher?.Invoke(label, map);
        return label.ToTrainIds(map);
    });

    private static T Read<T>(string path, LabelChannel channel, Func<RawLabel, T> convert)
    {
        using var file = PooledFile.Read(path);
        try
        {
            return convert(PngReader.IsPng(file.Bytes) ? PngReader.Read(file.Bytes, channel) : ReadOther(file.Bytes, channel));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The label file '{path}' cannot be read: {e.Message}.", e);
        }
    }

    private static RawLabel ReadOther(ArraySegment<byte> file, LabelChannel channel)
    {
        using var image = ImageFile.Decode(file);
        var bgr = BgrImage.FromMLImage(image);
        var values = GC.AllocateUninitializedArray<byte>(bgr.Width * bgr.Height);
        for (int i = 0, at = 0; i < values.Length; i++, at += 3)
        {
            byte blue = bgr.Pixels[at], green = bgr.Pixels[at + 1], red = bgr.Pixels[at + 2];
            if (channel == LabelChannel.Grey && (blue != green || green != red))
            {
                throw RawLabel.IsColored(i % bgr.Width, i / bgr.Width, red, green, blue);
            }

            values[i] = red;
        }

        return new RawLabel(bgr.Width, bgr.Height, values);
    }
}

using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>
/// The stored values of a label file, one per pixel, row-major: bytes, words for 16-bit files, or colours with a colour map.
/// </summary>
internal sealed class RawLabel
{
    /// <summary>The number of bytes per pixel in <see cref="Colors"/>.</summary>
    public const int ColorLength = 3;

    /// <summary>Wraps a buffer without copying it.</summary>
    public RawLabel(int width, int height, byte[] bytes) => (Width, Height, Bytes) = (width, height, bytes);

    /// <inheritdoc cref="RawLabel(int, int, byte[])"/>
    public RawLabel(int width, int height, ushort[] words) => (Width, Height, Words) = (width, height, words);

    private RawLabel(int width, int height) => (Width, Height) = (width, height);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Height × width values, or <see langword="null"/> if they are words or colours.</summary>
    public byte[]? Bytes { get; }

    /// <summary>Height × width values, or <see langword="null"/> if they are bytes or colours.</summary>
    public ushort[]? Words { get; }

    /// <summary>The file, or the place in it, that the values were read from; empty if unknown.</summary>
    public string Place { get; set; } = "";

    /// <summary>R, G, B of height × width pixels, or <see langword="null"/> if the values are numbers.</summary>
    public byte[]? Colors { get; private init; }

    /// <summary>Wraps a buffer of R, G, B without copying it.</summary>
    public static RawLabel OfColors(int width, int height, byte[] colors) => new(width, height) { Colors = colors };

    /// <summary>Returns the error for an image that must be grey but is not; its message is the end of a sentence.</summary>
    public static InvalidDataException IsColored(int x, int y, int red, int green, int blue) =>
        new(
            $"it looks like a picture of colours, not of ids: pixel ({x}, {y}) is R {red}, G {green}, B {blue}. A label is a "
                + $"number per pixel: a grey value, a palette index, or, with {nameof(LabelChannel)}.{nameof(LabelChannel.Red)}, the "
                + $"red channel. Where colours are the classes, a label map of colours reads them: {ColorMaps(red, green, blue)}"
        );

    /// <summary>Checks that a label is upright. Labels are read as stored, so a turned label could not be aligned reliably with its
    /// image.</summary>
    /// <exception cref="InvalidDataException">The image is not upright; the message is the end of a sentence.</exception>
    public static void CheckIsUpright(PictureOrientation orientation)
    {
        if (orientation != PictureOrientation.TopLeft)
        {
            throw new InvalidDataException(
                $"it carries the EXIF orientation {(int)orientation}, and whether its ids lie as they are stored or as they are "
                    + "shown is not to be known: store the label the way its image is shown, without an orientation"
            );
        }
    }

    /// <summary>Converts the values to train ids. Bytes are replaced in place and colour buffers are returned to the pool, so call this
    /// only once.</summary>
    /// <param name="map">Raw value → train id; <see langword="null"/>: the values are train ids.</param>
    /// <exception cref="InvalidDataException">There is no map, and a value is above 255.</exception>
    public LabelMask ToTrainIds(LabelMap? map)
    {
        if (Colors is not null)
        {
            byte[] classes = PixelBuffers.Take(Width * Height);
            map!.ApplyToColors(Colors, classes);
            PixelBuffers.Give(Colors);
            return new LabelMask(Width, Height, classes);
        }

        if (Words is null)
        {
            map?.Apply(Bytes);
            return new LabelMask(Width, Height, Bytes!);
        }

        var ids = GC.AllocateUninitializedArray<byte>(Words.Length);
        if (map is not null)
        {
            map.Apply(Words, ids);
            return new LabelMask(Width, Height, ids);
        }

        CheckAreTrainIds();
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = (byte)Words[i];
        }

        return new LabelMask(Width, Height, ids);
    }

    /// <summary>Returns the buffers to the pool; they must not be used any more.</summary>
    public void GiveBack()
    {
        if ((Bytes ?? Colors) is { } buffer)
        {
            PixelBuffers.Give(buffer);
        }
    }

    /// <summary>Checks that the values are valid train ids without a map.</summary>
    /// <exception cref="InvalidDataException">A value is above 255; the message is the end of a sentence.</exception>
    public void CheckAreTrainIds()
    {
        int at = Words.AsSpan().IndexOfAnyExceptInRange((ushort)0, byte.MaxValue);
        if (at >= 0)
        {
            throw new InvalidDataException(
                $"pixel ({at % Width}, {at / Width}) is {Words![at]}; without a label map the values are train ids, 0–254, and "
                    + "255 for ignored pixels"
            );
        }
    }

    private static string ColorMaps(int red, int green, int blue)
    {
        // A colour map does not cover 16-bit channels.
        string[] known =
            Math.Max(red, Math.Max(green, blue)) > byte.MaxValue
                ? []
                : LabelMap.ColorMapsWith(new Rgb24((byte)red, (byte)green, (byte)blue).Number);
        return known.Length > 0
            ? $"this colour is in {nameof(LabelMap)}.{string.Join(", ", known)}; others come from "
                + $"{nameof(LabelMap)}.{nameof(LabelMap.FromPalette)} or from a JSON file"
            : $"{nameof(LabelMap)}.{nameof(LabelMap.FromPalette)}, or a JSON file whose values are colours (\"#804080\": \"road\")";
    }
}

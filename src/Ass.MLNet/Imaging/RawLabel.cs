namespace Ass.MLNet;

/// <summary>The values of a label file as they are stored, a value per pixel, row-major: bytes, or words where the file has 16 bits.</summary>
internal sealed class RawLabel
{
    /// <summary>Wraps a buffer without copying it.</summary>
    public RawLabel(int width, int height, byte[] bytes) => (Width, Height, Bytes) = (width, height, bytes);

    /// <inheritdoc cref="RawLabel(int, int, byte[])"/>
    public RawLabel(int width, int height, ushort[] words) => (Width, Height, Words) = (width, height, words);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Height × width values, or <see langword="null"/> where they are <see cref="Words"/>.</summary>
    public byte[]? Bytes { get; }

    /// <summary>Height × width values, or <see langword="null"/> where they are <see cref="Bytes"/>.</summary>
    public ushort[]? Words { get; }

    /// <summary>The error for a picture that would have to be grey; its message is the end of a sentence.</summary>
    public static InvalidDataException IsColored(int x, int y, int red, int green, int blue) => new(
        $"it looks like a picture of colours, not of ids: pixel ({x}, {y}) is R {red}, G {green}, B {blue}. A label is a number per pixel: "
        + $"a grey value, a palette index, or, with {nameof(LabelChannel)}.{nameof(LabelChannel.Red)}, the red channel");

    /// <summary>Turns the values into train ids. Bytes are replaced in place, so that this can be called once only.</summary>
    /// <param name="map">Raw value → train id; <see langword="null"/>: the values are train ids.</param>
    /// <exception cref="InvalidDataException">There is no map, and a value is above 255.</exception>
    public LabelMask ToTrainIds(LabelMap? map)
    {
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

    /// <summary>Checks that the values can be train ids as they are, without a map.</summary>
    /// <exception cref="InvalidDataException">A value is above 255; the message is the end of a sentence.</exception>
    public void CheckAreTrainIds()
    {
        int at = Words.AsSpan().IndexOfAnyExceptInRange((ushort)0, byte.MaxValue);
        if (at >= 0)
        {
            throw new InvalidDataException(
                $"pixel ({at % Width}, {at / Width}) is {Words![at]}; without a label map the values are train ids, 0–254, and 255 for ignored pixels");
        }
    }
}

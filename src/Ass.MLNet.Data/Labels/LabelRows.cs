using System.Runtime.InteropServices;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Builds a label from the rows of a decoded image, using its numbers or its colours.</summary>
/// <param name="width">The width in pixels.</param>
/// <param name="height">The height in pixels.</param>
/// <param name="channel">The channel that holds the label.</param>
/// <param name="asColors">Whether to use the pixel colours as the label instead.</param>
/// <param name="extraChannels">Whether channels after the first are no colours, however many there are.</param>
internal sealed class LabelRows(int width, int height, LabelChannel channel, bool asColors, bool extraChannels = false)
{
    /// <summary>Whether a pixel must have equal colour channels to be a label.</summary>
    public static bool MustBeGrey(int channels, LabelChannel channel) => channels >= 3 && channel == LabelChannel.Grey;

    private byte[]? _bytes;
    private ushort[]? _words;

    /// <summary>Adds a row of values of up to 8 bits.</summary>
    /// <param name="y">The index of the row.</param>
    /// <param name="row">The interleaved channels of each pixel: one, or red, green and blue first.</param>
    /// <param name="channels">The number of channels per pixel.</param>
    /// <param name="palette">The colours of the indices, used if colours are the label.</param>
    /// <exception cref="InvalidDataException">A pixel is coloured, but numbers are required. The message is the end of a
    /// sentence.</exception>
    public void Add(int y, ReadOnlySpan<byte> row, int channels, Rgb24[]? palette = null)
    {
        if (!asColors)
        {
            Pick(row, channels, (_bytes ??= PixelBuffers.Take(width * height)).AsSpan(y * width, width), y);
            return;
        }

        _bytes ??= PixelBuffers.Take(checked(width * height * RawLabel.ColorLength));
        var colors = MemoryMarshal.Cast<byte, Rgb24>(_bytes.AsSpan()).Slice(y * width, width);
        for (int i = 0, at = 0; i < colors.Length; i++, at += channels)
        {
            colors[i] =
                palette is not null ? palette[row[at]]
                : channels < 3 || extraChannels ? new Rgb24(row[at], row[at], row[at])
                : new Rgb24(row[at], row[at + 1], row[at + 2]);
        }
    }

    /// <summary>Adds a row of 16-bit values.</summary>
    /// <inheritdoc cref="Add(int, ReadOnlySpan{byte}, int, Rgb24[])"/>
    public void Add(int y, ReadOnlySpan<ushort> row, int channels)
    {
        if (asColors)
        {
            throw Has16Bits();
        }

        Pick(row, channels, (_words ??= GC.AllocateUninitializedArray<ushort>(width * height)).AsSpan(y * width, width), y);
    }

    /// <summary>Returns the label of all rows.</summary>
    public RawLabel ToLabel() =>
        asColors ? RawLabel.OfColors(width, height, _bytes!)
        : _words is not null ? new RawLabel(width, height, _words)
        : new RawLabel(width, height, _bytes!);

    /// <summary>Returns the error for 16-bit channels with a colour map; its message is the end of a sentence.</summary>
    public static InvalidDataException Has16Bits() =>
        new("its channels have 16 bits, but the label map is one of colours, whose channels have 8");

    private void Pick<T>(ReadOnlySpan<T> row, int channels, Span<T> values, int y)
        where T : unmanaged, IEquatable<T>, IConvertible
    {
        int x = PackedSamples.Pick(row, channels, !extraChannels && MustBeGrey(channels, channel), values);
        if (x >= 0)
        {
            int Channel(ReadOnlySpan<T> pixels, int number) => pixels[(x * channels) + number].ToInt32(null);
            throw RawLabel.IsColored(x, y, Channel(row, 0), Channel(row, 1), Channel(row, 2));
        }
    }
}

using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;

namespace Ass.MLNet.Images;

/// <summary>Reads TIFF images: grey, palette and RGB, 1–16 bits per channel. Of 16 bits, the upper eight are used.</summary>
internal sealed class TiffPictureDecoder : PictureDecoder
{
    private readonly TiffFile _file;

    private TiffPictureDecoder(TiffFile file)
        : base(file.Width, file.Height, file.Orientation) => _file = file;

    /// <inheritdoc cref="PictureDecoder.Open"/>
    public static TiffPictureDecoder OpenTiff(ArraySegment<byte> bytes)
    {
        var file = TiffFile.Open(bytes);
        bool isGrey = file.Photometric is Photometric.MINISBLACK or Photometric.MINISWHITE;
        if ((isGrey && file.Channels < 3) || file.Photometric is Photometric.PALETTE or Photometric.RGB)
        {
            return new TiffPictureDecoder(file);
        }

        using (file)
        {
            throw new InvalidDataException(
                isGrey
                    ? $"it is a TIFF of {file.Channels} channels that says it is grey: convert it to RGB, or to PNG"
                    : $"it is a TIFF of {file.Photometric} pixels; grey, palette and RGB can be read: convert it to RGB, or to PNG"
            );
        }
    }

    /// <inheritdoc/>
    public override void Decode(byte[] pixels)
    {
        byte[] samples = _file.ReadSamples();
        try
        {
            if (_file.Photometric == Photometric.PALETTE)
            {
                Convert(samples, _file.ReadPalette(), pixels);
            }
            else
            {
                Convert(ToBytes(samples), pixels);
            }
        }
        finally
        {
            PixelBuffers.Give(samples);
        }
    }

    public override void Dispose() => _file.Dispose();

    /// <summary>Scales the samples to 0–255 in place, and inverts them if 0 is white.</summary>
    private Span<byte> ToBytes(Span<byte> samples)
    {
        if (_file.Bits == 16)
        {
            var words = MemoryMarshal.Cast<byte, ushort>(samples);
            for (int i = 0; i < words.Length; i++)
            {
                samples[i] = (byte)(words[i] >> 8);
            }

            samples = samples[..words.Length];
        }
        else if (_file.Bits < 8)
        {
            byte step = (byte)(byte.MaxValue / ((1 << _file.Bits) - 1));
            foreach (ref byte sample in samples)
            {
                sample *= step;
            }
        }

        if (_file.Photometric == Photometric.MINISWHITE)
        {
            foreach (ref byte sample in samples)
            {
                sample = (byte)~sample;
            }
        }

        return samples;
    }

    private void Convert(ReadOnlySpan<byte> samples, Span<byte> pixels)
    {
        int channels = _file.Channels;
        var (green, blue) = _file.Photometric == Photometric.RGB ? (1, 2) : (0, 0);
        for (int from = 0, to = 0; from < samples.Length; from += channels, to += 4)
        {
            pixels[to] = samples[from + blue];
            pixels[to + 1] = samples[from + green];
            pixels[to + 2] = samples[from];
            pixels[to + 3] = byte.MaxValue;
        }
    }

    private void Convert(ReadOnlySpan<byte> samples, Rgb24[] palette, Span<byte> pixels)
    {
        for (int from = 0, to = 0; from < samples.Length; from += _file.Channels, to += 4)
        {
            var color = palette[samples[from]];
            (pixels[to], pixels[to + 1], pixels[to + 2], pixels[to + 3]) = (color.Blue, color.Green, color.Red, byte.MaxValue);
        }
    }
}

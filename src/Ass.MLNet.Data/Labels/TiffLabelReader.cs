using System.Runtime.InteropServices;
using Ass.MLNet.Images;
using BitMiracle.LibTiff.Classic;

namespace Ass.MLNet.Labels;

/// <summary>Reads labels from TIFF files with their stored values: grey of 1–16 bits, the index of a palette image, or a channel of
/// RGB.</summary>
internal static class TiffLabelReader
{
    /// <inheritdoc cref="LabelFile.Decode"/>
    public static RawLabel Read(ArraySegment<byte> bytes, LabelChannel channel, bool asColors)
    {
        using var file = TiffFile.Open(bytes);
        RawLabel.CheckIsUpright(file.Orientation);
        if (file.Compression is Compression.JPEG or Compression.OJPEG)
        {
            throw new InvalidDataException(
                "it is a TIFF packed as JPEG, which changes values: save the label with LZW or Deflate, or as PNG"
            );
        }

        if (file.Photometric is not (Photometric.MINISBLACK or Photometric.PALETTE or Photometric.RGB))
        {
            throw new InvalidDataException(
                $"it is a TIFF of {file.Photometric} pixels, whose stored numbers are not what is shown: save the label as grey "
                    + "(0 is black), palette or RGB, or as PNG"
            );
        }

        byte[] samples = file.ReadSamples();
        try
        {
            return Convert(
                file,
                samples,
                new LabelRows(file.Width, file.Height, channel, asColors, file.Photometric != Photometric.RGB),
                asColors
            );
        }
        finally
        {
            PixelBuffers.Give(samples);
        }
    }

    private static RawLabel Convert(TiffFile file, Span<byte> samples, LabelRows rows, bool asColors)
    {
        var palette = asColors ? Colors(file) : null;
        int length = file.Width * file.Channels;
        for (int y = 0; y < file.Height; y++)
        {
            if (file.Bits == 16)
            {
                rows.Add(y, MemoryMarshal.Cast<byte, ushort>(samples).Slice(y * length, length), file.Channels);
            }
            else
            {
                rows.Add(y, samples.Slice(y * length, length), file.Channels, palette);
            }
        }

        return rows.ToLabel();
    }

    /// <summary>The colours of palette indices or grey values; null if pixels are colours themselves.</summary>
    private static Rgb24[]? Colors(TiffFile file) =>
        file.Photometric == Photometric.PALETTE ? file.ReadPalette()
        : file.Photometric == Photometric.RGB || file.Bits == 16 ? null
        : Rgb24.Greys(file.Bits);
}

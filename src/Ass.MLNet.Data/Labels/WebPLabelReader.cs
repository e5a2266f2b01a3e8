using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Reads labels from lossless WebP files, whose pixels are always colours.</summary>
internal static class WebPLabelReader
{
    private const int Channels = 4;

    /// <inheritdoc cref="LabelFile.Decode"/>
    public static RawLabel Read(ReadOnlySpan<byte> file, LabelChannel channel, bool asColors)
    {
        using var decoder = SkiaPictureDecoder.OpenOther(file);
        RawLabel.CheckIsUpright(decoder.Orientation);
        byte[] pixels = PixelBuffers.Take(decoder.Length);
        try
        {
            decoder.DecodeRgba(pixels);
            var rows = new LabelRows(decoder.StoredWidth, decoder.StoredHeight, channel, asColors);
            int length = decoder.StoredWidth * Channels;
            for (int y = 0; y < decoder.StoredHeight; y++)
            {
                rows.Add(y, pixels.AsSpan(y * length, length), Channels);
            }

            return rows.ToLabel();
        }
        finally
        {
            PixelBuffers.Give(pixels);
        }
    }
}

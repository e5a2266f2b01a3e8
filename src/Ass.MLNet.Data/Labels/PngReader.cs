using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Ass.MLNet.Images;

namespace Ass.MLNet.Labels;

/// <summary>Reads labels from PNG files with their stored values: the index of a palette image, all bits of a sample, no scaling.</summary>
/// <remarks>
/// <para>
/// This reader exists because the available decoders change label values. They were tested on files with known values, with all colour
/// types and depths. SkiaSharp 2.88, ImageSharp 2.1, OpenCvSharp4, StbImageSharp and BigGustave replace the index of a palette image with
/// its colour. In GTA5 and Pascal VOC the label is the index, which cannot be recovered if two entries have the same colour. Magick.NET
/// keeps the index, but the available edition (Q8) drops the low byte of 16-bit samples, as SkiaSharp, StbImageSharp and BigGustave do; in
/// SYNTHIA's labels that byte is the class. It also takes 45 ms or more for 2048×1024 pixels; this reader takes 1–3 ms. All that read grey
/// of 1, 2 and 4 bits stretch it to 0–255. Inflating and checksums use .NET; only chunks, row filters and interlacing are implemented here.
/// </para>
/// <para>
/// Files are not trusted. Sizes are checked before memory is allocated, and memory stays in proportion to the file size: deflate packs at
/// most 1032 bytes into one, so a header that promises more pixels than the compressed bytes can hold is rejected.
/// </para>
/// </remarks>
internal static class PngReader
{
    private const int MostInflated = 1032;

    // Large enough that inflating in batches costs no more than inflating all at once, small enough for the L2 cache.
    private const int BatchLength = 1 << 16;

    /// <summary>Decodes a file.</summary>
    /// <param name="file">All bytes of the file; they may be overwritten.</param>
    /// <param name="channel">The channel that holds the label.</param>
    /// <param name="asColors">Whether to use the pixel colours as the label instead.</param>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, too large, not upright, or a colour image although numbers are required. The message is the end of a sentence.
    /// </exception>
    public static RawLabel Read(ArraySegment<byte> file, LabelChannel channel, bool asColors = false)
    {
        RawLabel.CheckIsUpright(PngChunks.Orientation(file) ?? PictureOrientation.TopLeft);
        var (header, palette, compressed) = PngChunks.Read(file);
        if (header.RawLength > (long)compressed.Count * MostInflated)
        {
            throw new InvalidDataException(
                $"its header says {header.Width}×{header.Height} pixels, which is more than its {compressed.Count} compressed "
                    + "bytes can hold"
            );
        }

        using var stream = new ZLibStream(
            new MemoryStream(compressed.Array!, compressed.Offset, compressed.Count),
            CompressionMode.Decompress
        );
        int pixels = header.Width * header.Height;
        if (asColors)
        {
            var reader = PngColors.Reader(header, palette);
            byte[] colors = PixelBuffers.Take(checked(pixels * RawLabel.ColorLength));
            Decode(stream, header, reader, MemoryMarshal.Cast<byte, Rgb24>(colors.AsSpan()));
            return RawLabel.OfColors(header.Width, header.Height, colors);
        }

        if (header.BitDepth == 16)
        {
            var words = GC.AllocateUninitializedArray<ushort>(pixels);
            Decode<ushort>(stream, header, PngSamples.Words(header, channel), words);
            return new RawLabel(header.Width, header.Height, words);
        }

        byte[] bytes = PixelBuffers.Take(pixels);
        Decode<byte>(stream, header, PngSamples.Bytes(header, channel), bytes);
        return new RawLabel(header.Width, header.Height, bytes);
    }

    private static void Decode<T>(Stream stream, PngHeader header, PngSamples.RowReader<T> reader, Span<T> label)
        where T : unmanaged
    {
        int longest = 1 + header.RowLength(header.Width);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BatchLength, 2 * longest));
        T[] passRow = header.IsInterlaced ? new T[header.Width] : [];
        try
        {
            foreach (var pass in header.Passes)
            {
                DecodePass(stream, header, pass, reader, buffer, passRow, label);
            }

            if (Inflate(stream, buffer.AsSpan(0, 1)) != 0)
            {
                throw new InvalidDataException("it is damaged: it holds more pixels than its header says");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void DecodePass<T>(
        Stream stream,
        PngHeader header,
        PngPass pass,
        PngSamples.RowReader<T> reader,
        byte[] buffer,
        T[] passRow,
        Span<T> label
    )
        where T : unmanaged
    {
        var (width, height) = pass.Size(header);
        if (width == 0)
        {
            return;
        }

        // The buffer holds the last row of the previous batch (initially zeros), then a batch of rows, each preceded by its filter type.
        int stride = 1 + header.RowLength(width);
        int batch = (buffer.Length / stride) - 1;
        buffer.AsSpan(0, stride).Clear();
        for (int y = 0; y < height; y++)
        {
            int at = stride * (1 + (y % batch));
            if (y % batch == 0)
            {
                var rows = buffer.AsSpan(stride, stride * Math.Min(batch, height - y));
                if (Inflate(stream, rows) < rows.Length)
                {
                    throw new InvalidDataException("it is truncated: its compressed data ends before its last row");
                }
            }

            var row = buffer.AsSpan(at + 1, stride - 1);
            PngFilter.Undo(buffer[at], row, buffer.AsSpan(at + 1 - stride, stride - 1), header.FilterDistance);
            int start = ((pass.Y + (y * pass.StepY)) * header.Width) + pass.X;
            var samples = header.IsInterlaced ? passRow.AsSpan(0, width) : label.Slice(start, width);
            if (reader(row, samples) is >= 0 and int x)
            {
                throw IsColored(header, pass, row, x, y);
            }

            if (header.IsInterlaced)
            {
                for (int i = 0, to = start; i < samples.Length; i++, to += pass.StepX)
                {
                    label[to] = samples[i];
                }
            }

            if (y % batch == batch - 1)
            {
                buffer.AsSpan(at, stride).CopyTo(buffer);
            }
        }
    }

    private static int Inflate(Stream stream, Span<byte> destination)
    {
        try
        {
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            // The data is in memory, so even an I/O error comes from zlib: one bit in its header requests a dictionary.
            throw new InvalidDataException("it is damaged: its compressed data cannot be inflated", e);
        }
    }

    private static InvalidDataException IsColored(PngHeader header, PngPass pass, ReadOnlySpan<byte> row, int x, int y)
    {
        int bytes = header.BitDepth / 8;
        int[] rgb = new int[3];
        for (int i = 0; i < rgb.Length; i++)
        {
            int at = ((x * header.Channels) + i) * bytes;
            rgb[i] = bytes == 1 ? row[at] : (row[at] << 8) | row[at + 1];
        }

        return RawLabel.IsColored(pass.X + (x * pass.StepX), pass.Y + (y * pass.StepY), rgb[0], rgb[1], rgb[2]);
    }
}

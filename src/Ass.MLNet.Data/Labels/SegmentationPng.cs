using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Ass.MLNet.Files;
using Ass.MLNet.Labels;
using Microsoft.ML.Data;

namespace Ass.MLNet;

/// <summary>Writes class ids as PNG files that preserve every id: 8-bit grey, the format of label files, or palette, which also shows
/// colours.</summary>
/// <remarks>
/// <see cref="MLImage.Save(string)"/> saves an image of ids as a colour file with four channels. These files have a single channel, whose
/// value is the id. ML.NET's image loader reads the ids back from a grey file, but turns a palette file into colours.
/// </remarks>
public static class SegmentationPng
{
    private const int RgbLength = 3;

    private const byte Grey = 0;
    private const byte Rgb = 2;
    private const byte Indexed = 3;

    /// <summary>Writes ids to a file, first to a temporary file beside it; an existing file is replaced.</summary>
    /// <param name="path">The file; its folder is created if needed.</param>
    /// <param name="ids">Height × width ids, 0–255, row-major.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="palette">The colours of the ids, for a palette PNG as in Pascal VOC and GTA5; <see langword="null"/>: 8-bit
    /// grey.</param>
    /// <exception cref="ArgumentException">The number of ids is not width · height.</exception>
    public static void Save(string path, ReadOnlySpan<byte> ids, int width, int height, SegmentationPalette? palette = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        byte[] png = Encode(ids, width, height, palette);
        AtomicFile.Write(path, (Stream stream) => stream.Write(png));
    }

    /// <summary>Writes ids to a stream.</summary>
    /// <param name="stream">Written in one synchronous call from its current position, and left open; it need not be seekable.</param>
    /// <param name="ids">Height × width ids, 0–255, row-major.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="palette">The colours of the ids, for a palette PNG; <see langword="null"/>: 8-bit grey.</param>
    /// <exception cref="ArgumentException">The number of ids is not width · height.</exception>
    public static void Save(Stream stream, ReadOnlySpan<byte> ids, int width, int height, SegmentationPalette? palette = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Encode(ids, width, height, palette));
    }

    /// <summary>Writes an image of ids, for instance from a Label or PredictedLabel column.</summary>
    /// <param name="path">The file; its folder is created if needed.</param>
    /// <param name="ids">An image whose grey value is the id; the caller keeps ownership.</param>
    /// <param name="palette">The colours of the ids, for a palette PNG; <see langword="null"/>: 8-bit grey.</param>
    /// <exception cref="InvalidOperationException">The image is not grey.</exception>
    public static void Save(string path, MLImage ids, SegmentationPalette? palette = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var mask = LabelImageReader.FromGrey(ids, "the given image");
        Save(path, mask.Ids, mask.Width, mask.Height, palette);
    }

    /// <summary>Returns the PNG file as bytes.</summary>
    /// <param name="ids">Height × width ids, 0–255, row-major.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="palette">The colours of the ids, for a palette PNG; <see langword="null"/>: 8-bit grey.</param>
    /// <exception cref="ArgumentException">The number of ids is not width · height.</exception>
    public static byte[] Encode(ReadOnlySpan<byte> ids, int width, int height, SegmentationPalette? palette = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (ids.Length != checked(width * height))
        {
            throw new ArgumentException(
                $"A {width}×{height} picture needs {width * height} ids, but {ids.Length} were given.",
                nameof(ids)
            );
        }

        return Encode(Header(width, height, palette is null ? Grey : Indexed), palette?.ToRgb(), ids, width);
    }

    /// <summary>Returns the PNG file of a picture in the colours of ids, red, green and blue per pixel, for programs that do not read
    /// palettes; ids without a colour are black.</summary>
    /// <param name="ids">Height × width ids, 0–255, row-major.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="palette">The colours of the ids.</param>
    internal static byte[] EncodeRgb(ReadOnlySpan<byte> ids, int width, int height, SegmentationPalette palette)
    {
        byte[] colors = palette.ToRgb();
        var pixels = new byte[checked(ids.Length * RgbLength)];
        for (int i = 0; i < ids.Length; i++)
        {
            colors.AsSpan(ids[i] * RgbLength, RgbLength).CopyTo(pixels.AsSpan(i * RgbLength));
        }

        return Encode(Header(width, height, Rgb), null, pixels, width * RgbLength);
    }

    private static byte[] Encode(byte[] header, byte[]? palette, ReadOnlySpan<byte> samples, int rowLength)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(png, "IHDR"u8, header);
        if (palette is not null)
        {
            WriteChunk(png, "PLTE"u8, palette);
        }

        WriteChunk(png, "IDAT"u8, Compress(samples, rowLength));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Header(int width, int height, byte colorType)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = colorType;
        return header;
    }

    private static ReadOnlySpan<byte> Compress(ReadOnlySpan<byte> samples, int rowLength)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            // Each row starts with its filter type: none, since differences between ids are meaningless.
            for (int row = 0; row < samples.Length; row += rowLength)
            {
                zlib.WriteByte(0);
                zlib.Write(samples.Slice(row, rowLength));
            }
        }

        return compressed.GetBuffer().AsSpan(0, (int)compressed.Length);
    }

    private static void WriteChunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);

        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}

using BitMiracle.LibTiff.Classic;
using SkiaSharp;

namespace Ass.MLNet.Tests;

/// <summary>Files of many formats, written after their specifications or by a library that the readers do not use for them.</summary>
internal static class PictureFiles
{
    /// <summary>A BMP file, lowest row first.</summary>
    /// <param name="width">The width.</param>
    /// <param name="bits">Bits per pixel.</param>
    /// <param name="rows">The bytes of each row, top row first, without padding.</param>
    /// <param name="palette">B, G, R, 0 of each colour.</param>
    public static byte[] Bmp(int width, int bits, byte[][] rows, params byte[] palette)
    {
        byte[] pixels = [.. rows.Reverse().SelectMany(row => row.Concat(new byte[(4 - (row.Length % 4)) % 4]))];
        int start = 54 + palette.Length;
        return
        [
            (byte)'B',
            (byte)'M',
            .. BitConverter.GetBytes(start + pixels.Length),
            0,
            0,
            0,
            0,
            .. BitConverter.GetBytes(start),
            40,
            0,
            0,
            0,
            .. BitConverter.GetBytes(width),
            .. BitConverter.GetBytes(rows.Length),
            1,
            0,
            (byte)bits,
            0,
            0,
            0,
            0,
            0,
            .. new byte[12],
            .. BitConverter.GetBytes(palette.Length / 4),
            0,
            0,
            0,
            0,
            .. palette,
            .. pixels,
        ];
    }

    /// <summary>A GIF file of 2×1 pixels with the indices 0 and 1.</summary>
    public static byte[] Gif(byte[] first, byte[] second, int frames = 1)
    {
        byte[] frame = [0x2C, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 2, 0x44, 0x0A, 0];
        return
        [
            .. "GIF89a"u8,
            2,
            0,
            1,
            0,
            0x81,
            0,
            0,
            .. first,
            .. second,
            .. new byte[6],
            .. Enumerable.Repeat(frame, frames).SelectMany(f => f),
            0x3B,
        ];
    }

    /// <summary>A file that SkiaSharp writes.</summary>
    /// <param name="width">The width.</param>
    /// <param name="format">The format.</param>
    /// <param name="bgra">B, G, R, A of each pixel.</param>
    public static byte[] Skia(int width, SKEncodedImageFormat format, params byte[] bgra)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, bgra.Length / 4 / width, SKColorType.Bgra8888, SKAlphaType.Unpremul));
        bgra.CopyTo(Span(bitmap));
        using var pixels = bitmap.PeekPixels();
        using var data =
            format == SKEncodedImageFormat.Webp
                ? pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100))
                : pixels.Encode(format, 100);
        return data!.ToArray();
    }

    /// <summary>A lossy WebP file.</summary>
    public static byte[] LossyWebP(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque));
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, 80));
        return data!.ToArray();
    }

    /// <summary>An EXIF block that says an orientation alone, in big-endian order.</summary>
    public static byte[] Exif(int orientation) =>
        [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>A JPEG file with an orientation added.</summary>
    public static byte[] JpegWithExif(byte[] jpeg, int orientation)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Exif(orientation)];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG file with a chunk added behind its header, which ends at byte 33.</summary>
    public static byte[] PngWithChunk(byte[] png, string type, byte[] data, int at = 33)
    {
        using var file = new MemoryStream();
        file.Write(png.AsSpan(0, at));
        PngEncoder.WriteChunk(file, type, data);
        file.Write(png.AsSpan(at));
        return file.ToArray();
    }

    /// <summary>A lossless WebP file with an orientation added, which needs the extended form.</summary>
    public static byte[] WebPWithExif(byte[] webp, int width, int height, int orientation)
    {
        byte[] exif = Exif(orientation);
        byte[] size = [(byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0];
        byte[] chunks =
        [
            .. "WEBP"u8,
            .. "VP8X"u8,
            10,
            0,
            0,
            0,
            0x18,
            0,
            0,
            0,
            .. size,
            .. webp[12..],
            .. "EXIF"u8,
            .. BitConverter.GetBytes(exif.Length),
            .. exif,
        ];
        return [.. "RIFF"u8, .. BitConverter.GetBytes(chunks.Length), .. chunks];
    }

    /// <summary>A TIFF file.</summary>
    /// <param name="width">The width.</param>
    /// <param name="channels">Numbers per pixel.</param>
    /// <param name="bits">Bits per number.</param>
    /// <param name="photometric">What the numbers are.</param>
    /// <param name="bytes">The rows as they are stored; numbers of 16 bits in the machine's order. Channels side by side, or one plane
    /// after the other.</param>
    /// <param name="change">Sets further tags.</param>
    /// <param name="rowsPerStrip">Rows of a strip; 0: tiles of 16×16 pixels.</param>
    public static byte[] Tiff(
        int width,
        int channels,
        int bits,
        Photometric photometric,
        byte[] bytes,
        Action<Tiff>? change = null,
        int rowsPerStrip = 1,
        int pages = 1
    )
    {
        var file = new TiffMemory();
        using (var tiff = BitMiracle.LibTiff.Classic.Tiff.ClientOpen("", "w", null, file))
        {
            for (int page = 0; page < pages; page++)
            {
                Write(tiff, width, channels, bits, photometric, bytes, change, rowsPerStrip);
            }
        }

        return file.ToArray();
    }

    /// <summary>A TIFF file with an entry under another tag.</summary>
    public static byte[] TiffWithTag(byte[] tiff, TiffTag tag, TiffTag instead)
    {
        byte[] changed = [.. tiff];
        BitConverter.GetBytes((ushort)instead).CopyTo(changed, TiffEntryOf(tiff, tag));
        return changed;
    }

    /// <summary>Where a tag's entry begins in a TIFF file: tag, type, number of values, value or place.</summary>
    public static int TiffEntryOf(byte[] tiff, TiffTag tag)
    {
        int directory = BitConverter.ToInt32(tiff, 4);
        return Enumerable
            .Range(0, BitConverter.ToUInt16(tiff, directory))
            .Select(i => directory + 2 + (12 * i))
            .First(entry => BitConverter.ToUInt16(tiff, entry) == (ushort)tag);
    }

    /// <summary>A JPEG of cyan, magenta, yellow and black, which no encoder here writes by itself: LibTiff's, taken out of a
    /// TIFF.</summary>
    public static byte[] CmykJpeg(int width, byte[] cmyk)
    {
        byte[] file = Tiff(
            width,
            4,
            8,
            Photometric.SEPARATED,
            cmyk,
            tiff =>
            {
                tiff.SetField(TiffTag.COMPRESSION, Compression.JPEG);
                tiff.SetField(TiffTag.JPEGQUALITY, 100);
                tiff.SetField(TiffTag.JPEGTABLESMODE, 0);
            },
            rowsPerStrip: cmyk.Length / 4 / width
        );
        int start = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD8]),
            end = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]);
        return file[start..(end + 2)];
    }

    private static void Write(
        Tiff tiff,
        int width,
        int channels,
        int bits,
        Photometric photometric,
        byte[] bytes,
        Action<Tiff>? change,
        int rowsPerStrip
    )
    {
        int rowLength = ((width * channels * bits) + 7) / 8,
            height = bytes.Length / rowLength;
        tiff.SetField(TiffTag.IMAGEWIDTH, width);
        tiff.SetField(TiffTag.IMAGELENGTH, height);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, channels);
        tiff.SetField(TiffTag.BITSPERSAMPLE, bits);
        tiff.SetField(TiffTag.PHOTOMETRIC, photometric);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        if (rowsPerStrip > 0)
        {
            tiff.SetField(TiffTag.ROWSPERSTRIP, rowsPerStrip);
        }
        else
        {
            tiff.SetField(TiffTag.TILEWIDTH, 16);
            tiff.SetField(TiffTag.TILELENGTH, 16);
        }

        change?.Invoke(tiff);
        if (rowsPerStrip == 0)
        {
            // One tile, filled up at its edges; pixels of whole bytes.
            int tileRow = 16 * channels * bits / 8;
            var tile = new byte[16 * tileRow];
            for (int y = 0; y < height; y++)
            {
                bytes.AsSpan(y * rowLength, rowLength).CopyTo(tile.AsSpan(y * tileRow));
            }

            tiff.WriteEncodedTile(0, tile, tile.Length);
        }
        else
        {
            int planes = (PlanarConfig)tiff.GetField(TiffTag.PLANARCONFIG)[0].ToInt() == PlanarConfig.SEPARATE ? channels : 1;
            int stripLength = rowLength * rowsPerStrip / planes;
            for (int strip = 0, at = 0; at < bytes.Length; strip++, at += stripLength)
            {
                byte[] part = bytes[at..Math.Min(at + stripLength, bytes.Length)];
                tiff.WriteEncodedStrip(strip, part, part.Length);
            }
        }

        tiff.WriteDirectory();
    }

    private static unsafe Span<byte> Span(SKBitmap bitmap) => new((void*)bitmap.GetPixels(), bitmap.ByteCount);

    private sealed class TiffMemory : TiffStream
    {
        private readonly MemoryStream _stream = new();

        public byte[] ToArray() => _stream.ToArray();

        public override int Read(object clientData, byte[] buffer, int offset, int count) => _stream.Read(buffer, offset, count);

        public override void Write(object clientData, byte[] buffer, int offset, int count) => _stream.Write(buffer, offset, count);

        public override long Seek(object clientData, long offset, SeekOrigin origin) => _stream.Seek(offset, origin);

        public override long Size(object clientData) => _stream.Length;

        public override void Close(object clientData) { }
    }
}

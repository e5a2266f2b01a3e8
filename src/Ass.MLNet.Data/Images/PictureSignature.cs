using System.Buffers.Binary;
using Ass.MLNet.Files;

namespace Ass.MLNet.Images;

/// <summary>Identifies the kind of a file from its first bytes, since file names are unreliable.</summary>
internal static class PictureSignature
{
    private const int ChunkHeader = 8;

    public static PictureKind Of(ReadOnlySpan<byte> file) =>
        file switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PictureKind.Png,
            [0xFF, 0xD8, 0xFF, ..] => PictureKind.Jpeg,
            [(byte)'B', (byte)'M', ..] => PictureKind.Bmp,
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => PictureKind.Gif,
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => PictureKind.Tiff,
            [(byte)'I', (byte)'I', 43, 0, ..] or [(byte)'M', (byte)'M', 0, 43, ..] => PictureKind.BigTiff,
            [0xFF, 0x0A, ..] or [0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' ', ..] => PictureKind.JpegXl,
            [0xFF, 0x4F, 0xFF, 0x51, ..] or [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => PictureKind.Jpeg2000,
            _ when file.StartsWith("RIFF"u8) && file.Length > 12 && file[8..].StartsWith("WEBP"u8) => WebP(file),
            _ when file.Length >= 12 && file[4..].StartsWith("ftyp"u8) => IsoMedia(file[8..12]),
            _ => PictureKind.Unknown,
        };

    /// <summary>Returns the error for bytes that cannot be decoded; its message is the end of a sentence.</summary>
    /// <param name="file">All bytes of the file.</param>
    /// <param name="needed">The supported formats.</param>
    public static InvalidDataException Refuse(ReadOnlySpan<byte> file, string needed) =>
        new(
            Of(file) switch
            {
                PictureKind.Unknown when ForeignFile.Describe(file[..Math.Min(file.Length, ForeignFile.TellingBytes)]) is { } what =>
                    $"it is {what}",
                PictureKind.Unknown => $"it is damaged or not a picture; {needed} can be read",
                var kind => $"it is {Name(kind)}, which cannot be read; {needed} can: convert it, for instance to PNG",
            }
        );

    /// <summary>The name of a kind with its article, for a sentence.</summary>
    public static string Name(PictureKind kind) =>
        kind switch
        {
            PictureKind.Png => "a PNG",
            PictureKind.Jpeg => "a JPEG",
            PictureKind.Bmp => "a BMP",
            PictureKind.Gif => "a GIF",
            PictureKind.Tiff => "a TIFF",
            PictureKind.BigTiff => "a BigTIFF (a TIFF with 64-bit offsets)",
            PictureKind.WebPLossless => "a WebP without loss",
            PictureKind.WebPLossy => "a WebP with loss",
            PictureKind.Avif => "an AVIF",
            PictureKind.Heic => "an HEIC or HEIF",
            PictureKind.JpegXl => "a JPEG XL",
            PictureKind.Jpeg2000 => "a JPEG 2000",
            _ => "no picture",
        };

    // The chunk of pixels says whether compression is lossless; in the extended form, other chunks precede it.
    private static PictureKind WebP(ReadOnlySpan<byte> file)
    {
        for (long at = 12; at + ChunkHeader <= file.Length; )
        {
            var chunk = file[(int)at..];
            if (chunk.StartsWith("VP8L"u8))
            {
                return PictureKind.WebPLossless;
            }

            if (chunk.StartsWith("VP8 "u8) || chunk.StartsWith("ANMF"u8))
            {
                break;
            }

            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            at += ChunkHeader + (long)length + (length & 1);
        }

        return PictureKind.WebPLossy;
    }

    private static PictureKind IsoMedia(ReadOnlySpan<byte> brand) =>
        brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? PictureKind.Avif
        : brand.StartsWith("hei"u8) || brand.StartsWith("hev"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8)
            ? PictureKind.Heic
        : PictureKind.Unknown;
}

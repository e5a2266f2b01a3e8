using System.Buffers.Binary;
using System.IO.Hashing;

namespace Ass.MLNet.Images;

/// <summary>Reads the chunks of a PNG file.</summary>
internal static class PngChunks
{
    // Length, type and checksum.
    private const int FrameLength = 12;

    private const int TypeLength = 4;

    private const uint Ihdr = 0x49484452,
        Plte = 0x504C5445,
        Idat = 0x49444154,
        Iend = 0x49454E44,
        Exif = 0x65584966;

    /// <summary>The first bytes of every PNG file.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>
    /// Finds the header, the palette (empty if there is none) and the compressed pixels. A file may split the pixels into many IDAT chunks:
    /// they are joined inside <paramref name="file"/>, which is overwritten.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is truncated or damaged, or contains an unknown critical chunk.</exception>
    public static (PngHeader Header, ArraySegment<byte> Palette, ArraySegment<byte> Compressed) Read(ArraySegment<byte> file)
    {
        PngHeader? header = null;
        ArraySegment<byte> palette = [];
        int start = 0,
            end = 0;
        bool ended = false;
        for (int at = Signature.Length; !ended; )
        {
            var chunk = Next(file, at, out uint type);
            switch (type)
            {
                case Ihdr when header is null:
                    header = PngHeader.Parse(chunk);
                    break;
                case Idat when header is not null:
                    if (start == 0)
                    {
                        start = end = at + FrameLength - TypeLength;
                    }

                    chunk.CopyTo(file.AsSpan(end));
                    end += chunk.Length;
                    break;
                case Iend when end > start:
                    ended = true;
                    break;
                case Plte when header is not null && start == 0:
                    palette = file.Slice(at + FrameLength - TypeLength, chunk.Length);
                    break;
                case var _ when IsCritical(type):
                    throw new InvalidDataException($"it has a chunk '{Name(type)}' at byte {at} that does not belong there");
            }

            at += FrameLength + chunk.Length;
        }

        return (header!.Value, palette, file[start..end]);
    }

    /// <summary>Returns the display orientation from an EXIF chunk before the pixels; damaged chunks are skipped.</summary>
    /// <param name="file">The file or its beginning.</param>
    /// <returns><see langword="null"/>: the pixels start after the given bytes.</returns>
    public static PictureOrientation? Orientation(ReadOnlySpan<byte> file)
    {
        var found = PictureOrientation.TopLeft;
        for (long at = Signature.Length; at + FrameLength <= file.Length; )
        {
            var frame = file[(int)at..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(frame);
            switch (BinaryPrimitives.ReadUInt32BigEndian(frame[4..]))
            {
                case Idat:
                    return found;
                case Exif when length <= frame.Length - FrameLength:
                    found = TiffDirectory.First(frame.Slice(8, (int)length))?.Orientation ?? found;
                    break;
            }

            at += FrameLength + (long)length;
        }

        return null;
    }

    private static Span<byte> Next(Span<byte> file, int at, out uint type)
    {
        if (file.Length - at < FrameLength)
        {
            throw new InvalidDataException("it is truncated: it ends before its last chunk");
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
        type = BinaryPrimitives.ReadUInt32BigEndian(file[(at + 4)..]);
        if (length > file.Length - at - FrameLength)
        {
            throw new InvalidDataException(
                $"it is truncated: chunk '{Name(type)}' at byte {at} has {length} bytes, but the file ends after "
                    + $"{file.Length - at - FrameLength}"
            );
        }

        var typeAndData = file.Slice(at + 4, TypeLength + (int)length);
        if (Crc32.HashToUInt32(typeAndData) != BinaryPrimitives.ReadUInt32BigEndian(file[(at + 8 + (int)length)..]))
        {
            throw new InvalidDataException($"it is damaged: the check sum of chunk '{Name(type)}' at byte {at} is wrong");
        }

        return typeAndData[TypeLength..];
    }

    // An uppercase first letter marks a critical chunk, without which the image cannot be interpreted.
    private static bool IsCritical(uint type) => (type & 0x20000000) == 0;

    private static string Name(uint type) => string.Create(4, type, (name, value) =>
        {
            for (int i = 0; i < name.Length; i++)
            {
                char letter = (char)((value >> (24 - (8 * i))) & 0xFF);
                name[i] = char.IsAsciiLetter(letter) ? letter : '?';
            }
        });
}

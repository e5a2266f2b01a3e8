using System.Buffers.Binary;
using Ass.MLNet.Files;

namespace Ass.MLNet.MLNetInternals;

/// <summary>Finds the zip archive of a model that is preceded or followed by other bytes.</summary>
/// <remarks>
/// A zip archive is read from its end: a record there holds the offset of the directory, which holds the offsets of the entries. Trailing
/// bytes hide that record, and leading bytes shift all offsets. The search therefore looks for the record whose offsets lead to the start
/// of the archive. Offsets count from the first byte of the archive or, in archives that ML.NET writes into the middle of a file, of the
/// file. Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
/// </remarks>
internal static class ModelArchive
{
    private const int EndBytes = 22;
    private const int EntryBytes = 46;

    /// <summary>A model's directory has a dozen entries.</summary>
    private const int LongestDirectory = 1 << 20;

    private const int ChunkBytes = 1 << 20;

    /// <summary>Finds the section of a stream that contains the archive starting at its position.</summary>
    /// <param name="stream">The stream, seekable.</param>
    /// <returns>A view of the stream that <see cref="System.IO.Compression.ZipArchive"/> can read, and the offset of the stream after the
    /// archive.</returns>
    /// <exception cref="FormatException">No archive starts there, its end is missing, or an entry is longer than any model's.</exception>
    /// <exception cref="InvalidDataException">The archive's directory is damaged.</exception>
    public static (StreamWindow Window, long End) Find(Stream stream)
    {
        long start = stream.Position;
        CheckStart(stream, start);

        // Usually nothing follows the archive, and the record is in the last bytes.
        long tail = Math.Max(start, stream.Length - EndBytes - ushort.MaxValue);
        var found = FindEnd(stream, start, tail)
            ?? FindEnd(stream, start, start)
            ?? throw new FormatException(
                $"it begins as a zip archive does, but the directory at its end is missing: {stream.Length - start} bytes are "
                    + "there, and the rest was cut off"
            );
        ArchiveSizes.Check(found.Window);
        return found;
    }

    private static void CheckStart(Stream stream, long start)
    {
        byte[] first = new byte[ForeignFile.TellingBytes];
        int length = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
        if (length == 0 && start > 0)
        {
            throw new FormatException(
                $"there is nothing to read: the stream stands at {start} of {stream.Length} bytes; set its Position to where the "
                    + "model begins"
            );
        }

        if (!first.AsSpan(0, length).StartsWith("PK\x03\x04"u8))
        {
            throw new FormatException($"it is {Describe(first.AsSpan(0, length))}, and no zip archive as ML.NET saves models");
        }
    }

    /// <summary>Says what a file is that is no archive, for the middle of a sentence.</summary>
    /// <param name="first">Its first bytes, up to <see cref="ForeignFile.TellingBytes"/>.</param>
    public static string Describe(ReadOnlySpan<byte> first) =>
        first switch
        {
            [0x80, >= 2 and <= 5, ..] => "a PyTorch checkpoint (weights without a network; training can start from it)",
            [_, _, _, _, _, _, _, _, (byte)'{', ..] when BitConverter.ToUInt64(first) < 100_000_000 =>
                "a safetensors file (weights without a network; training can start from it)",
            _ => ForeignFile.Describe(first) ?? $"a file that begins with {Convert.ToHexString(first[..Math.Min(8, first.Length)])}",
        };

    private static (StreamWindow Window, long End)? FindEnd(Stream stream, long start, long from)
    {
        byte[] chunk = new byte[ChunkBytes];
        for (long at = from; at < stream.Length; at += ChunkBytes - EndBytes + 1)
        {
            stream.Position = at;
            var bytes = chunk.AsSpan(0, stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false));
            for (int i = 0; i + EndBytes <= bytes.Length; i++)
            {
                int next = bytes[i..].IndexOf("PK\x05\x06"u8);
                if (next < 0 || i + next + EndBytes > bytes.Length)
                {
                    break;
                }
                i += next;
                if (Base(stream, start, at + i, bytes.Slice(i, EndBytes)) is { } origin)
                {
                    long end = at + i + EndBytes + BinaryPrimitives.ReadUInt16LittleEndian(bytes[(i + 20)..]);
                    return end <= stream.Length ? (new StreamWindow(stream, origin, end - origin), end) : null;
                }
            }
        }

        return null;
    }

    /// <summary>The base of the offsets of the archive that ends with this record and starts at <paramref name="start"/>; null if the
    /// record belongs to another archive.</summary>
    private static long? Base(Stream stream, long start, long at, ReadOnlySpan<byte> record)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long origin = at - length - BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (length is < EntryBytes or > LongestDirectory || at - length < start || origin < 0)
        {
            return null;
        }
        byte[] directory = new byte[length];
        stream.Position = at - length;
        stream.ReadExactly(directory);
        long first = long.MaxValue;
        for (int i = 0; i + EntryBytes <= directory.Length; )
        {
            var entry = directory.AsSpan(i);
            if (!entry.StartsWith("PK\x01\x02"u8))
            {
                return null;
            }
            first = Math.Min(first, BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]));
            i +=
                EntryBytes
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }

        return origin + first == start ? origin : null;
    }
}

using System.Buffers.Binary;
using Ass.MLNet.Weights.Tensors;

namespace Ass.MLNet.Weights.PyTorch;

/// <summary>The locations of a zip archive's entries in its file.</summary>
/// <remarks>
/// Why not <c>ZipArchive</c>: it does not expose offsets, so tensors would have to be read through a non-seekable stream, and it allocates
/// memory for as many entries as a file claims. Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.
/// </remarks>
internal sealed class ZipDirectory
{
    private const int MaxEntries = 65_536;
    private const int MaxNameBytes = 1024;
    private const int EndBytes = 22;
    private const int Zip64LocatorBytes = 20;
    private const int Zip64EndBytes = 56;
    private const int LocalHeaderBytes = 30;
    private const uint Elsewhere = 0xFFFF_FFFF; // the number stands in the zip64 field instead

    private readonly RawFile _file;
    private readonly Dictionary<string, Entry> _entries = [];

    private ZipDirectory(RawFile file) => _file = file;

    /// <summary>The entries' names.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <exception cref="InvalidDataException">The archive is damaged, or lists more entries than a network can have.</exception>
    public static ZipDirectory Read(RawFile file)
    {
        var zip = new ZipDirectory(file);
        (long count, long size, long offset) = zip.ReadEnd();
        if (count is < 0 or > MaxEntries)
        {
            throw file.Error($"it lists {count} entries; at most {MaxEntries} are accepted");
        }

        var window = new FileWindow(file, offset, size);
        for (long i = 0; i < count; i++)
        {
            zip.ReadEntry(window);
        }

        return zip;
    }

    /// <summary>Finds the location of an entry's bytes.</summary>
    /// <exception cref="InvalidDataException">The entry does not exist, is compressed, or is not inside the file.</exception>
    public (long Start, long Length) Locate(string name)
    {
        if (!_entries.TryGetValue(name, out Entry entry))
        {
            throw _file.Error($"it has no entry '{RawFile.Printable(name)}'");
        }

        if (!entry.IsStored)
        {
            throw _file.Error($"its entry '{RawFile.Printable(name)}' is compressed or encrypted; PyTorch stores entries as they are");
        }

        var local = new FileWindow(_file, entry.HeaderOffset, LocalHeaderBytes);
        if (local.ReadUInt32() != 0x0403_4B50)
        {
            throw local.Error($"the entry '{RawFile.Printable(name)}' was expected");
        }

        local.Skip(22);
        long start = entry.HeaderOffset + LocalHeaderBytes + local.ReadUInt16() + local.ReadUInt16();
        return start <= _file.Length - entry.Length
            ? (start, entry.Length)
            : throw _file.Error($"its entry '{RawFile.Printable(name)}' of {entry.Length} bytes reaches beyond its end");
    }

    private (long Count, long Size, long Offset) ReadEnd()
    {
        // The end record is the last thing in the file but for a comment of at most 65,535 bytes.
        byte[] tail = new byte[Math.Min(_file.Length, EndBytes + ushort.MaxValue)];
        _file.Read(_file.Length - tail.Length, tail);
        int at = tail.AsSpan(0, Math.Max(0, tail.Length - EndBytes + 4)).LastIndexOf("PK\x05\x06"u8);
        if (at < 0)
        {
            throw _file.Error($"it begins like a zip archive but has no directory at its end: {RawFile.CutOff}");
        }

        long end = _file.Length - tail.Length + at;
        ReadOnlySpan<byte> record = tail.AsSpan(at);
        long count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        return count == ushort.MaxValue || size == Elsewhere || offset == Elsewhere
            ? ReadZip64End(end - Zip64LocatorBytes)
            : (count, size, offset);
    }

    private (long Count, long Size, long Offset) ReadZip64End(long locatorOffset)
    {
        var locator = new FileWindow(_file, locatorOffset, Zip64LocatorBytes);
        if (locator.ReadUInt32() != 0x0706_4B50)
        {
            throw locator.Error("the place of the archive's directory was expected");
        }

        locator.Skip(4);
        var end = new FileWindow(_file, locator.ReadInt64(), Zip64EndBytes);
        if (end.ReadUInt32() != 0x0606_4B50)
        {
            throw end.Error("the end of the archive's directory was expected");
        }

        end.Skip(28);
        return (end.ReadInt64(), end.ReadInt64(), end.ReadInt64());
    }

    private void ReadEntry(FileWindow window)
    {
        if (window.ReadUInt32() != 0x0201_4B50)
        {
            throw window.Error("an entry of the archive's directory was expected");
        }

        window.Skip(4);
        bool encrypted = (window.ReadUInt16() & 1) != 0;
        bool compressed = window.ReadUInt16() != 0;
        window.Skip(8);
        long packedSize = window.ReadUInt32();
        long size = window.ReadUInt32();
        int nameBytes = window.ReadUInt16();
        int extraBytes = window.ReadUInt16();
        int commentBytes = window.ReadUInt16();
        window.Skip(8);
        long header = window.ReadUInt32();
        string name = window.ReadText(nameBytes, MaxNameBytes);
        long extraEnd = window.Position + extraBytes;
        while (window.Position <= extraEnd - 4)
        {
            ushort kind = window.ReadUInt16();
            long fieldEnd = window.Position + window.ReadUInt16() + 2;
            if (kind == 1)
            {
                size = size == Elsewhere ? window.ReadInt64() : size;
                packedSize = packedSize == Elsewhere ? window.ReadInt64() : packedSize;
                header = header == Elsewhere ? window.ReadInt64() : header;
            }

            window.Skip(fieldEnd - window.Position);
        }

        window.Skip(extraEnd - window.Position + commentBytes);
        if (size < 0 || !_entries.TryAdd(name, new Entry(header, size, !encrypted && !compressed && packedSize == size)))
        {
            throw window.Error($"the entry '{RawFile.Printable(name)}' has a negative size or is listed twice");
        }
    }

    private readonly record struct Entry(long HeaderOffset, long Length, bool IsStored);
}

using System.Buffers.Binary;

namespace Ass.MLNet.Images;

/// <summary>A directory of tags, as used in TIFF files and EXIF blocks.</summary>
internal sealed class TiffDirectory
{
    private const int EntryLength = 12;

    private const int OrientationTag = 274;

    // The last three are BigTIFF's, which LibTiff takes from other files, too.
    private static readonly int[] TypeLengths = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

    private readonly List<TiffEntry> _entries = [];

    private TiffDirectory(uint next) => Next = next;

    /// <summary>The offset of the next directory; 0 for the last one.</summary>
    public uint Next { get; }

    /// <summary>All entries, in the order of the file, which may list a tag more than once.</summary>
    public IReadOnlyList<TiffEntry> Entries => _entries;

    /// <summary>The display orientation; upright if the tag is missing or has an invalid value.</summary>
    public PictureOrientation Orientation
    {
        get
        {
            uint value = this[OrientationTag];
            return value is >= 1 and <= 8 ? (PictureOrientation)value : PictureOrientation.TopLeft;
        }
    }

    /// <summary>The value of a tag with a single integer, the last one if there are several; otherwise 0.</summary>
    public uint this[int tag] => _entries.LastOrDefault(entry => entry.Tag == tag && entry.IsNumber).Value;

    /// <summary>Reads the first directory of a block that starts with its byte order.</summary>
    public static TiffDirectory? First(ReadOnlySpan<byte> block) =>
        block is [(byte)'I', (byte)'I', 42, 0, _, _, _, _, ..] or [(byte)'M', (byte)'M', 0, 42, _, _, _, _, ..]
            ? At(block, UInt32(block, 4))
            : null;

    /// <summary>Reads the directory at an offset.</summary>
    /// <returns>The directory, or <see langword="null"/> if it or the values it points to would be outside the block.</returns>
    public static TiffDirectory? At(ReadOnlySpan<byte> block, uint offset)
    {
        if (offset < 8 || offset + 2L > block.Length)
        {
            return null;
        }

        int count = UInt16(block, (int)offset);
        long end = offset + 2L + (count * EntryLength);
        if (end + 4 > block.Length)
        {
            return null;
        }

        var directory = new TiffDirectory(UInt32(block, (int)end));
        for (int at = (int)offset + 2; at < end; at += EntryLength)
        {
            int type = UInt16(block, at + 2);
            uint values = UInt32(block, at + 4);
            long length = (long)values * (type < TypeLengths.Length ? TypeLengths[type] : 0);
            if (length > 4 && UInt32(block, at + 8) + length > block.Length)
            {
                return null;
            }

            uint value =
                values != 1 ? 0
                : type == TiffEntry.Short ? UInt16(block, at + 8)
                : type == TiffEntry.Long ? UInt32(block, at + 8)
                : 0;
            directory._entries.Add(new TiffEntry(UInt16(block, at), type, values, value));
        }

        return directory;
    }

    private static bool IsLittle(ReadOnlySpan<byte> block) => block[0] == 'I';

    private static ushort UInt16(ReadOnlySpan<byte> block, int at) =>
        IsLittle(block) ? BinaryPrimitives.ReadUInt16LittleEndian(block[at..]) : BinaryPrimitives.ReadUInt16BigEndian(block[at..]);

    private static uint UInt32(ReadOnlySpan<byte> block, int at) =>
        IsLittle(block) ? BinaryPrimitives.ReadUInt32LittleEndian(block[at..]) : BinaryPrimitives.ReadUInt32BigEndian(block[at..]);
}

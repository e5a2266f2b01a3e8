using System.Buffers.Binary;
using Ass.MLNet.Images;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>TIFF files of some hundred bytes: headers that ask for millions of strips or tiles, or of values, are refused before memory is
/// taken for them; those that say the same thing in another way are read.</summary>
public sealed class TiffBlockCheckTests
{
    private const long MostAllocated = 10_000_000;

    // The type of a tag's values; and tags.
    private const int Byte = 1,
        Short = 3,
        Long = 4,
        Long8 = 16;
    private const int Width = 256,
        Height = 257,
        Offsets = 273,
        Channels = 277,
        Rows = 278,
        Lengths = 279,
        Planes = 284,
        TileWidth = 322,
        TileHeight = 323,
        TileOffsets = 324,
        Depth = 32997,
        Unknown = 65000;

    // As numbers with sign, -2 and -100,000,000.
    private const uint MinusTwo = 4_294_967_294,
        MinusMany = 4_194_967_296;

    private const uint Many = 50_000_000;

    private static readonly byte[] Pixels = [10, 20, 30, 40, 50, 60];

    // 2×3 pixels of grey in one strip. Offsets count from the end of the directory.
    private static readonly Entry[] Usual =
    [
        new(Width, Short, 2),
        new(Height, Short, 3),
        new(258, Short, 8), // bits
        new(259, Short, 1), // not packed
        new(262, Short, 1), // 0 is black
        new(Offsets, Long, 0),
        new(Channels, Short, 1),
        new(Rows, Short, 3),
        new(Lengths, Long, 6),
    ];

    private static readonly Dictionary<string, Entry[]> Whole = new()
    {
        ["as usual"] = [],
        ["numbers of 32 bits"] = [new(Width, Long, 2), new(Height, Long, 3), new(Channels, Long, 1), new(Rows, Long, 3)],
        ["all rows"] = [new(Rows, Long, uint.MaxValue)],
        ["more rows than there are"] = [new(Rows, Short, 1000)],
        ["without rows, lengths and channels"] = [new(Rows, 0, 0), new(Lengths, 0, 0), new(Channels, 0, 0)],
        ["two strips"] = [new(Rows, Short, 2), new(Offsets, Short, 0, 2, Second: 4), new(Lengths, Short, 4, 2, Second: 2)],
        ["planes of one channel"] = [new(Planes, Short, 2)],
        ["one layer"] = [new(Depth, Short, 1)],
    };

    private static readonly Dictionary<string, Entry[]> Wrong = new()
    {
        ["strips"] = [new(Height, Long, Many), new(Rows, Short, 1)],
        ["lengths"] = [new(Rows, Short, 2), new(Offsets, Short, 0, 2, Second: 4)],
        ["no offset"] = [new(Height, Long, Many), new(Rows, Short, 1), new(Offsets, Long, 0, 0)],
        ["strips of planes"] = [new(Height, Short, 25_000), new(Rows, Short, 1), new(Channels, Short, 2000), new(Planes, Short, 2)],
        ["tiles"] = [new(Width, Long, 112_000), new(Height, Long, 112_000), new(TileWidth, Short, 16), new(TileHeight, Short, 16)],
        ["tiles with offsets of their own"] =
        [
            new(Width, Long, 112_000),
            new(Height, Long, 112_000),
            new(Offsets, 0, 0),
            new(TileWidth, Short, 16),
            new(TileHeight, Short, 16),
            new(TileOffsets, Long, 0),
        ],
        ["tiles in layers"] = [new(TileWidth, Short, 16), new(TileHeight, Short, 16), new(Depth, Long, Many)],
        ["tiles as high as a strip"] = [new(Width, Short, 7000), new(Height, Short, 7000), new(Rows, Short, 1), new(TileWidth, Short, 1)],
        ["tiles without a width"] = [new(TileWidth, Short, 0), new(TileHeight, Short, 16)],
        ["negative strips"] = [new(Height, Long, MinusMany), new(Rows, Long, MinusTwo)],
        ["negative channels"] =
        [
            new(Height, Long, 2 * Many),
            new(Rows, Long, MinusTwo),
            new(Channels, Short, ushort.MaxValue),
            new(Planes, Short, 2),
        ],
        ["negative tiles"] =
        [
            new(Width, Short, 14_000),
            new(Height, Short, 14_000),
            new(TileWidth, Long, MinusTwo),
            new(TileHeight, Long, MinusTwo),
        ],
        ["channels in bytes"] = [new(Channels, Byte, 1)],
        ["two numbers of rows"] = [new(Height, Long, Many), new(Rows, Long, 1, 2)],
        ["rows twice"] = [new(Rows, Short, 3), new(Rows, Short, 3)],
        ["numbers of 64 bits"] = [new(Unknown, Long8, 0, Many)],
    };

    public static TheoryData<string> WholeFiles => [.. Whole.Keys];

    public static TheoryData<string> WrongFiles => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WholeFiles))]
    public void WhatIsWholeIsRead(string kind)
    {
        foreach (bool bigEndian in new[] { false, true })
        {
            using var image = ImageFile.Decode(Tiff(bigEndian, Whole[kind]));

            Assert.Equal((2, 3), (image.Width, image.Height));
            Assert.Equal(Pixels, image.Pixels.ToArray().Where((_, i) => i % 4 == 0));
        }
    }

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public void WhatAsksForMoreThanThereIsTakesNoMemory(string kind)
    {
        foreach (bool bigEndian in new[] { false, true })
        {
            byte[] file = Tiff(bigEndian, Wrong[kind]);
            long before = GC.GetAllocatedBytesForCurrentThread();

            Assert.Throws<InvalidDataException>(() => TiffFile.Open(file));

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        }
    }

    [Fact]
    public void AnErrorSaysHowManyThereShouldBe()
    {
        Assert.Contains("2x50000000 pixels in 50000000 strips, and it lists 1 of them", Refuse("strips"));
        Assert.Contains("112000x112000 pixels in 49000000 tiles, and it lists 1 of them", Refuse("tiles with offsets of their own"));

        static string Refuse(string kind) =>
            Assert.Throws<InvalidDataException>(() => TiffFile.Open(Tiff(bigEndian: false, Wrong[kind]))).Message;
    }

    /// <summary>A file of the usual entries, of which some are replaced or, with the type 0, left out.</summary>
    private static byte[] Tiff(bool bigEndian, Entry[] changes)
    {
        Entry[] entries =
        [
            .. Usual
                .Where(usual => changes.All(change => change.Tag != usual.Tag))
                .Concat(changes.Where(change => change.Type != 0))
                .OrderBy(entry => entry.Tag),
        ];
        int pixels = 8 + 2 + (12 * entries.Length) + 4;
        byte[] file = [.. (bigEndian ? "MM\0*"u8 : "II*\0"u8), .. new byte[pixels - 4], .. Pixels];
        Put(4, 8, 4);
        Put(8, (uint)entries.Length, 2);
        for (int i = 0, at = 10; i < entries.Length; i++, at += 12)
        {
            var entry = entries[i];
            uint start = entry.Tag is Offsets or TileOffsets ? (uint)pixels : 0;
            Put(at, (uint)entry.Tag, 2);
            Put(at + 2, (uint)entry.Type, 2);
            Put(at + 4, entry.Count, 4);
            Put(at + 8, entry.Value + start, entry.Type == Short ? 2 : 4);
            if (entry is { Type: Short, Count: 2 })
            {
                Put(at + 10, entry.Second + start, 2);
            }
        }

        return file;

        void Put(int at, uint value, int length)
        {
            var bytes = new byte[4];
            if (bigEndian)
            {
                BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
                bytes.AsSpan(4 - length).CopyTo(file.AsSpan(at));
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
                bytes.AsSpan(0, length).CopyTo(file.AsSpan(at));
            }
        }
    }

    /// <summary>An entry of a directory whose values are in it.</summary>
    private sealed record Entry(int Tag, int Type, uint Value, uint Count = 1, uint Second = 0);
}

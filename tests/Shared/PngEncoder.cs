using System.Buffers.Binary;
using System.IO.Compression;

namespace Ass.MLNet.Tests;

/// <summary>Writes PNG files from sample values: every colour type, depth, filter and interlacing, written after the specification and
/// sharing nothing with the reader.</summary>
internal sealed class PngEncoder(int width, int height, int depth, int colorType)
{
    // As the specification draws it: which pass each pixel of an 8×8 square belongs to.
    private static readonly string[] Adam7 =
    [
        "16462646",
        "77777777",
        "56565656",
        "77777777",
        "36463646",
        "77777777",
        "56565656",
        "77777777",
    ];

    public bool Interlaced { get; init; }

    /// <summary>The filter type of a row, by its number in the file.</summary>
    public Func<int, int> Filter { get; init; } = _ => 0;

    /// <summary>The compressed data is cut into chunks of this many bytes.</summary>
    public int ChunkLength { get; init; } = int.MaxValue;

    /// <summary>Red, green, blue triples of a palette.</summary>
    public byte[]? Palette { get; init; }

    public int Channels =>
        colorType switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };

    /// <summary>A file whose samples are <paramref name="sample"/>(x, y, channel).</summary>
    public byte[] Encode(Func<int, int, int, int> sample)
    {
        using var rows = new MemoryStream();
        int number = 0;
        for (char pass = Interlaced ? '1' : '0'; pass <= (Interlaced ? '7' : '0'); pass++)
        {
            byte[]? above = null;
            for (int y = 0; y < height; y++)
            {
                int[] columns = [.. Enumerable.Range(0, width).Where(x => !Interlaced || Adam7[y % 8][x % 8] == pass)];
                if (columns.Length == 0)
                {
                    continue;
                }

                byte[] row = Pack([.. columns.SelectMany(x => Enumerable.Range(0, Channels).Select(c => sample(x, y, c)))]);
                int filter = Filter(number++);
                rows.WriteByte((byte)filter);
                rows.Write(Apply(filter, row, above ?? new byte[row.Length]));
                above = row;
            }
        }

        return File(Deflate(rows.ToArray()));
    }

    /// <summary>A file with the given compressed data, whatever it is.</summary>
    public byte[] File(byte[] compressed)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)colorType, Interlaced ? (byte)1 : (byte)0);
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "tEXt", "Title\0x"u8.ToArray());
        if (colorType == 3)
        {
            WriteChunk(file, "PLTE", Palette ?? [.. Enumerable.Range(0, 3 << depth).Select(i => (byte)(i / 6))]);
        }

        foreach (byte[] part in compressed.Chunk(ChunkLength))
        {
            WriteChunk(file, "IDAT", part);
        }

        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    public static byte[] Deflate(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>The check sum of a chunk's type and data, bit by bit.</summary>
    public static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
            }
        }

        return ~sum;
    }

    public static void WriteChunk(Stream stream, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        stream.Write(number);
        byte[] checkedBytes = [.. type.Select(c => (byte)c), .. data];
        stream.Write(checkedBytes);
        BinaryPrimitives.WriteUInt32BigEndian(number, CheckSum(checkedBytes));
        stream.Write(number);
    }

    private byte[] Pack(int[] samples)
    {
        // All samples as bits, most significant first, filled up with zeros to whole bytes.
        var row = new byte[((samples.Length * depth) + 7) / 8];
        for (int i = 0; i < samples.Length * depth; i++)
        {
            int bit = (samples[i / depth] >> (depth - 1 - (i % depth))) & 1;
            row[i / 8] |= (byte)(bit << (7 - (i % 8)));
        }

        return row;
    }

    private byte[] Apply(int filter, byte[] row, byte[] above)
    {
        int distance = Math.Max(1, Channels * depth / 8);
        return
        [
            .. row.Select(
                (value, i) =>
                {
                    int a = i < distance ? 0 : row[i - distance],
                        b = above[i],
                        c = i < distance ? 0 : above[i - distance];
                    int p = a + b - c,
                        pa = Math.Abs(p - a),
                        pb = Math.Abs(p - b),
                        pc = Math.Abs(p - c);
                    int predicted = filter switch
                    {
                        1 => a,
                        2 => b,
                        3 => (a + b) / 2,
                        4 => pa <= pb && pa <= pc ? a
                        : pb <= pc ? b
                        : c,
                        _ => 0,
                    };
                    return (byte)(value - predicted);
                }
            ),
        ];
    }
}

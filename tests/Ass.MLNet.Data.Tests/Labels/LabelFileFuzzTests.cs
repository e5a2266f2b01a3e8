using System.Buffers.Binary;
using System.Diagnostics;
using Ass.MLNet.Labels;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Damaged files end in an error that names the file: no other exception, no hang, no memory out of proportion to the
/// file.</summary>
public sealed class LabelFileFuzzTests : IDisposable
{
    // A bit becomes a byte where a file has one bit per pixel, and a compressed byte at most 1032.
    private const long MostPerByte = 8 * 1032;

    // The file's bytes, the inflater's buffers and a batch of rows.
    private const long Overhead = 400_000;

    private readonly TestFolder _folder = new();
    private readonly Random _random = new(20200401);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TruncatedFiles()
    {
        foreach (byte[] file in Seeds())
        {
            for (int length = 0; length < file.Length; length++)
            {
                Assert.False(IsRead(file[..length]), $"The first {length} of {file.Length} bytes were taken for a whole file.");
            }
        }
    }

    [Fact]
    public void FlippedBitsAreNoticed()
    {
        foreach (byte[] file in Seeds())
        {
            for (int i = 0; i < 500; i++)
            {
                byte[] damaged = [.. file];
                int at = _random.Next(file.Length);
                damaged[at] ^= (byte)(1 << _random.Next(8));
                Assert.False(IsRead(damaged), $"A changed bit in byte {at} was not noticed.");
            }
        }
    }

    [Fact]
    public void FlippedBitsBehindCorrectCheckSums()
    {
        int read = 0;
        foreach (byte[] file in Seeds())
        {
            for (int i = 0; i < 700; i++)
            {
                byte[] damaged = [.. file];
                for (int flips = _random.Next(1, 4); flips > 0; flips--)
                {
                    damaged[_random.Next(8, file.Length)] ^= (byte)(1 << _random.Next(8));
                }

                RepairCheckSums(damaged);
                read += IsRead(damaged) ? 1 : 0;
            }
        }

        Assert.InRange(read, 1, 7000);
    }

    [Fact]
    public void ChunksThatLieAboutTheirLength()
    {
        foreach (byte[] file in Seeds())
        {
            foreach (int at in Chunks(file))
            {
                foreach (
                    uint length in new uint[]
                    {
                        0,
                        1,
                        3,
                        12,
                        13,
                        14,
                        1000,
                        (uint)file.Length,
                        0x7FFFFFFF,
                        0x80000000,
                        0xFFFFFFF4,
                        0xFFFFFFFF,
                    }
                )
                {
                    byte[] damaged = [.. file];
                    BinaryPrimitives.WriteUInt32BigEndian(damaged.AsSpan(at), length);
                    RepairCheckSums(damaged);
                    IsRead(damaged);
                }
            }
        }
    }

    [Fact]
    public void ChunksOfAWebPThatLieAboutTheirLength()
    {
        foreach (uint length in new uint[] { 0, 0x7FFFFFFF, 0xFFFFFFF7, 0xFFFFFFF8, 0xFFFFFFFF })
        {
            byte[] file = [.. "RIFF\0\0\0\0WEBPJUNK"u8, .. BitConverter.GetBytes(length), .. new byte[40]];
            Assert.False(IsRead(file));
        }
    }

    [Theory]
    [InlineData(32768, 16383, 1, 0)]
    [InlineData(32768, 32768, 8, 0)]
    [InlineData(20000, 20000, 16, 6)]
    [InlineData(32769, 1, 8, 0)]
    [InlineData(-1, -1, 16, 2)]
    [InlineData(0, 5, 8, 0)]
    public void HugeHeadersTakeNoMemory(int width, int height, int depth, int colorType)
    {
        byte[] file = new PngEncoder(width, height, depth, colorType).File(PngEncoder.Deflate(new byte[40_000]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(IsRead(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Overhead);
    }

    [Fact]
    public void AnythingAtAllBehindTheSignature()
    {
        byte[] signature = new PngEncoder(1, 1, 8, 0).File([])[..8];
        for (int i = 0; i < 1000; i++)
        {
            var noise = new byte[_random.Next(200)];
            _random.NextBytes(noise);
            Assert.False(IsRead([.. signature, .. noise]));
            Assert.False(IsRead(new PngEncoder(20, 10, 8, 0).File(noise)));
            Assert.False(IsRead(new PngEncoder(20, 10, 8, 0).File([0x78, 0x9C, .. noise])));
        }
    }

    private static IEnumerable<byte[]> Seeds()
    {
        foreach (
            var (depth, colorType, interlaced) in new[]
            {
                (8, 0, false),
                (8, 3, true),
                (1, 0, true),
                (4, 3, false),
                (16, 0, false),
                (16, 2, true),
                (8, 6, false),
            }
        )
        {
            yield return new PngEncoder(31, 17, depth, colorType)
            {
                Interlaced = interlaced,
                Filter = row => row % 5,
                ChunkLength = 50,
            }.Encode((x, y, _) => (x / 3) + (y / 4) & ((1 << depth) - 1));
        }
    }

    private bool IsRead(byte[] file)
    {
        string path = _folder.At("damaged.png");
        File.WriteAllBytes(path, file);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var time = Stopwatch.StartNew();
        bool read = true;
        try
        {
            LabelFile.ReadTrainIds(path, LabelChannel.Grey, LabelMap.CamVid);
        }
        catch (InvalidDataException e)
        {
            Assert.Contains($"'{path}'", e.Message);
            read = false;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Overhead + (MostPerByte * file.Length));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        return read;
    }

    private static List<int> Chunks(byte[] file)
    {
        var starts = new List<int>();
        for (long at = 8; at + 12 <= file.Length; at += 12L + BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at)))
        {
            starts.Add((int)at);
        }

        return starts;
    }

    private static void RepairCheckSums(byte[] file)
    {
        foreach (int at in Chunks(file))
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (at + 12L + length <= file.Length)
            {
                var bytes = file.AsSpan(at + 4, 4 + (int)length);
                BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), PngEncoder.CheckSum(bytes));
            }
        }
    }
}

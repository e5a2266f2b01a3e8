using System.Buffers.Binary;
using System.Diagnostics;
using Ass.MLNet.Weights;
using Ass.MLNet.Weights.Tensors;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Whatever happens to a file's bytes, reading ends soon, allocates little and either succeeds or says what is wrong with the
/// file.</summary>
public class DamagedWeightFileTests
{
    public static TheoryData<string> Files =>
        ["plain-zip.pth", "plain-legacy.pth", "checkpoint-zip.pth", "protocol4-zip.pth", "plain.safetensors"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_cut_off_anywhere_is_an_error(string name)
    {
        byte[] whole = File.ReadAllBytes(WeightFiles.Fixture(name));
        for (int length = 0; length < whole.Length; length += 29)
        {
            Assert.False(ReadsDamaged(whole[..length]), $"cut off at {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Flipped_bytes_lies_and_moved_pieces_never_do_worse_than_an_error(string name)
    {
        byte[] whole = File.ReadAllBytes(WeightFiles.Fixture(name));
        var random = new Random(1);
        int errors = 0;
        const int Trials = 1000;
        for (int trial = 0; trial < Trials; trial++)
        {
            byte[] damaged = [.. whole];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(damaged, random);
            }

            errors += ReadsDamaged(damaged) ? 0 : 1;
        }

        // Many of the bytes are values, any of which is as good as another.
        Assert.InRange(errors, Trials / 10, Trials - 1);
    }

    private static void Change(byte[] bytes, Random random)
    {
        // The descriptions lie at the beginning and, in archives, at the end; the numbers between them are of less interest.
        int at = random.Next(3) switch
        {
            0 => random.Next(bytes.Length - 8),
            1 => random.Next(Math.Min(3000, bytes.Length - 8)),
            _ => bytes.Length - 8 - random.Next(Math.Min(3000, bytes.Length - 8)),
        };
        Span<byte> place = bytes.AsSpan(at, 8);
        switch (random.Next(6))
        {
            case 0:
                place[0] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                place[0] = (byte)random.Next(256);
                break;
            case 2:
                place[..random.Next(1, 9)].Fill(0xFF);
                break;
            case 3:
                BinaryPrimitives.WriteInt64LittleEndian(place, 1L << random.Next(63));
                break;
            case 4:
                BinaryPrimitives.WriteInt32LittleEndian(place, random.Next());
                break;
            default:
                bytes.AsSpan(random.Next(bytes.Length - 8), 8).CopyTo(place);
                break;
        }
    }

    /// <summary>Whether reading succeeds; fails the test where it ends in any other way than with the one error, allocates much or takes
    /// long.</summary>
    private static bool ReadsDamaged(byte[] content)
    {
        using var file = new TemporaryFile(content);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        bool succeeds = true;
        try
        {
            ReadSmallTensors(file.Path);
        }
        catch (InvalidDataException error)
        {
            Assert.Contains(file.Path, error.Message);
            succeeds = false;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 12_000_000);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 30);
        return succeeds;
    }

    /// <summary>Reads as a network does: only tensors of a size that it expects.</summary>
    private static void ReadSmallTensors(string path)
    {
        using WeightFile file = WeightFormats.Open(path);
        foreach (WeightTensor tensor in file.Tensors)
        {
            long count = tensor.Shape.Aggregate(1L, (product, side) => product * side);
            if (count <= 1000)
            {
                file.Read(tensor, new float[count]);
            }
        }
    }
}

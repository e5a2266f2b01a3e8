using Ass.MLNet.Weights.Onnx;
using Ass.MLNet.Weights.Tensors;
using Xunit;

namespace Ass.MLNet.Tests;

/// <summary>Whatever happens to a file's bytes, reading ends, allocates little and either succeeds or says what is wrong with the
/// file.</summary>
public class OnnxDamagedFileTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public Task A_file_cut_off_anywhere_is_an_error() =>
        Task.Run(() =>
            {
                byte[] whole = OnnxResNetModel.Create(1, 1, 1, 1).ToBytes();
                for (int length = 0; length < whole.Length; length += 7)
                {
                    Assert.False(ReadsDamaged(whole[..length]), $"cut off at {length}");
                }
            })
            .WaitAsync(Limit);

    [Theory]
    [InlineData(OnnxStorage.Raw)]
    [InlineData(OnnxStorage.SingleFloats)]
    internal Task Flipped_bytes_never_crash_or_allocate_much(OnnxStorage storage) =>
        Task.Run(() =>
            {
                OnnxModel model = OnnxResNetModel.Create(1, 1, 1, 1);
                model.Tensors.ForEach(tensor => tensor.Storage = storage);
                byte[] whole = model.ToBytes();
                var random = new Random(1);
                int errors = 0;
                const int Trials = 3000;
                for (int trial = 0; trial < Trials; trial++)
                {
                    byte[] damaged = [.. whole];
                    for (int flips = random.Next(1, 4); flips > 0; flips--)
                    {
                        damaged[random.Next(damaged.Length)] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
                    }

                    errors += ReadsDamaged(damaged) ? 0 : 1;
                }

                // Most of the bytes are values, any of which is as good as another.
                Assert.InRange(errors, Trials / 10, Trials - 1);
            })
            .WaitAsync(Limit);

    [Fact]
    public Task The_genuine_file_cut_off_or_damaged_is_an_error() =>
        Task.Run(() =>
            {
                using var copy = new TemporaryFile(File.ReadAllBytes(ImageNetResNet18.Locate()));
                long whole = new FileInfo(copy.Path).Length;
                var random = new Random(1);
                for (int trial = 0; trial < 500; trial++)
                {
                    // All nodes lie in the first 20,000 bytes.
                    int position = random.Next(20_000);
                    byte flipped = (byte)(1 << random.Next(8));
                    Change(copy, file => Flip(file, position, flipped));
                    Reads(() => OnnxResNet.Open(copy.Path).Dispose());
                    Change(copy, file => Flip(file, position, flipped));
                }

                Assert.True(Reads(() => OnnxResNet.Open(copy.Path).Dispose()));
                for (long length = whole - 1; length > 0; length -= random.Next(3_000_000))
                {
                    Change(copy, file => file.SetLength(length));
                    Assert.False(Reads(() => OnnxResNet.Open(copy.Path).Dispose()), $"cut off at {length}");
                }
            })
            .WaitAsync(Limit);

    private static void Change(TemporaryFile copy, Action<FileStream> change)
    {
        using FileStream file = File.Open(copy.Path, FileMode.Open);
        change(file);
    }

    private static void Flip(FileStream file, int position, byte flipped)
    {
        file.Position = position;
        int value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ flipped));
    }

    private static bool ReadsDamaged(byte[] content)
    {
        using var file = new TemporaryFile(content);
        return Reads(() => ReadAll(file.Path));
    }

    private static void ReadAll(string path)
    {
        using WeightFile file = OnnxResNet.Open(path);
        foreach (WeightTensor tensor in file.Tensors)
        {
            file.Read(tensor, new float[tensor.Shape.Aggregate(1L, (count, side) => Math.Clamp(count * side, 0, 10_000))]);
        }
    }

    /// <summary>Whether reading succeeds; fails the test where it ends in any other way than with the one error, or allocates
    /// much.</summary>
    private static bool Reads(Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool succeeds = true;
        try
        {
            read();
        }
        catch (InvalidDataException)
        {
            succeeds = false;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        return succeeds;
    }
}

using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Ass.MLNet.Torch;

/// <summary>Named tensors in a stream, one after another. At most one of them is copied in memory at a time.</summary>
/// <remarks>
/// Reading fills existing tensors: the file's names, ranks and sizes are checked against theirs, so no memory is allocated on a file's
/// word. Tensors are copied through the CPU, so a device never holds one twice.
/// </remarks>
internal static class TensorRecords
{
    // *** Binary format *** (little endian)
    // int: number of tensors
    // per tensor: (int: length, UTF-8 bytes) name; int: rank; rank × long: shape; the values in the tensor's own type
    private const int MaximumNameBytes = 1024;

    public static void Write(BinaryWriter writer, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var _ = no_grad();
        writer.Write(tensors.Count);
        foreach (var (name, value) in tensors)
        {
            using var scope = NewDisposeScope();
            var onCpu = value.cpu().contiguous();
            WriteName(writer, name);
            writer.Write((int)onCpu.dim());
            foreach (long side in onCpu.shape)
            {
                writer.Write(side);
            }
            writer.Flush();
            writer.BaseStream.Write(onCpu.bytes);
        }
    }

    /// <summary>Fills all of <paramref name="tensors"/>.</summary>
    /// <exception cref="InvalidDataException">The stream contains different tensors.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too early.</exception>
    public static void Read(BinaryReader reader, IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var _ = no_grad();
        var missing = tensors.ToDictionary();
        int count = reader.ReadInt32();
        Require(count == missing.Count, $"it holds {count} tensors, and its network has {missing.Count}");
        for (int i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            string name = ReadName(reader);
            Require(
                missing.Remove(name, out var target),
                $"it holds a tensor '{name}', which its network does not have or which came before"
            );
            int rank = reader.ReadInt32();
            Require(rank == target!.dim(), $"tensor '{name}' has {rank} dimensions instead of {target.dim()}");
            foreach (long side in target.shape)
            {
                long found = reader.ReadInt64();
                Require(found == side, $"tensor '{name}' has a side of {found} instead of {side}");
            }

            bool direct = target.device_type == DeviceType.CPU && target.is_contiguous();
            var values = direct ? target : empty(target.shape, target.dtype, CPU);
            reader.BaseStream.ReadExactly(values.bytes);
            if (!direct)
            {
                target.copy_(values);
            }
        }
    }

    public static void WriteName(BinaryWriter writer, string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    /// <exception cref="InvalidDataException">The name is longer than 1024 bytes.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too early.</exception>
    public static string ReadName(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        Require(length is >= 0 and <= MaximumNameBytes, $"a name of {length} bytes");
        var bytes = reader.ReadBytes(length);
        return bytes.Length == length ? Encoding.UTF8.GetString(bytes) : throw new EndOfStreamException();
    }

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw new InvalidDataException($"The file cannot be read: {problem}.");
        }
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ass.MLNet.Weights.Tensors;

/// <summary>A type of numbers in a weight file, and how they become 32-bit floats. Little-endian, as on every platform that libtorch runs
/// on.</summary>
internal sealed class WeightElement
{
    public static readonly WeightElement Float32 = Of<float>("F32", "FloatStorage");

    private static readonly WeightElement[] All =
    [
        Float32,
        Of<Half>("F16", "HalfStorage"),
        new("BF16", "BFloat16Storage", sizeof(ushort), FromBFloat16),
        Of<double>("F64", "DoubleStorage"),
        Of<long>("I64", "LongStorage"),
        Of<int>("I32", "IntStorage"),
        Of<short>("I16", "ShortStorage"),
        Of<sbyte>("I8", "CharStorage"),
        Of<byte>("U8", "ByteStorage"),
        Of<byte>("BOOL", "BoolStorage"),
    ];

    private readonly Conversion _toFloats;

    private WeightElement(string safetensorsName, string storageName, int size, Conversion toFloats)
    {
        (SafetensorsName, StorageName, Size) = (safetensorsName, storageName, size);
        _toFloats = toFloats;
    }

    private delegate void Conversion(ReadOnlySpan<byte> from, Span<float> to);

    /// <summary>Its name in safetensors files, such as <c>F16</c>.</summary>
    public string SafetensorsName { get; }

    /// <summary>The name of PyTorch's class for a storage of such numbers, such as <c>HalfStorage</c>.</summary>
    public string StorageName { get; }

    /// <summary>Bytes of one number.</summary>
    public int Size { get; }

    /// <summary>The type with a name of safetensors, or null.</summary>
    public static WeightElement? FromSafetensors(string? name) => All.FirstOrDefault(element => element.SafetensorsName == name);

    /// <summary>The type with a name of PyTorch's storage classes, or null.</summary>
    public static WeightElement? FromStorage(string name) => All.FirstOrDefault(element => element.StorageName == name);

    /// <summary>Converts as many numbers as <paramref name="to"/> has room for.</summary>
    public void ToFloats(ReadOnlySpan<byte> from, Span<float> to) => _toFloats(from, to);

    private static WeightElement Of<T>(string safetensorsName, string storageName)
        where T : unmanaged, INumber<T> =>
        new(safetensorsName, storageName, Unsafe.SizeOf<T>(), (from, to) =>
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(from), to)
        );

    private static void FromBFloat16(ReadOnlySpan<byte> from, Span<float> to)
    {
        ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(from);
        for (int i = 0; i < halves.Length; i++)
        {
            to[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
        }
    }
}

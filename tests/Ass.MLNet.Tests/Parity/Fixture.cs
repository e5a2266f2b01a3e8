using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;
using Xunit.Abstractions;

namespace Ass.MLNet.Tests;

/// <summary>What the reference computed in 64 bits (make_fixtures.py), by name: a safetensors file, embedded here, of 32- and 64-bit
/// numbers.</summary>
internal sealed class Fixture
{
    private readonly Dictionary<string, double[]> _values = [];

    public Fixture(string name)
    {
        Name = name;
        using var stream = typeof(Fixture).Assembly.GetManifestResourceStream($"Parity/{name}.safetensors")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        foreach (var tensor in header.RootElement.EnumerateObject())
        {
            var place = tensor.Value.GetProperty("data_offsets");
            var data = bytes.AsSpan(8 + length)[place[0].GetInt32()..place[1].GetInt32()];
            _values[tensor.Name] =
                tensor.Value.GetProperty("dtype").GetString() == "F64"
                    ? MemoryMarshal.Cast<byte, double>(data).ToArray()
                    : [.. MemoryMarshal.Cast<byte, float>(data).ToArray().Select(v => (double)v)];
        }
    }

    public string Name { get; }

    public double[] this[string name] => _values[name];

    /// <summary>The names that begin so.</summary>
    public IEnumerable<string> Names(string prefix) => _values.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
}

/// <summary>‖ours − reference‖ / ‖reference‖.</summary>
internal static class Distance
{
    public static double Between(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        var (difference, size) = (0.0, 0.0);
        foreach (var (e, a) in expected.Zip(actual))
        {
            (difference, size) = (difference + (e - a) * (e - a), size + e * e);
        }
        return Math.Sqrt(difference / size);
    }

    /// <summary>Writes the distance, and fails where it is above the bound or the lengths differ.</summary>
    public static void AssertBelow(
        double bound,
        string what,
        IReadOnlyCollection<double> expected,
        IReadOnlyCollection<double> actual,
        ITestOutputHelper output
    )
    {
        Assert.Equal(expected.Count, actual.Count);
        double distance = Between(expected, actual);
        string line = FormattableString.Invariant($"{what}: {distance:0.0e+0}");
        output.WriteLine(line);
        Assert.True(distance <= bound, $"{line} is above {bound}");
    }

    public static double[] Values(TorchSharp.torch.Tensor tensor) =>
        [.. tensor.detach().contiguous().data<float>().ToArray().Select(v => (double)v)];
}

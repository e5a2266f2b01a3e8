using System.Buffers.Binary;
using System.Text;

namespace Ass.MLNet.Tests;

/// <summary>Writes pickles instruction by instruction, also such as no honest program writes.</summary>
internal sealed class PickleWriter
{
    private readonly MemoryStream _bytes = new();

    public PickleWriter() => Raw(0x80, 2);

    public static byte[] Write(Action<PickleWriter> write)
    {
        var pickle = new PickleWriter();
        write(pickle);
        return [.. pickle._bytes.ToArray(), (byte)'.'];
    }

    public PickleWriter Raw(params ReadOnlySpan<byte> raw)
    {
        _bytes.Write(raw);
        return this;
    }

    /// <summary>Instructions without an argument, by their letters.</summary>
    public PickleWriter Op(string letters) => Raw(Encoding.Latin1.GetBytes(letters));

    public PickleWriter Global(string module, string name) => Op($"c{module}\n{name}\n");

    public PickleWriter Text(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return Op("X").Int32(utf8.Length).Raw(utf8);
    }

    /// <summary>As Python 2 writes a text.</summary>
    public PickleWriter OldText(string text) => Op("U").Raw((byte)text.Length).Op(text);

    public PickleWriter Int(long value)
    {
        Span<byte> raw = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(raw, value);
        return Raw(0x8A, 8).Raw(raw);
    }

    public PickleWriter Tuple(params long[] values)
    {
        Op("(");
        Array.ForEach(values, value => Int(value));
        return Op("t");
    }

    /// <summary>The storage with a key, as both formats refer to it.</summary>
    public PickleWriter Storage(string key, long count, bool legacy, string type = "FloatStorage")
    {
        Op("(").Text("storage").Global("torch", type).Text(key).Text("cpu").Int(count);
        return Op(legacy ? "N" : "").Op("tQ");
    }

    /// <summary>A tensor that is a view of a storage.</summary>
    public PickleWriter Tensor(string key, long count, long first, long[] shape, long[] strides, bool legacy, string type = "FloatStorage")
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op("(").Storage(key, count, legacy, type).Int(first).Tuple(shape).Tuple(strides);
        return Raw(0x89).Global("collections", "OrderedDict").Op(")RtR");
    }

    private PickleWriter Int32(int value)
    {
        Span<byte> raw = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(raw, value);
        return Raw(raw);
    }
}

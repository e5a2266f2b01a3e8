using System.Buffers.Binary;
using System.Text;

namespace Ass.MLNet.Onnx;

/// <summary>Reads the wire format of protocol buffers from a seekable stream, field by field, and trusts no length in it.</summary>
/// <remarks>
/// Why not <c>Google.Protobuf.CodedInputStream</c>: outside generated classes it can neither limit reading to a nested message nor bound a
/// string before allocating it, and it skips a field by reading it, so finding the names would read all of a model's weights. Only the
/// caller enters nested messages, never recursion, so a file cannot choose the depth. Format:
/// https://protobuf.dev/programming-guides/encoding.
/// </remarks>
/// <param name="stream">The stream, seekable, read to its end.</param>
/// <param name="path">The path of the file, for error messages; null: the messages are clauses about "it".</param>
internal sealed class ProtobufReader(Stream stream, string? path)
{
    private const int MaxNameBytes = 4096;

    /// <summary>The path of the file, for error messages.</summary>
    public string Path => path ?? "";

    /// <summary>The offset of the next byte to read.</summary>
    public long Position => stream.Position;

    /// <summary>The offset after the last byte of the current message.</summary>
    public long End { get; private set; } = stream.Length;

    /// <summary>The number of the field whose value comes next.</summary>
    public int Field { get; private set; }

    /// <summary>The encoding of the next value.</summary>
    public ProtobufWireType WireType { get; private set; }

    /// <summary>Moves to the next field of the message; false at its end.</summary>
    public bool NextField()
    {
        if (stream.Position == End)
        {
            return false;
        }

        ulong tag = ReadRawVarint();
        WireType = (ProtobufWireType)(tag & 7);
        if (tag >> 3 is 0 or > 0x1FFF_FFFF)
        {
            throw Error($"a field number between 1 and 536870911 was expected, found {tag >> 3}");
        }

        Field = (int)(tag >> 3);
        return true;
    }

    /// <summary>Enters the next nested message; pass the result to <see cref="Leave"/> after its last field.</summary>
    public long Enter()
    {
        Expect(ProtobufWireType.LengthDelimited);
        long length = ReadLength();
        long outerEnd = End;
        End = stream.Position + length;
        return outerEnd;
    }

    /// <summary>Restricts reading to one message found earlier.</summary>
    public void Select(long start, long end)
    {
        stream.Position = start;
        End = end;
    }

    /// <summary>Returns from a nested message to the enclosing one.</summary>
    public void Leave(long outerEnd) => End = outerEnd;

    /// <summary>Reads an integer.</summary>
    public long ReadInteger()
    {
        Expect(ProtobufWireType.Varint);
        return (long)ReadRawVarint();
    }

    /// <summary>Appends a repeated integer, which is either one value of a field or many packed into one.</summary>
    public void ReadIntegers(List<long> values, int maxCount)
    {
        if (WireType != ProtobufWireType.LengthDelimited)
        {
            Append(ReadInteger());
            return;
        }

        long outerEnd = Enter();
        while (stream.Position < End)
        {
            Append((long)ReadRawVarint());
        }

        Leave(outerEnd);

        void Append(long value)
        {
            if (values.Count == maxCount)
            {
                throw Error($"a list of at most {maxCount} integers was expected in field {Field}, found a longer one");
            }

            values.Add(value);
        }
    }

    /// <summary>Reads one 32-bit float.</summary>
    public float ReadFloat()
    {
        Expect(ProtobufWireType.Fixed32);
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        ReadRaw(bytes);
        return BinaryPrimitives.ReadSingleLittleEndian(bytes);
    }

    /// <summary>
    /// The size of the value that comes next: bytes, packed 32-bit floats or a single one. <see cref="ReadRaw"/> or
    /// <see cref="SkipRaw"/> must follow for as many bytes.
    /// </summary>
    public long ReadByteCount()
    {
        if (WireType == ProtobufWireType.Fixed32)
        {
            return sizeof(float);
        }

        Expect(ProtobufWireType.LengthDelimited);
        return ReadLength();
    }

    /// <summary>Reads raw bytes.</summary>
    public void ReadRaw(Span<byte> bytes)
    {
        CheckRoom(bytes.Length);
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Error("the file was cut off while it was read");
        }
    }

    /// <summary>Skips bytes without reading them.</summary>
    public void SkipRaw(long byteCount)
    {
        CheckRoom(byteCount);
        stream.Position += byteCount;
    }

    /// <summary>Reads a name of at most 4096 bytes.</summary>
    public string ReadName() => ReadText(MaxNameBytes);

    /// <summary>Reads a text of at most <paramref name="mostBytes"/> bytes.</summary>
    public string ReadText(int mostBytes)
    {
        Expect(ProtobufWireType.LengthDelimited);
        long length = ReadLength();
        if (length > mostBytes)
        {
            throw Error($"a text in field {Field} has {length} bytes; at most {mostBytes} are accepted");
        }

        Span<byte> bytes = length <= MaxNameBytes ? stackalloc byte[(int)length] : new byte[length];
        ReadRaw(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Skips the next value without reading it.</summary>
    public void Skip()
    {
        switch (WireType)
        {
            case ProtobufWireType.Varint:
                ReadRawVarint();
                break;
            case ProtobufWireType.Fixed64:
                SkipRaw(8);
                break;
            case ProtobufWireType.LengthDelimited:
                SkipRaw(ReadLength());
                break;
            case ProtobufWireType.Fixed32:
                SkipRaw(4);
                break;
            default:
                throw Error($"field {Field} has the encoding {(int)WireType}, which ONNX does not use");
        }
    }

    /// <summary>An error that names the file and the position in it.</summary>
    public InvalidDataException Error(string problem) =>
        new(
            path is null
                ? $"it is not an ONNX file that can be read: near byte {stream.Position}, {problem}"
                : $"'{path}' is not an ONNX file that can be read: near byte {stream.Position}, {problem}."
        );

    private void Expect(ProtobufWireType expected)
    {
        if (WireType != expected)
        {
            throw Error($"field {Field} should be encoded as {expected}, found {WireType}");
        }
    }

    private long ReadLength()
    {
        ulong length = ReadRawVarint();
        CheckRoom(length > long.MaxValue ? long.MaxValue : (long)length);
        return (long)length;
    }

    private void CheckRoom(long byteCount)
    {
        if (byteCount > End - stream.Position)
        {
            throw Error($"{byteCount} bytes are announced where only {End - stream.Position} are left");
        }
    }

    private ulong ReadRawVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            CheckRoom(1);
            int next = stream.ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next is >= 0 and < 0x80)
            {
                return value;
            }
        }

        throw Error("an integer of at most 10 bytes was expected, found a longer one");
    }
}

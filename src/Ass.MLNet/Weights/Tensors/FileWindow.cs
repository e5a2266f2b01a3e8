using System.Buffers.Binary;
using System.Text;

namespace Ass.MLNet.Weights.Tensors;

/// <summary>Reads a range of a file sequentially, never beyond its end.</summary>
internal sealed class FileWindow
{
    private readonly RawFile _file;
    private readonly byte[] _buffer = new byte[4096];
    private long _bufferStart;
    private int _bufferLength;

    /// <param name="file">The file.</param>
    /// <param name="start">Offset of the first byte.</param>
    /// <param name="length">Number of bytes that may be read.</param>
    /// <exception cref="InvalidDataException">The range extends beyond the file.</exception>
    public FileWindow(RawFile file, long start, long length)
    {
        if (start < 0 || length < 0 || start > file.Length - length)
        {
            throw file.Error($"{length} bytes are announced at {start}, but it has {file.Length} in all: {RawFile.CutOff}");
        }

        _file = file;
        (Position, End) = (start, start + length);
    }

    /// <summary>Offset in the file of the next byte.</summary>
    public long Position { get; private set; }

    /// <summary>Offset after the last byte.</summary>
    public long End { get; }

    public byte ReadByte()
    {
        CheckRoom(1);
        long at = Position - _bufferStart;
        if (at < 0 || at >= _bufferLength)
        {
            _bufferLength = (int)Math.Min(_buffer.Length, End - Position);
            _bufferStart = Position;
            _file.Read(_bufferStart, _buffer.AsSpan(0, _bufferLength));
            at = 0;
        }

        Position++;
        return _buffer[at];
    }

    public void Read(Span<byte> bytes)
    {
        CheckRoom(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = ReadByte();
        }
    }

    /// <summary>Skips bytes.</summary>
    public void Skip(long count)
    {
        CheckRoom(count);
        Position += count;
    }

    public ushort ReadUInt16()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        Read(bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint ReadUInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Read(bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }

    public long ReadInt64()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Read(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>Reads a text of a known length.</summary>
    /// <param name="byteCount">Its length in UTF-8.</param>
    /// <param name="longest">The longest length that is accepted.</param>
    public string ReadText(long byteCount, int longest)
    {
        if (byteCount < 0 || byteCount > longest)
        {
            throw Error($"a text of {byteCount} bytes was found where at most {longest} were expected");
        }

        CheckRoom(byteCount);
        byte[] bytes = new byte[byteCount];
        Read(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads a text up to the next line feed, which is consumed.</summary>
    public string ReadLine(int longest)
    {
        var bytes = new List<byte>();
        for (byte next = ReadByte(); next != '\n'; next = ReadByte())
        {
            if (bytes.Count == longest)
            {
                throw Error($"a line of at most {longest} bytes was expected, found a longer one");
            }

            bytes.Add(next);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>An error that names the file and the position in it.</summary>
    public InvalidDataException Error(string problem) => _file.Error($"near byte {Position}, {problem}");

    private void CheckRoom(long count)
    {
        if (count < 0 || count > End - Position)
        {
            throw Error($"{count} bytes are announced where only {End - Position} are left: {RawFile.CutOff}");
        }
    }
}

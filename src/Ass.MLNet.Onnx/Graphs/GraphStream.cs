using System.IO.Hashing;
using Ass.MLNet.Files;

namespace Ass.MLNet.Graphs;

/// <summary>Reads graphs from streams: from files of their own, and as the network of an ML.NET model file.</summary>
internal static class GraphStream
{
    /// <summary>The name of the stream in ML.NET's model files.</summary>
    public const string Name = "Graph";

    // *** Binary format *** of the stream (little endian)
    // long: size of the graph in bytes
    // the graph, an ONNX ModelProto
    // 16 bytes: the graph's XXH128
    private const int ChunkBytes = 1 << 20;

    /// <summary>Reads the rest of a stream as one graph.</summary>
    /// <param name="stream">The stream, seekable: its size is checked before memory is taken.</param>
    /// <exception cref="InvalidDataException">There are too many bytes for an ONNX graph; the message is a clause.</exception>
    public static byte[] ReadFile(Stream stream)
    {
        byte[] graph = new byte[CheckLength(stream.Length - stream.Position)];
        stream.ReadExactly(graph);
        return graph;
    }

    /// <summary>Writes a graph as the network of a model file.</summary>
    public static void Save(GraphCopy graph, Stream stream)
    {
        stream.Write(BitConverter.GetBytes((long)graph.Length));
        var checksum = new ChecksumStream(stream);
        graph.WriteTo(checksum);
        stream.Write(checksum.Sum);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The stream is damaged; the message is a clause.</exception>
    /// <exception cref="EndOfStreamException">The stream ends too early.</exception>
    public static byte[] Load(Stream stream)
    {
        byte[] number = new byte[sizeof(long)];
        stream.ReadExactly(number);
        byte[] graph = ReadExactly(stream, CheckLength(BitConverter.ToInt64(number)));
        byte[] sum = new byte[ChecksumStream.SumBytes];
        stream.ReadExactly(sum);
        return XxHash128.Hash(graph).AsSpan().SequenceEqual(sum)
            ? graph
            : throw new InvalidDataException("it is damaged: its graph's checksum is that of other content");
    }

    private static int CheckLength(long length) =>
        length is >= 0 and <= int.MaxValue && length <= Array.MaxLength
            ? (int)length
            : throw new InvalidDataException($"its graph has {length} bytes, and an ONNX graph has at most {Array.MaxLength}");

    /// <summary>Memory is taken at once only where the stream says that it has as much; otherwise as the bytes come.</summary>
    private static byte[] ReadExactly(Stream stream, int length)
    {
        if (stream.CanSeek)
        {
            long left = stream.Length - stream.Position;
            byte[] whole = new byte[length <= left ? length : throw CutShort(length, left)];
            stream.ReadExactly(whole);
            return whole;
        }

        using var gathered = new MemoryStream();
        byte[] chunk = new byte[Math.Min(ChunkBytes, length)];
        while (gathered.Length < length)
        {
            int read = stream.Read(chunk, 0, (int)Math.Min(chunk.Length, length - gathered.Length));
            if (read == 0)
            {
                throw CutShort(length, gathered.Length);
            }
            gathered.Write(chunk, 0, read);
        }
        return gathered.ToArray();
    }

    private static InvalidDataException CutShort(int length, long found) =>
        new($"it ends too early: its graph has {length} bytes, and {found} are there");
}

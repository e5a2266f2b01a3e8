using System.IO.Hashing;
using System.Text;
using Ass.MLNet.Files;
using Ass.MLNet.Onnx.Protocol;
using Google.Protobuf;

namespace Ass.MLNet.Onnx;

/// <summary>The checksum of a graph's file, as its last metadata entry, <c>ass.checksum</c>: the XXH128 of all bytes before the
/// entry.</summary>
/// <remarks>A damaged weight is still a number: ONNX Runtime computes with it without a word. Other programs that write the graph anew have
/// to drop the entry.</remarks>
internal static class GraphChecksum
{
    /// <summary>The entry's key.</summary>
    public const string Key = "ass.checksum";

    /// <summary>Writes a graph and its checksum.</summary>
    /// <param name="model">The graph; a checksum in it is replaced.</param>
    /// <param name="stream">Written from its current position and left open.</param>
    public static void Write(ModelProto model, Stream stream)
    {
        foreach (var entry in model.MetadataProps.Where(entry => entry.Key == Key).ToArray())
        {
            model.MetadataProps.Remove(entry);
        }
        var checksum = new ChecksumStream(stream);
        model.WriteTo(checksum);
        stream.Write(Entry(checksum.Sum));
    }

    /// <summary>Whether a graph's bytes are those that were written; null if they do not end with a checksum.</summary>
    public static bool? Holds(ReadOnlySpan<byte> graph)
    {
        byte[] entry = Entry(new byte[ChecksumStream.SumBytes]);
        if (graph.Length < entry.Length)
        {
            return null;
        }
        var body = graph[..^entry.Length];
        var last = graph[^entry.Length..];
        int key = entry.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Key)) + Key.Length;
        return last.StartsWith(entry.AsSpan(0, key)) ? last.SequenceEqual(Entry(XxHash128.Hash(body))) : null;
    }

    /// <summary>The entry as a field of a model, always of the same length.</summary>
    private static byte[] Entry(byte[] sum)
    {
        var model = new ModelProto();
        model.MetadataProps.Add(new StringStringEntryProto { Key = Key, Value = Convert.ToHexStringLower(sum) });
        return model.ToByteArray();
    }
}

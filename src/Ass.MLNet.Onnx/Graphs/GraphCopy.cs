using Ass.MLNet.Files;
using Microsoft.Win32.SafeHandles;

namespace Ass.MLNet.Graphs;

/// <summary>The bytes of a graph for as long as its model lives, so that the model can be saved again. Thread-safe.</summary>
/// <remarks>
/// Why a temporary file and not memory: ONNX Runtime keeps the weights in a form of its own and cannot give the graph back, so an array
/// would hold the network a second time, for a program that may never save it. Why not the file that the model was loaded from: most
/// models come out of an archive, and the others may be replaced by the next training while the program runs. Where no temporary file can
/// be made, as in a container without a writable folder, the bytes stay in memory after all.
/// </remarks>
internal sealed class GraphCopy : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly FileStream? _file;
    private readonly byte[] _bytes;

    private GraphCopy(FileStream? file, byte[] bytes, int length) => (_file, _bytes, Length) = (file, bytes, length);

    /// <summary>The size in bytes.</summary>
    public int Length { get; }

    /// <summary>Keeps a graph.</summary>
    public static GraphCopy Of(byte[] graph)
    {
        var file = TemporaryFile.Holding(graph) as FileStream;
        return new GraphCopy(file, file is null ? graph : [], graph.Length);
    }

    /// <summary>Writes the graph's bytes.</summary>
    /// <exception cref="IOException">The temporary file was cut off by someone else, or the stream cannot be written.</exception>
    public void WriteTo(Stream stream)
    {
        if (_file is null)
        {
            stream.Write(_bytes);
            return;
        }

        // By offset, because several threads may save at a time.
        SafeFileHandle handle = _file.SafeFileHandle;
        byte[] buffer = new byte[BufferBytes];
        for (long at = 0; at < Length; )
        {
            int read = RandomAccess.Read(handle, buffer, at);
            if (read == 0)
            {
                throw new EndOfStreamException("The temporary file with the graph has been cut off; load the model again.");
            }
            stream.Write(buffer, 0, read);
            at += read;
        }
    }

    public void Dispose() => _file?.Dispose();
}

using System.Buffers;

namespace Ass.MLNet.Files;

/// <summary>The bytes of a whole file in a reusable buffer.</summary>
internal sealed class PooledFile : IDisposable
{
    private readonly byte[] _buffer;

    private PooledFile(byte[] buffer, int length) => (_buffer, Bytes) = (buffer, new ArraySegment<byte>(buffer, 0, length));

    /// <summary>The content of the file; it may be modified, and must not be used after <see cref="Dispose"/>.</summary>
    public ArraySegment<byte> Bytes { get; }

    /// <summary>Reads a file; it is not locked afterwards.</summary>
    /// <exception cref="IOException">The file cannot be opened, or it is larger than 2 GB.</exception>
    public static PooledFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        if (stream.Length > Array.MaxLength)
        {
            throw new IOException($"The file '{path}' has {stream.Length} bytes; pictures of at most {Array.MaxLength} can be read.");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)stream.Length);
        return new PooledFile(
            buffer,
            stream.ReadAtLeast(buffer.AsSpan(0, (int)stream.Length), (int)stream.Length, throwOnEndOfStream: false)
        );
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}

using System.IO.Hashing;

namespace Ass.MLNet.Files;

/// <summary>A forward-only stream that computes a checksum of the bytes passing through, to detect damage on disk.</summary>
/// <param name="inner">The underlying stream, left open.</param>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    /// <summary>The length of <see cref="Sum"/> in bytes.</summary>
    public const int SumBytes = 16;

    private readonly XxHash128 _sum = new();

    /// <summary>The XXH128 hash of all bytes so far. It detects damage, but does not prove where a file comes from.</summary>
    public byte[] Sum => _sum.GetCurrentHash();

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        _sum.Append(buffer[..read]);
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _sum.Append(buffer);
        inner.Write(buffer);
    }

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

namespace Ass.MLNet.Files;

/// <summary>A read-only section of a stream as a stream of its own.</summary>
/// <param name="inner">The underlying stream, seekable; left open.</param>
/// <param name="start">The offset of the first byte.</param>
/// <param name="length">The length in bytes.</param>
internal sealed class StreamWindow(Stream inner, long start, long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        long left = Math.Max(0, length - Position);
        if (buffer.Length > left)
        {
            buffer = buffer[..(int)left];
        }
        inner.Position = start + Position;
        int read = inner.Read(buffer);
        Position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        long target =
            offset
            + (
                origin == SeekOrigin.Begin ? 0
                : origin == SeekOrigin.Current ? Position
                : length
            );
        return Position = target >= 0 ? target : throw new IOException("There is nothing before the beginning.");
    }

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

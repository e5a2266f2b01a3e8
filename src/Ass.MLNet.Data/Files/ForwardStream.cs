using System.Runtime.ExceptionServices;

namespace Ass.MLNet.Files;

/// <summary>A forward-only stream that remembers a failed write.</summary>
/// <remarks>
/// A zip archive written to a non-seekable stream counts its offsets from its own first byte, wherever in the stream it starts. ML.NET
/// swallows errors while an archive's directory is written: with a full disk, the truncated file would then look like a model.
/// </remarks>
/// <param name="inner">The underlying stream, left open.</param>
internal sealed class ForwardStream(Stream inner) : Stream
{
    private ExceptionDispatchInfo? _failure;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Rethrows the exception of a failed write.</summary>
    public void CheckWritten() => _failure?.Throw();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e)
        {
            _failure ??= ExceptionDispatchInfo.Capture(e);
            throw;
        }
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

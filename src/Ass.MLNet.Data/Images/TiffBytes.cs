using BitMiracle.LibTiff.Classic;

namespace Ass.MLNet.Images;

/// <summary>A TIFF file in memory, for LibTiff.</summary>
internal sealed class TiffBytes(ArraySegment<byte> file) : TiffStream
{
    private int _position;

    /// <summary>The first error that LibTiff reported.</summary>
    public string? Error { get; set; }

    public override int Read(object clientData, byte[] buffer, int offset, int count)
    {
        count = Math.Min(count, file.Count - _position);
        file.AsSpan(_position, count).CopyTo(buffer.AsSpan(offset));
        _position += count;
        return count;
    }

    public override long Seek(object clientData, long offset, SeekOrigin origin)
    {
        long to = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => file.Count + offset,
        };
        _position = (int)Math.Clamp(to, 0, file.Count);
        return _position;
    }

    public override long Size(object clientData) => file.Count;

    public override void Write(object clientData, byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Close(object clientData) { }
}

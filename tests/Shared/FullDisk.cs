namespace Ass.MLNet.Tests;

/// <summary>A disk with room for so many bytes: a write that does not fit is half done and fails, as on a real one.</summary>
internal sealed class FullDisk
{
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Whether shortening a file fails, too.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Files open at present.</summary>
    public int OpenFiles { get; private set; }

    public FileStream Open(string path) => new LimitedStream(this, path);

    private sealed class LimitedStream : FileStream
    {
        private readonly FullDisk _disk;
        private bool _closed;

        public LimitedStream(FullDisk disk, string path)
            : base(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0)
        {
            _disk = disk;
            _disk.OpenFiles++;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            int fits = (int)Math.Min(buffer.Length, _disk.Room);
            base.Write(buffer[..fits]);
            _disk.Room -= fits;
            if (fits < buffer.Length)
            {
                throw new IOException("No space left on device.");
            }
        }

        public override void SetLength(long value)
        {
            if (_disk.IsBroken)
            {
                throw new IOException("Stale file handle.");
            }

            base.SetLength(value);
        }

        protected override void Dispose(bool disposing)
        {
            _disk.OpenFiles -= disposing && !_closed ? 1 : 0;
            _closed |= disposing;
            base.Dispose(disposing);
        }
    }
}
